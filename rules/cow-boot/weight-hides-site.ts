import { defineRule } from "../../src/check/rule.ts";
import { shadowedStores } from "../../src/facts/clone-shadow.ts";
import { placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

const MESSAGES = { weight: "hidden", age: "older", uploads: "uploads" } as const;

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
    uploads:
      "Computes{site} have their disks next to {store}, but uploads land in {other} on another cluster and nothing copies them: each boot downloads",
    older:
      "Computes{site} have images copied to {store}, but uploads land in {other} on another cluster: that older location is shown first, and each boot downloads",
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
    for (const { compute, api, store, front, by } of shadowedStores(cloud)) {
      const theirs = storeSectionOf(api, front);
      const own = storeSectionOf(api, store);
      const section = setting(api, theirs, "weight").isSet ? theirs : own;
      yield {
        message: MESSAGES[by],
        option: `[${section}]weight`,
        at: placeOf(api, section, "weight"),
        data: { store: store.id, other: front.id, site: cloud.nova.length > 1 ? ` of ${compute.scope.label}` : "" },
        fix: [
          {
            file: api.file,
            section: own,
            key: "weight",
            value: String(front.weight + 100),
            conditional: true,
            why: "only in the glance-api.conf of the endpoint that these computes use: the store next to their disks comes first there",
          },
        ],
        ...scopeIn(cloud.nova, compute),
      };
    }
  },
});
