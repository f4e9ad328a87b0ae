import { defineRule } from "../../src/check/rule.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import { plural } from "../../src/units.ts";

export const imageWithoutStore = defineRule({
  id: "lifecycle/image-without-store",
  title: "Images from the time before several stores carry no store id yet",
  severity: "info",
  part: "e",
  problem: "wrong_store_placement",
  needs: ["image-rows", "glance"],
  messages: { legacy: "{count} active without a store id: Glance adds it when the image is next read; read each once" },
  why: "A location written before enabled_backends has no store id. Glance finds the store by the address and writes the id down when somebody reads the image. Until then copies and per-store deletes cannot name the store; an image that stays without an id has a location that fits no store.",
  wrong: "stores:            (empty, image of 2019)",
  right: "$ openstack image show <image> -c stores\nstores: rbd",
  silentWhen: [
    "every active image in the listing names a store",
    "the listing shows no stores at all",
    "Glance runs with a single store",
  ],
  sources: ["openstack/glance glance/common/store_utils.py update_store_in_locations"],
  *check({ catalog, glance }) {
    const images = catalog?.images;
    if (!images?.fields.has("stores") || glance.every(({ mode }) => mode === "single_store")) return;
    const files = new Set<string>();
    for (const { stores, file } of images.rows()) if (stores && stores.length > 0) files.add(file);
    const legacy = selectImages(
      images,
      ({ status, stores, file, size }) =>
        status === "active" && files.has(file) && !(stores && stores.length > 0) && size !== null,
    );
    const [first] = legacy.examples;
    if (!first) return;
    yield {
      message: "legacy",
      option: "catalog",
      at: { file: first.file, line: first.line },
      objects: legacy.examples.map(({ id }) => id),
      data: { count: `${plural(legacy.count, "image")} ${legacy.count === 1 ? "is" : "are"}` },
    };
  },
});
