import { testRule } from "../../src/check/test-rule.ts";
import { novaBaseNotReserved } from "./nova-base-not-reserved.ts";

const conf = (type: string, lines = ""): string => `[libvirt]\nimages_type = ${type}\n${lines}`;
const images = (gib: number): string =>
  JSON.stringify(
    [1, 2, 3].map((number) => ({
      id: `0f0f0f0f-1111-4222-8333-44445555666${number}`,
      disk_format: "qcow2",
      status: "active",
      size: gib * 1024 ** 3,
      boots_30d: 40,
    })),
  );
const option = "[workarounds]reserve_disk_resource_for_image_cache";

testRule(novaBaseNotReserved, {
  silent: [
    { name: "no catalogue", given: { "nova.conf": conf("qcow2") } },
    { name: "small images", given: { "nova.conf": conf("qcow2"), "images.json": images(2) } },
    { name: "disks on Ceph", given: { "nova.conf": conf("rbd"), "images.json": images(60) } },
    {
      name: "the option is on",
      given: {
        "nova.conf": conf("qcow2", "[workarounds]\nreserve_disk_resource_for_image_cache = true\n"),
        "images.json": images(60),
      },
    },
  ],
  reports: [
    {
      name: "180 GiB of images on local disks",
      given: { "nova.conf": conf("qcow2"), "images.json": images(60) },
      expect: [{ option, problem: "capacity", severity: "info", file: "nova.conf", line: null, fix: [] }],
    },
  ],
});
