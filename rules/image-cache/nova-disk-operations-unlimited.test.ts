import { testRule } from "../../src/check/test-rule.ts";
import { novaDiskOperationsUnlimited } from "./nova-disk-operations-unlimited.ts";

const conf = (type: string, limit: string): string =>
  `[libvirt]\nimages_type = ${type}\n[compute]\nmax_concurrent_disk_ops = ${limit}\n`;
const boots = (total: number): string => JSON.stringify({ images_total: 90, boots_last_30d: { total } });
const words = "We run 2025.1 with 10 compute nodes.\n";
const option = "[compute]max_concurrent_disk_ops";

testRule(novaDiskOperationsUnlimited, {
  silent: [
    {
      name: "a limit is set",
      given: { "nova.conf": conf("qcow2", "4"), "catalog-stats.json": boots(90000), "request.md": words },
    },
    {
      name: "few boots",
      given: { "nova.conf": conf("qcow2", "0"), "catalog-stats.json": boots(3000), "request.md": words },
    },
    {
      name: "disks on Ceph",
      given: { "nova.conf": conf("rbd", "0"), "catalog-stats.json": boots(90000), "request.md": words },
    },
    {
      name: "the number of computes is not told",
      given: { "nova.conf": conf("qcow2", "0"), "catalog-stats.json": boots(90000) },
    },
  ],
  reports: [
    {
      name: "300 boots a day on each compute",
      given: { "nova.conf": conf("qcow2", "0"), "catalog-stats.json": boots(90000), "request.md": words },
      expect: [{ option, problem: "unset_needed", severity: "info", file: "nova.conf", line: 4, fix: [] }],
    },
  ],
});
