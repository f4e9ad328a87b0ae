import { defineRule } from "../../src/check/rule.ts";
import { inGlance, reportStray } from "../../src/check/stray-report.ts";

export const otherServiceOption = defineRule({
  id: "syntax/other-service-option",
  title: "An option of another service",
  severity: "low",
  part: "c",
  problem: "unknown_option",
  needs: [],
  messages: { foreign: "{option} is an option of {service}: this service does not read it" },
  why: "An option in the wrong service's file has no effect there, and the service that it is meant for does not see it.",
  wrong: "# glance-api.conf\n[libvirt]\nimages_type = rbd",
  right: "# nova.conf\n[libvirt]\nimages_type = rbd",
  silentWhen: ["the service has an option of that name in some section"],
  sources: ["oslo-config-generator output of each release"],
  *check(cloud) {
    yield* reportStray(cloud, "other-service", (stray, service) => ({
      message: "foreign",
      severity: inGlance(service, "low"),
      data: { service: stray.service },
    }));
  },
});
