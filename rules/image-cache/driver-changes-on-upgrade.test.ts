import { testRule } from "../../src/check/test-rule.ts";
import { driverChangesOnUpgrade } from "./driver-changes-on-upgrade.ts";

const conf = (lines: string, flavor = "keystone+cachemanagement"): string =>
  `[DEFAULT]\nimage_cache_dir = /var/lib/glance/cache\n${lines}\n[paste_deploy]\nflavor = ${flavor}\n`;
const option = "[DEFAULT]worker_self_reference_url";

testRule(driverChangesOnUpgrade, {
  silent: [
    { name: "the upgrade is done", given: { "glance-api.conf": conf("debug = False") }, release: "2024.1" },
    {
      name: "the driver is pinned",
      given: { "glance-api.conf": conf("image_cache_driver = xattr") },
      release: "2023.1",
    },
    {
      name: "the address is set",
      given: { "glance-api.conf": conf("worker_self_reference_url = http://192.0.2.11:9292") },
      release: "2023.1",
    },
    { name: "the cache is off", given: { "glance-api.conf": conf("debug = False", "keystone") }, release: "2022.2" },
  ],
  reports: [
    {
      name: "the cache is on in 2023.2 with its default driver",
      given: { "glance-api.conf": conf("debug = False") },
      release: "2023.2",
      expect: [{ option, problem: "cache_requires_setting", severity: "low", file: "glance-api.conf", line: 1 }],
    },
    {
      name: "caching only, in 2022.2",
      given: { "glance-api.conf": conf("debug = False", "keystone+caching") },
      release: "2022.2",
      expect: [{ option, severity: "low" }],
    },
  ],
  unchecked: [
    { name: "the release is not told", given: { "glance-api.conf": conf("debug = False") }, needs: ["release"] },
  ],
});
