import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { isoOnRbd } from "./iso-on-rbd.ts";

const nova = (type = "rbd") => ({ "nova.conf": `[libvirt]\nimages_type = ${type}\n` });
const iso = (boots: number) => image(2, { disk_format: "iso", boots_30d: boots });

testRule(isoOnRbd, {
  silent: [
    { name: "no ISO is there", given: { ...nova(), "images.json": page([image(1)]) } },
    { name: "nobody boots it", given: { ...nova(), "images.json": page([image(1, { boots_30d: 7 }), iso(0)]) } },
    { name: "disks are local", given: { ...nova("qcow2"), "images.json": page([iso(7)]) } },
  ],
  reports: [
    {
      name: "an ISO is booted",
      given: { ...nova(), "images.json": page([image(1, { boots_30d: 7 }), iso(40)]) },
      expect: [
        {
          option: "catalog",
          problem: "cow_defeated_by_format",
          severity: "info",
          file: "images.json",
          objects: [imageId(2)],
        },
      ],
    },
  ],
  unchecked: [
    {
      name: "no boots are known",
      given: { ...nova(), "images.json": page([image(2, { disk_format: "iso" })]) },
      needs: ["boot counts per image"],
    },
  ],
});
