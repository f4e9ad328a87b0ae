import { defineRule } from "../../src/check/rule.ts";
import { unusedFor } from "../../src/facts/catalog/boot-history.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import type { Cloud, GlanceApi, Store } from "../../src/facts/cloud.ts";
import { poolOfStore } from "../../src/facts/glance-pools.ts";
import { scopeIn } from "../../src/facts/place.ts";
import { humanBytes, percent } from "../../src/units.ts";

const COLD_DAYS = 90;
const COLD_SHARE = 0.5;
const FEW = 3;
const CHEAPER = new Set(["swift", "s3", "file"]);

export const coldOnFast = defineRule({
  id: "placement/cold-on-fast",
  title: "Most bytes of the fast store belong to images that nobody boots, and a cheaper store is there",
  severity: "low",
  part: "a",
  problem: "wrong_store_placement",
  needs: ["image-rows", "glance"],
  messages: {
    cold: "{share} of the bytes in {store} ({bytes}) had no boot for 90 days; {cheaper} is enabled and cheaper",
  },
  why: "The default store is RBD, so that boots are clones, and each byte in it is stored as many times as the pool has replicas. Images without boots gain nothing there. A copy in the cheaper store and a delete of the fast copy, per store through the API, frees the room; copy back before a boot.",
  wrong: "fast:rbd holds 20 TiB, 14 TiB of it without a boot for 90 days; archive:s3 holds 1 TiB",
  right:
    "$ openstack image import --method copy-image --store archive <image>\nDELETE /v2/stores/fast/<image>   (after the copy was verified)",
  silentWhen: [
    "no cheaper store is enabled",
    "half of the bytes or more was booted lately",
    "the image already is in the cheaper store too",
  ],
  sources: [
    "openstack/glance glance/async_/flows/_internal_plugins/copy_image.py (bytes are copied unchanged)",
    "judgement: cold after 90 days, worth a word above half of the bytes",
  ],
  consequenceOf: ["placement/archive-candidates"],
  *check(cloud) {
    const images = cloud.catalog?.images;
    const apis = cloud.glance.filter((api) => fastAndCheap(api, cloud.pools) !== null);
    if (!images || apis.length === 0) return;
    const unused = unusedFor(cloud.intake, COLD_DAYS);
    if (unused === null || !images.fields.has("stores")) {
      yield { unchecked: ["stores and boots of 90 days per image"] };
      return;
    }
    for (const api of apis) {
      const pair = fastAndCheap(api, cloud.pools);
      if (!pair) continue;
      const { fast, cheap } = pair;
      const all = selectImages(images, ({ stores }) => stores?.includes(fast.id) === true, 0);
      const cold = selectImages(
        images,
        (image) => image.stores?.includes(fast.id) === true && !image.stores.includes(cheap.id) && unused(image),
      );
      const [first] = cold.examples;
      if (!first || cold.count < FEW || cold.bytes <= all.bytes * COLD_SHARE) continue;
      yield {
        message: "cold",
        option: "catalog",
        at: { file: first.file, line: first.line },
        ...scopeIn(cloud.glance, api),
        objects: cold.examples.map(({ id }) => id),
        data: {
          share: percent(cold.bytes, all.bytes),
          bytes: humanBytes(cold.bytes),
          store: fast.id,
          cheaper: cheap.id,
        },
      };
    }
  },
});

/** The default store where it is RBD on a replicated pool, and an enabled store that costs less. */
function fastAndCheap(api: GlanceApi, pools: Cloud["pools"]): { fast: Store; cheap: Store } | null {
  const fast = api.defaultStore;
  if (fast?.type !== "rbd" || typeOf(api, fast, pools) === "erasure") return null;
  const cheap = api.stores.find(
    (store) => CHEAPER.has(store.type) || (store.type === "rbd" && typeOf(api, store, pools) === "erasure"),
  );
  return cheap ? { fast, cheap } : null;
}

const typeOf = (api: GlanceApi, store: Store, pools: Cloud["pools"]): string =>
  pools.find(({ name }) => name === poolOfStore(api, store))?.type ?? "unknown";
