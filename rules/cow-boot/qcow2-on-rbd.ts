import { defineRule, type Severity } from "../../src/check/rule.ts";
import { monthlyBoots } from "../../src/facts/catalog/boot-history.ts";
import { type FormatShare, formatShare, isConvertible } from "../../src/facts/catalog/not-cloneable.ts";
import { serviceApis } from "../../src/facts/clone.ts";
import { cephDisks, diskOwners, storesNearDisks } from "../../src/facts/clone-chain.ts";
import type { Cloud } from "../../src/facts/cloud.ts";
import { outsideText } from "../../src/facts/outside-text.ts";
import { percent } from "../../src/units.ts";

/** Shares of images, or of boots where they are known, from which the finding is high, medium and low. */
const MOST = 0.5;
const MUCH = 0.2;
const NOTABLE = 0.05;

export const qcow2OnRbd = defineRule({
  id: "cow-boot/qcow2-on-rbd",
  title: "Images on Ceph that are not raw are copied at every boot",
  severity: "medium",
  part: "b",
  problem: "cow_defeated_by_format",
  needs: ["catalog", "glance"],
  messages: {
    share:
      "{count} of {all} non-ISO images ({share}) are not raw ({formats}): no disk is cloned from them, each is a full copy",
    boots:
      "{count} of {all} non-ISO images ({share}; {boots} of the boots) are not raw ({formats}): no disk is cloned from them",
    stated:
      "If disks are on Ceph, as said: {count} of {all} non-ISO images ({share}) are not raw ({formats}) and cannot be cloned",
  },
  why: "Nova and Cinder look at disk_format before anything else: only raw is cloned. For any other format each compute downloads the image and converts it, and each server or volume imports the full raw size into the cluster; a local copy saves only the download of later boots. The Glance image cache does not change that; raw does.",
  wrong: "$ openstack image list --long\n| ... | ubuntu-24.04 | qcow2 | bare | active |",
  right:
    "$ qemu-img convert -O raw ubuntu.qcow2 ubuntu.raw\n$ openstack image create --import --disk-format raw --container-format bare --file ubuntu.raw ubuntu-24.04",
  remedy: "convert to raw and upload as new images, those that make most boots first, then hide the old ones",
  silentWhen: [
    "every image that is no ISO, kernel or ramdisk is raw",
    "no store is on Ceph, or no disks are",
    "the images that are not raw are in stores that are not on Ceph, as far as the listing tells",
    "less than 5 % are not raw: that is information, no finding to act on",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone",
    "openstack/nova nova/storage/rbd_utils.py RBDDriver.is_cloneable",
    "openstack/cinder cinder/volume/drivers/rbd.py RBDDriver._is_cloneable",
    "lab: a clone took about 50 ms; download, conversion and import of 1 GiB of qcow2 took 7.8 s",
    "judgement: high from half of the images or boots, medium from a fifth, low from 5 %",
  ],
  *check(cloud) {
    const { catalog } = cloud;
    if (!catalog) return;
    const near = placesNearDisks(cloud);
    if ("unchecked" in near) {
      if (near.unchecked.length > 0) yield near;
      return;
    }
    const found = formatShare(catalog, near.stores);
    if (!found) {
      yield { unchecked: ["disk formats of the images"] };
      return;
    }
    if (found.count === 0) return;
    const boots = bootShare(cloud);
    const [first] = found.examples ?? [];
    yield {
      message: !near.sure ? "stated" : boots === null ? "share" : "boots",
      severity: grade(found.count / found.all, boots, near.sure),
      option: "catalog",
      at: first ? { file: first.file, line: first.line } : catalog.at,
      objects: (found.examples ?? []).map(({ id }) => id),
      data: {
        count: found.count,
        all: found.all,
        share: percent(found.count, found.all),
        boots: boots === null ? "" : percent(Math.round(boots * 1000), 1000),
        formats: formatsOf(found),
      },
    };
  },
});

/** Ids of the RBD stores that disks could be cloned from, or what is missing to tell (nothing missing: there are none). */
function placesNearDisks(cloud: Cloud): { stores: ReadonlySet<string>; sure: boolean } | { unchecked: string[] } {
  const stores = new Set<string>();
  const missing = new Set<string>();
  let sure = false;
  for (const api of serviceApis(cloud.glance)) {
    const near = storesNearDisks(cloud, api);
    if (near.length === 0) continue;
    const disks = cephDisks(cloud, api);
    const owners = diskOwners(disks);
    if (!owners) for (const file of disks.missing) missing.add(file);
    else for (const { id } of near) stores.add(id);
    sure ||= owners?.sure === true;
  }
  return stores.size > 0 ? { stores, sure } : { unchecked: [...missing] };
}

/** Part of the boots that go to images which are not raw; null where boots are not known. */
function bootShare({ catalog, intake }: Cloud): number | null {
  const boots = catalog?.images ? monthlyBoots(intake) : null;
  if (!catalog?.images || !boots) return null;
  let all = 0;
  let copied = 0;
  for (const [id, count] of boots) {
    const image = catalog.images.find(id);
    if (!image || image.diskFormat === "iso") continue;
    all += count;
    if (isConvertible(image.diskFormat)) copied += count;
  }
  return all === 0 ? null : copied / all;
}

/** `sure`: a file shows disks on Ceph. What else stands in the way of a clone is told by other rules. */
function grade(share: number, boots: number | null, sure: boolean): Severity {
  if (share < NOTABLE) return "info";
  const weight = boots ?? share;
  if (weight >= MOST) return sure ? "high" : "medium";
  return weight >= MUCH ? "medium" : "low";
}

const formatsOf = ({ formats }: FormatShare): string => {
  const shown = formats.slice(0, 3).map(([format, count]) => `${outsideText(format, 12) ?? "another"} ${count}`);
  return formats.length > 3 ? `${shown.join(", ")}, ...` : shown.join(", ");
};
