import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { storeGone } from "./store-gone.ts";

const conf = {
  "glance-api.conf": "[DEFAULT]\nenabled_backends = fast:rbd,cheap:swift\n[glance_store]\ndefault_backend = fast\n",
};
const images = (...stores: string[]) => ({
  "images.json": page(stores.map((each, index) => image(index + 1, { stores: each }))),
});
const figures = (byStore: Record<string, number>) => ({
  "catalog-stats.json": JSON.stringify({ images_total: 100, by_store: byStore }),
});

testRule(storeGone, {
  silent: [
    { name: "every id is enabled", given: { ...conf, ...images("fast", "fast,cheap") } },
    { name: "figures by store id", given: { ...conf, ...figures({ fast: 60, cheap: 30, "fast+cheap": 10 }) } },
    { name: "figures by scheme", given: { ...conf, ...figures({ rbd: 60, file: 40 }) } },
    {
      name: "a single store, where ids mean nothing",
      given: { "glance-api.conf": "[glance_store]\nstores = file,rbd\ndefault_store = rbd\n", ...images("fast") },
    },
    {
      name: "the store is enabled in the file of another site",
      given: {
        "glance-api-central.conf": conf["glance-api.conf"],
        "glance-api-edge1.conf": "[DEFAULT]\nenabled_backends = edge1:rbd\n[glance_store]\ndefault_backend = edge1\n",
        ...images("fast,edge1"),
      },
    },
  ],
  reports: [
    {
      name: "an image that is only in a store of the past",
      given: { ...conf, ...images("fast", "old-nfs") },
      expect: [
        {
          option: "catalog",
          problem: "undefined_store",
          severity: "high",
          file: "images.json",
          objects: [imageId(2)],
        },
      ],
    },
    {
      name: "a further copy there",
      given: { ...conf, ...images("fast,old-nfs") },
      expect: [{ option: "catalog", severity: "medium" }],
    },
    {
      name: "figures that count a store of the past",
      given: { ...conf, ...figures({ fast: 60, "old-nfs": 40 }) },
      expect: [{ option: "catalog", severity: "medium", file: "catalog-stats.json" }],
    },
  ],
  unchecked: [
    { name: "no glance-api.conf", given: images("fast") },
    { name: "the listing shows no stores", given: { ...conf, "images.json": page([image(1)]) } },
  ],
});
