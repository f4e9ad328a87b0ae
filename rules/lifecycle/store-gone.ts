import { defineRule } from "../../src/check/rule.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import type { Catalog, GlanceApi } from "../../src/facts/cloud.ts";
import { storeListOf } from "../../src/facts/place.ts";
import type { ImageTable } from "../../src/intake/listings/image-table.ts";
import { plural } from "../../src/units.ts";

/** Statistics are often kept by scheme or driver: such a word is no store id. */
const SCHEMES =
  /^(?:rbd|file|filesystem|https?|swift(?:\+\w+)?|s3(?:\+\w+)?|cinder|vsphere|vmware|null|none|unknown|other|)$/i;

export const storeGone = defineRule({
  id: "lifecycle/store-gone",
  title: "Images name a store that is not enabled",
  severity: "medium",
  part: "e",
  problem: "undefined_store",
  needs: ["catalog", "glance"],
  messages: {
    only: "{count} only in a store that is not enabled ({stores}): they cannot be read, and a delete leaves the bytes",
    copy: "{count} with a copy in a store that is not enabled ({stores}): the copy cannot be read, a delete leaves its bytes",
    figures: "The figures count images in {stores}, and no such store is enabled: they cannot be read there",
  },
  why: "Glance finds the driver of a location by the store id that the location carries. Where that id is no longer in enabled_backends, the copy cannot be opened; deleting the image logs a warning and leaves the bytes for good. Bring the id back until the images have moved.",
  wrong: "enabled_backends = fast:rbd\n(images with stores: old-nfs)",
  right:
    "enabled_backends = fast:rbd,old-nfs:file\n(copy-image to fast, check, delete the old-nfs copy per store, then drop the id)",
  remedy: "enable the store again, copy what is needed out of it, and only then take it away",
  silentWhen: [
    "every store id of the images is enabled in one of the given files",
    "the figures are kept by scheme or driver, not by store id",
    "Glance runs with a single store: images carry no ids then",
  ],
  sources: [
    "openstack/glance glance/common/store_utils.py safe_delete_from_backend, update_store_in_locations",
    "openstack/glance_store glance_store/multi_backend.py get_store_from_store_identifier (UnknownScheme)",
  ],
  *check({ catalog, glance }) {
    const enabled = enabledIds(glance);
    if (!catalog || !enabled) return;
    const { images } = catalog;
    if (images?.fields.has("stores")) yield* byRows(images, enabled);
    else if (catalog.byStore) yield* byFigures(catalog, enabled);
    else yield { unchecked: ["stores of the images (GET /v2/images)"] };
  },
});

/** Null where a file is broken or Glance has one store only: then ids prove nothing. */
function enabledIds(glance: readonly GlanceApi[]): ReadonlySet<string> | null {
  if (glance.some(({ mode, parses, stores }) => mode === "single_store" || !parses || stores.length === 0)) return null;
  if (glance.some((api) => storeListOf(api).key !== "enabled_backends")) return null;
  return new Set(glance.flatMap(({ stores }) => stores.map(({ id }) => id)));
}

function* byRows(images: ImageTable, enabled: ReadonlySet<string>) {
  const gone = { only: new Set<string>(), copy: new Set<string>() };
  const select = (message: "only" | "copy") =>
    selectImages(images, ({ stores }) => {
      const missing = stores?.filter((id) => id !== "" && !enabled.has(id)) ?? [];
      const hit = missing.length > 0 && (missing.length === stores?.length) === (message === "only");
      if (hit) for (const id of missing) gone[message].add(id);
      return hit;
    });
  for (const message of ["only", "copy"] as const) {
    const { count, examples } = select(message);
    const [first] = examples;
    if (!first) continue;
    yield {
      message,
      severity: message === "only" ? ("high" as const) : ("medium" as const),
      option: "catalog",
      at: { file: first.file, line: first.line },
      objects: examples.map(({ id }) => id),
      data: { count: `${plural(count, "image")} ${count === 1 ? "is" : "are"}`, stores: storeNames(gone[message]) },
    };
  }
}

function* byFigures({ byStore, at }: Catalog, enabled: ReadonlySet<string>) {
  const ids = Object.keys(byStore ?? {});
  const missing = ids.filter((id) => !enabled.has(id) && !SCHEMES.test(id));
  if (missing.length === 0 || !ids.some((id) => enabled.has(id))) return;
  yield { message: "figures" as const, option: "catalog", at, data: { stores: storeNames(missing) } };
}

const storeNames = (ids: Iterable<string>): string =>
  [...ids]
    .map((id) => (/^[\w.-]{1,40}$/.test(id) ? id : "an id with other characters"))
    .sort()
    .slice(0, 4)
    .join(", ");
