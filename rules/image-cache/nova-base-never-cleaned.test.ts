import { testRule } from "../../src/check/test-rule.ts";
import { novaBaseNeverCleaned } from "./nova-base-never-cleaned.ts";

const conf = (lines: string, type = "qcow2"): string => `[libvirt]\nimages_type = ${type}\n[image_cache]\n${lines}\n`;

testRule(novaBaseNeverCleaned, {
  silent: [
    { name: "nothing is set", given: { "nova.conf": "[libvirt]\nimages_type = qcow2\n" } },
    {
      name: "the defaults are written out",
      given: { "nova.conf": conf("remove_unused_base_images = true\nmanager_interval = 2400") },
    },
    { name: "Nova's own rhythm", given: { "nova.conf": conf("manager_interval = 0") } },
  ],
  reports: [
    {
      name: "the run is off",
      given: { "nova.conf": conf("manager_interval = -1") },
      expect: [
        {
          option: "[image_cache]manager_interval",
          problem: "cache_not_pruned",
          severity: "medium",
          file: "nova.conf",
          line: 4,
          fix: [{ file: "nova.conf", section: "image_cache", key: "manager_interval", value: "2400" }],
        },
      ],
    },
    {
      name: "under its old name, and disks on Ceph",
      given: { "nova.conf": "[DEFAULT]\nremove_unused_base_images = False\n[libvirt]\nimages_type = rbd\n" },
      expect: [{ option: "[image_cache]remove_unused_base_images", severity: "low", file: "nova.conf", line: 2 }],
    },
  ],
  unchecked: [{ name: "no nova.conf was given", given: { "glance-api.conf": "[DEFAULT]\n" }, needs: ["nova.conf"] }],
});
