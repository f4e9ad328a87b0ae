import { completeListing, image, imageId, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { delayedDeleteHidesImages } from "./delayed-delete-hides-images.ts";

const conf = (line: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = rbd:rbd\n${line}\n[glance_store]\ndefault_backend = rbd\n[rbd]\nrbd_store_pool = images\n`,
});
const listings = (...objects: number[]) => ({
  ...completeListing([image(1), image(2)]),
  "rbd-ls-l-images.txt": rbdLong(objects.map((number) => ({ name: imageId(number) }))),
});

testRule(delayedDeleteHidesImages, {
  silent: [
    { name: "it is off", given: { ...conf("delayed_delete = False"), ...listings(1, 2, 3) } },
    { name: "every object has an image", given: { ...conf("delayed_delete = True"), ...listings(1, 2) } },
  ],
  reports: [
    {
      name: "an object without an image while it is on",
      given: { ...conf("delayed_delete = True"), ...listings(1, 2, 3) },
      expect: [
        {
          option: "[DEFAULT]delayed_delete",
          problem: "orphan_claim_unsafe",
          severity: "medium",
          file: "glance-api.conf",
          line: 3,
          objects: [`images/${imageId(3)}`],
        },
      ],
    },
  ],
  unchecked: [{ name: "no store was listed", given: conf("delayed_delete = True") }],
});
