import { testRule } from "../../src/check/test-rule.ts";
import { missingForRemoteStore } from "./missing-for-remote-store.ts";

const conf = (store: string, lines = "", flavor = "keystone"): string =>
  `[DEFAULT]\nenabled_backends = main:${store}\n${lines}[glance_store]\ndefault_backend = main\n[paste_deploy]\nflavor = ${flavor}\n`;
const localDisks = "[libvirt]\nimages_type = qcow2\n";
const option = "[paste_deploy]flavor";

testRule(missingForRemoteStore, {
  silent: [
    { name: "a file store", given: { "glance-api.conf": conf("file"), "nova.conf": localDisks } },
    {
      name: "disks on Ceph",
      given: { "glance-api.conf": conf("swift"), "nova.conf": "[libvirt]\nimages_type = rbd\n" },
    },
    {
      name: "the cache is on",
      given: {
        "glance-api.conf": conf("s3", "image_cache_dir = /srv/cache\n", "keystone+caching"),
        "nova.conf": localDisks,
      },
    },
  ],
  reports: [
    {
      name: "Swift and local disks: worth knowing",
      given: { "glance-api.conf": conf("swift"), "nova.conf": localDisks },
      expect: [{ option, problem: "cache_missing_here", severity: "info", file: "glance-api.conf", line: 6, fix: [] }],
    },
    {
      name: "images are booted again and again",
      given: {
        "glance-api.conf": conf("s3"),
        "nova.conf": localDisks,
        "catalog-stats.json": JSON.stringify({ images_total: 40, boots_last_30d: { total: 12000 } }),
      },
      release: "2023.1",
      expect: [{ option, severity: "low" }],
    },
  ],
  unchecked: [{ name: "no nova.conf was given", given: { "glance-api.conf": conf("s3") }, needs: ["nova.conf"] }],
});
