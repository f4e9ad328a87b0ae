import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { virtualSizeMissing } from "./virtual-size-missing.ts";

const images = (more: Record<string, unknown>) => ({ "images.json": page([image(1, more), image(2)]) });

testRule(virtualSizeMissing, {
  silent: [
    { name: "it is there", given: images({ disk_format: "qcow2", virtual_size: 42_949_672_960 }) },
    { name: "raw", given: images({ virtual_size: null }) },
    { name: "the listing does not carry it", given: images({ disk_format: "qcow2" }) },
    { name: "not uploaded yet", given: images({ disk_format: "qcow2", virtual_size: null, status: "queued" }) },
  ],
  reports: [
    {
      name: "a qcow2 image without",
      given: images({ disk_format: "qcow2", virtual_size: null }),
      expect: [{ option: "catalog", severity: "info", file: "images.json", objects: [imageId(1)] }],
    },
  ],
});
