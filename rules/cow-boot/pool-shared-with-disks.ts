import { defineRule } from "../../src/check/rule.ts";
import { rbdStores } from "../../src/facts/clone.ts";
import type { Cloud } from "../../src/facts/cloud.ts";
import { poolOfStore } from "../../src/facts/glance-pools.ts";
import { placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { sameSite } from "../../src/facts/scope.ts";
import { storeSetting } from "../../src/facts/settings.ts";

export const poolSharedWithDisks = defineRule({
  id: "cow-boot/pool-shared-with-disks",
  title: "Images and disks lie in one pool",
  severity: "medium",
  part: "e",
  problem: "shared_path_conflict",
  needs: ["glance"],
  messages: {
    shared:
      "Pool {pool} of store {store} also holds the disks of {owner}: neither rights nor reclamation can tell them apart",
  },
  why: "In one pool a cephx user that may read images can read disks, a quota hits both, and a listing mixes images, disks and their remains. An object that no image refers to is then no candidate for deletion: it may be a disk.",
  wrong: "# glance-api.conf\n[ceph]\nrbd_store_pool = rbd\n# nova.conf\n[libvirt]\nimages_rbd_pool = rbd",
  right: "# glance-api.conf\n[ceph]\nrbd_store_pool = images\n# nova.conf\n[libvirt]\nimages_rbd_pool = vms",
  remedy: "give images a pool of their own",
  silentWhen: [
    "each has a pool of its own",
    "the files name different ceph.conf paths: they may be different clusters",
  ],
  sources: [
    "ceph/ceph doc/rbd/rbd-openstack.rst (create a pool)",
    "judgement: what cannot be told apart cannot be cleaned",
  ],
  *check(cloud) {
    for (const api of cloud.glance)
      for (const store of rbdStores(api)) {
        const pool = poolOfStore(api, store);
        const conf = storeSetting(api, store, "rbd_store_ceph_conf").text || null;
        const owner = diskOwner(cloud, api, pool, conf);
        if (!owner) continue;
        const section = storeSectionOf(api, store);
        yield {
          message: "shared",
          option: `[${section}]rbd_store_pool`,
          at: placeOf(api, section, "rbd_store_pool"),
          data: { pool, store: store.id, owner },
          ...scopeIn(cloud.glance, api),
        };
      }
  },
});

function diskOwner({ nova, cinder }: Cloud, api: Cloud["glance"][number], pool: string, conf: string | null) {
  const here = (path: string | null): boolean => path === null || conf === null || path === conf;
  if (
    nova.some(
      ({ usesRbd, rbdPool, cephConf, scope }) =>
        usesRbd === true && rbdPool === pool && here(cephConf) && sameSite(scope, api.scope),
    )
  )
    return "Nova";
  const backends = cinder.filter(({ scope }) => sameSite(scope, api.scope)).flatMap((one) => one.backends);
  return backends.some((one) => one.rbd && one.pool === pool && here(one.cephConf)) ? "Cinder" : null;
}
