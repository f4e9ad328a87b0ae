import { defineRule, type Severity } from "../../src/check/rule.ts";
import { type CopiesInStores, copiesInStores } from "../../src/facts/catalog/copies-in-stores.ts";
import { serviceApis } from "../../src/facts/clone.ts";
import { shadowedStores } from "../../src/facts/clone-shadow.ts";
import type { GlanceApi, Store } from "../../src/facts/cloud.ts";
import { cloneTargets } from "../../src/facts/conversion.ts";
import { placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";
import { plural } from "../../src/units.ts";

export const weights = defineRule({
  id: "cow-boot/weights",
  title: "Nothing puts the store that disks are cloned from in front of the others",
  severity: "medium",
  part: "a",
  problem: "unset_needed",
  needs: ["glance"],
  messages: {
    seen: "Of {images} in {store} and elsewhere another store is shown first: {names} read that one and copy",
    luck: "Of {images} in {store} and elsewhere the older location comes first, since no weight is above the others",
    below: "{other} has a higher weight than {store}: of an image in both, {names} read {other} and copy",
    could: "{store} has no weight above {other}: an image in both is cloned only if {store} was written first",
  },
  why: "Locations are shown by the weight of their stores, highest first, and by age where weights are equal. Nova looks at the first location alone unless all are shown. With a copy in an archive in front, a raw image that lies in the right pool is still downloaded. The weight decides reading only: it moves nothing.",
  wrong: "enabled_backends = ceph:rbd, archive:s3\n[ceph]\nrbd_store_pool = images",
  right: "enabled_backends = ceph:rbd, archive:s3\n[ceph]\nrbd_store_pool = images\nweight = 100",
  silentWhen: [
    "no other store takes images",
    "the store that disks are cloned from has the highest weight",
    "the release has no weights yet (before 2023.2)",
    "no disks are on the Ceph of an enabled store",
    "all locations are shown: Nova then finds the one that it can clone",
  ],
  sources: [
    "openstack/glance glance/common/utils.py sort_image_locations (2023.2 and later)",
    "openstack/nova nova/image/glance.py _get_locations (direct_url, or all)",
    "openstack/glance_store glance_store/driver.py weight (4.6.0)",
  ],
  *check(cloud) {
    const shadows = shadowedStores(cloud);
    for (const api of serviceApis(cloud.glance)) {
      const targets = api.mode === "multi_store" ? cloneTargets(cloud, api) : null;
      if (!targets || api.showMultipleLocations === true) continue;
      const rivals = rivalsOf(api, targets.stores);
      const best = highest(targets.stores);
      const front = highest(rivals);
      if (!best || !front || best.weight > front.weight) continue;
      // another cluster's store in front is for weight-hides-site: which one is right depends on the site
      if (shadows.some((shadow) => shadow.api === api && shadow.front.weight === front.weight)) continue;
      const copies = copiesInStores(cloud.catalog, new Set(targets.stores.map(({ id }) => id)));
      if (!copies && front.weight === best.weight && rivals.every(({ type }) => type === "file")) continue;
      if (api.catalogues.some((release) => release < "2023.2")) {
        if (copies && api.catalogues.some((release) => release >= "2023.2")) yield { unchecked: ["release"] };
        continue;
      }
      const section = storeSectionOf(api, best);
      const isSet = setting(api, section, "weight").isSet;
      const said = wording(copies, best, front);
      yield {
        ...said,
        option: `[${section}]weight`,
        at: placeOf(api, section, "weight"),
        problem: isSet ? "wrong_value" : "unset_needed",
        data: {
          store: best.id,
          other: front.id,
          names: targets.names,
          images: plural(
            said.message === "seen" ? (copies?.elsewhereFirst.length ?? 0) : (copies?.images ?? 0),
            "image",
          ),
        },
        objects: copies?.elsewhereFirst.slice(0, 20).map(({ id }) => id) ?? [],
        // without a copy the weight belongs to the layout, and is no repair
        fix: said.severity === "info" ? [] : [fixOf(api, section, front, targets.sure)],
        ...scopeIn(cloud.glance, api),
      };
    }
  },
});

/** The weight that puts a store in front of the others. */
const fixOf = (api: GlanceApi, section: string, front: Store, sure: boolean) => ({
  file: api.file,
  section,
  key: "weight",
  value: String(front.weight + 100),
  conditional: !sure,
  why: "the location that disks are cloned from comes first",
});

/** Other stores that may hold a copy: an http store never takes one. */
const rivalsOf = (api: GlanceApi, near: readonly Store[]): readonly Store[] =>
  api.stores.filter((store) => store.type !== "http" && !near.includes(store));

const highest = (stores: readonly Store[]): Store | undefined =>
  stores.toSorted((one, other) => other.weight - one.weight)[0];

function wording(
  copies: CopiesInStores | null,
  best: Store,
  front: Store,
): { message: "seen" | "luck" | "below" | "could"; severity: Severity } {
  if (copies && copies.elsewhereFirst.length > 0) return { message: "seen", severity: "high" };
  if (front.weight > best.weight) return { message: "below", severity: copies ? "high" : "medium" };
  if (copies?.images) return { message: "luck", severity: "medium" };
  return { message: "could", severity: copies ? "medium" : "info" };
}
