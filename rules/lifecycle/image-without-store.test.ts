import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { imageWithoutStore } from "./image-without-store.ts";

const conf = { "glance-api.conf": "[DEFAULT]\nenabled_backends = fast:rbd\n[glance_store]\ndefault_backend = fast\n" };

testRule(imageWithoutStore, {
  silent: [
    { name: "each names a store", given: { ...conf, "images.json": page([image(1, { stores: "fast" })]) } },
    { name: "the listing shows no stores", given: { ...conf, "images.json": page([image(1), image(2)]) } },
    {
      name: "a queued image has none yet",
      given: { ...conf, "images.json": page([image(1, { stores: "fast" }), image(2, { status: "queued" })]) },
    },
  ],
  reports: [
    {
      name: "one of two names none",
      given: { ...conf, "images.json": page([image(1, { stores: "fast" }), image(2)]) },
      expect: [{ option: "catalog", severity: "info", file: "images.json", objects: [imageId(2)] }],
    },
  ],
  unchecked: [{ name: "no glance-api.conf", given: { "images.json": page([image(1)]) } }],
});
