import { defineRule } from "../../src/check/rule.ts";
import { detectedService, documentsInstead } from "../../src/facts/mode.ts";
import { outsideText } from "../../src/facts/outside-text.ts";

export const wrongService = defineRule({
  id: "input/wrong-service",
  title: "Another service's configuration",
  severity: "high",
  part: "c",
  problem: "wrong_service",
  needs: [],
  messages: {
    instead: "{file} is a configuration of {service}, not of Glance: give the glance-api.conf of an API node",
    document:
      "{file} is {what}, which Glance does not read: give the glance-api.conf that it renders, from an API node",
    beside: "{file} is a configuration of {service}: it says nothing about images and is left aside",
  },
  why: "The answer is made from what Glance, Nova, Cinder and Ceph are told. A file of another service is named and left aside, so that nothing is concluded from options that happen to be called alike.",
  wrong: "glancewright review neutron.conf",
  right: "glancewright review glance-api.conf nova.conf cinder.conf ceph.conf",
  silentWhen: [
    "files of Glance, Nova, Cinder or Ceph under any name",
    "a document beside a log, a listing or a configuration",
  ],
  sources: ["judgement: a foreign file answers no question about images"],
  *check(cloud) {
    for (const { file, what } of documentsInstead(cloud))
      yield {
        message: "document",
        option: "file",
        at: { file, line: null },
        data: { file: outsideText(file) ?? "(not shown)", what },
      };
    const instead = detectedService(cloud);
    for (const artefact of cloud.intake.artefacts) {
      if (
        artefact.kind !== "other-service" &&
        !(instead !== null && "service" in artefact && artefact.service === instead)
      )
        continue;
      const service = "service" in artefact ? String(artefact.service) : "another service";
      yield {
        message: instead === null ? "beside" : "instead",
        severity: instead === null ? "info" : "high",
        option: "file",
        at: { file: artefact.file, line: null },
        data: { file: outsideText(artefact.file) ?? "(not shown)", service },
      };
    }
  },
});
