import { defineRule } from "../../src/check/rule.ts";
import type { CinderVolume } from "../../src/facts/cloud.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag, integer, setting } from "../../src/facts/settings.ts";

export const cinderFullCopies = defineRule({
  id: "cow-boot/cinder-full-copies",
  title: "Volumes made from volumes or snapshots are full copies",
  severity: "info",
  part: "c",
  problem: "side_effect",
  needs: ["cinder"],
  messages: {
    depth: "rbd_max_clone_depth is {depth}: each volume made from a volume is a full copy",
    flatten: "rbd_flatten_volume_from_snapshot is on: each volume made from a snapshot is copied in full afterwards",
  },
  why: "These options cut the chain of clones, which some operators want so that snapshots can be deleted freely. The price is the full size of each such volume, in bytes and in writes. Volumes from images stay clones.",
  wrong: "[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nrbd_max_clone_depth = 0",
  right: "[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nrbd_max_clone_depth = 5",
  silentWhen: ["both have their defaults", "the backend is not on RBD"],
  sources: ["openstack/cinder cinder/volume/drivers/rbd.py create_cloned_volume, create_volume_from_snapshot"],
  *check({ cinder }) {
    for (const volume of cinder)
      for (const { rbd, section } of volume.backends) {
        if (!rbd || section === null) continue;
        yield* fullCopies(volume, section, scopeIn(cinder, volume));
      }
  },
});

function* fullCopies(volume: CinderVolume, section: string, scope: { scope?: string }) {
  const depth = setting(volume, section, "rbd_max_clone_depth").isSet
    ? integer(volume, section, "rbd_max_clone_depth")
    : null;
  if (depth !== null && depth <= 0)
    yield {
      message: "depth" as const,
      option: `[${section}]rbd_max_clone_depth`,
      at: placeOf(volume, section, "rbd_max_clone_depth"),
      data: { depth },
      ...scope,
    };
  if (flag(volume, section, "rbd_flatten_volume_from_snapshot") === true)
    yield {
      message: "flatten" as const,
      option: `[${section}]rbd_flatten_volume_from_snapshot`,
      at: placeOf(volume, section, "rbd_flatten_volume_from_snapshot"),
      ...scope,
    };
}
