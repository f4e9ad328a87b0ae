import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { minDiskMissing } from "./min-disk-missing.ts";

const GIB = 2 ** 30;
const images = (more: Record<string, unknown>) => ({ "images.json": page([image(1, more)]) });

testRule(minDiskMissing, {
  silent: [
    { name: "it covers the image", given: images({ size: 40 * GIB, min_disk: 40 }) },
    { name: "a small image", given: images({ size: 2 * GIB, min_disk: 0 }) },
    { name: "the listing does not carry it", given: images({ size: 40 * GIB }) },
    { name: "an ISO is no disk", given: images({ size: 40 * GIB, min_disk: 0, disk_format: "iso" }) },
  ],
  reports: [
    {
      name: "none",
      given: images({ size: 40 * GIB, min_disk: 0 }),
      expect: [{ option: "catalog", severity: "info", objects: [imageId(1)] }],
    },
    {
      name: "smaller than the disk inside",
      given: images({ disk_format: "qcow2", size: GIB, virtual_size: 40 * GIB, min_disk: 20 }),
      expect: [{ severity: "info" }],
    },
  ],
});
