import { defineRule } from "../../src/check/rule.ts";
import { liveImages } from "../../src/facts/catalog/image-state.ts";
import type { Catalog } from "../../src/facts/cloud.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { integer, setting } from "../../src/facts/settings.ts";
import { humanBytes } from "../../src/units.ts";

export const sizeCapLow = defineRule({
  id: "formats/size-cap-low",
  title: "Images are there that could not be uploaded again",
  severity: "medium",
  part: "b",
  problem: "capacity",
  needs: ["glance", "catalog"],
  messages: {
    largest: "image_size_cap is {cap}, the largest image has {largest}: uploaded again it is refused",
    raw: "image_size_cap is {cap}, and an image has {largest} as raw: it cannot be brought in as the format that clones",
  },
  why: "image_size_cap refuses larger uploads. Converting an image to raw means uploading it at its full virtual size, and a copy of the largest image must pass too. A cap below that stops the migration half way.",
  wrong: "[DEFAULT]\nimage_size_cap = 10737418240\n# and a qcow2 of 4 GiB with 40 GiB inside",
  right: "[DEFAULT]\nimage_size_cap = 107374182400",
  silentWhen: ["every image fits, as it is and as raw", "the cap is the default of 1 TiB"],
  sources: ["openstack/glance glance/common/utils.py LimitingReader (image_size_cap)"],
  *check({ glance, catalog }) {
    if (!catalog) return;
    for (const api of glance) {
      const cap = integer(api, "DEFAULT", "image_size_cap");
      if (cap === null || cap <= 0 || !setting(api, "DEFAULT", "image_size_cap").isSet) continue;
      const virtual = largestAsRaw(catalog);
      const stored = catalog.largest ?? 0;
      const largest = Math.max(virtual, stored);
      if (largest <= cap) continue;
      yield {
        message: stored > cap ? "largest" : "raw",
        option: "[DEFAULT]image_size_cap",
        at: placeOf(api, "DEFAULT", "image_size_cap"),
        data: { cap: humanBytes(cap), largest: humanBytes(stored > cap ? stored : virtual) },
        fix: [
          {
            file: api.file,
            section: "DEFAULT",
            key: "image_size_cap",
            value: String(roundUp(largest)),
            conditional: true,
          },
        ],
        ...scopeIn(glance, api),
      };
    }
  },
});

function largestAsRaw({ images }: Catalog): number {
  let most = 0;
  for (const { virtualSize, status } of images ? liveImages(images) : [])
    if (status === "active") most = Math.max(most, virtualSize ?? 0);
  return most;
}

const TEN_GIB = 10 * 2 ** 30;
/** A fifth more, in whole steps of 10 GiB. */
const roundUp = (bytes: number): number => Math.ceil((bytes * 1.2) / TEN_GIB) * TEN_GIB;
