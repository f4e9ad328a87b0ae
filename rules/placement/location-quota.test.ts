import { testRule } from "../../src/check/test-rule.ts";
import { locationQuota } from "./location-quota.ts";

const conf = (count: number, line = "") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${Array.from({ length: count }, (_, index) => `s${index}:rbd`).join(",")},web:http\n${line}\n[glance_store]\ndefault_backend = s0\n`,
});
const option = "[DEFAULT]image_location_quota";

testRule(locationQuota, {
  silent: [
    { name: "two stores", given: conf(2) },
    { name: "as many stores as locations", given: conf(10) },
    { name: "no limit", given: conf(12, "image_location_quota = -1") },
    {
      name: "no location, and nobody who would add one",
      given: { "glance-api.conf": "[DEFAULT]\nimage_location_quota = 0\n[glance_store]\nstores = file\n" },
    },
  ],
  reports: [
    {
      name: "twelve stores and the default quota",
      given: conf(12),
      expect: [{ option, problem: "wrong_value", severity: "low", file: "glance-api.conf", line: 1, part: "c" }],
    },
    {
      name: "a quota below the stores",
      given: conf(4, "image_location_quota = 2"),
      expect: [{ option, file: "glance-api.conf", line: 3 }],
    },
    {
      name: "no location may be added at all",
      given: { "glance-api.conf": "[DEFAULT]\nimage_location_quota = 0\n[glance_store]\nstores = file,rbd\n" },
      expect: [{ option, severity: "medium", file: "glance-api.conf", line: 2 }],
    },
  ],
  unchecked: [{ name: "no glance-api.conf", given: { "nova.conf": "[libvirt]\n" }, needs: ["glance-api.conf"] }],
});
