import { defineRule } from "../../src/check/rule.ts";
import { linkHolds } from "../../src/facts/clone-chain.ts";
import type { CloneVerdict, Cloud } from "../../src/facts/cloud.ts";
import { placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

export const weightHidesSite = defineRule({
  id: "cow-boot/weight-hides-site",
  title: "Computes of one site are shown another site's copy first",
  severity: "high",
  part: "a",
  problem: "cow_defeated_by_location_hidden",
  releases: { from: "2023.2" },
  needs: ["nova", "glance"],
  messages: {
    hidden:
      "Computes{site} clone from {store}, but {other} comes first and is on another cluster: images in both are copied",
  },
  why: "With direct_url alone Nova sees one location, that of the heaviest store. On a compute of another cluster its fsid does not match, and the image is downloaded although a copy lies next to the disks. One API for several clusters can be right for one of them only.",
  wrong: "enabled_backends = central:rbd, edge:rbd\nshow_image_direct_url = True\n[central]\nweight = 100",
  right:
    "# the API that the edge site's computes use\nenabled_backends = central:rbd, edge:rbd\nshow_image_direct_url = True\n[edge]\nweight = 100",
  silentWhen: [
    "one Ceph cluster",
    "the site has an API of its own with its store in front",
    "all locations are shown to the computes",
  ],
  sources: [
    "openstack/nova nova/image/glance.py _get_locations",
    "openstack/nova nova/storage/rbd_utils.py is_cloneable (fsid)",
    "openstack/glance glance/common/utils.py sort_image_locations",
  ],
  *check(cloud) {
    for (const compute of cloud.nova) {
      const verdicts = cloud.clone.verdicts.filter(
        ({ consumer, scope }) => consumer === "nova" && scope === compute.scope.label,
      );
      const local = verdicts.find((verdict) => isHidden(verdict));
      const api = cloud.glance.find(({ file }) => file === local?.api);
      const store = api?.stores.find(({ id }) => id === local?.storeId);
      const other = api && store ? foreignInFront(cloud, verdicts, store.weight) : undefined;
      if (!local || !api || !store || !other) continue;
      const section = storeSectionOf(api, other);
      const written = setting(api, section, "weight").isSet;
      const own = storeSectionOf(api, store);
      yield {
        message: "hidden",
        option: `[${written ? section : own}]weight`,
        at: placeOf(api, written ? section : own, "weight"),
        data: { store: store.id, other: other.id, site: cloud.nova.length > 1 ? ` of ${compute.scope.label}` : "" },
        ...scopeIn(cloud.nova, compute),
      };
    }
  },
});

/** All of the chain holds but the order of the locations. */
const isHidden = (verdict: CloneVerdict): boolean =>
  verdict.possible !== false &&
  [true, "assumed"].includes(linkHolds(verdict, "same-cluster") ?? false) &&
  linkHolds(verdict, "location-visible") === true &&
  linkHolds(verdict, "first-location-local") === false;

/** A store in front whose fsid is shown to be another. */
function foreignInFront(cloud: Cloud, verdicts: readonly CloneVerdict[], weight: number) {
  const foreign = new Set(
    verdicts.filter((verdict) => linkHolds(verdict, "same-cluster") === false).map(({ storeId }) => storeId),
  );
  return cloud.glance.flatMap(({ stores }) => stores).find((one) => foreign.has(one.id) && one.weight > weight);
}
