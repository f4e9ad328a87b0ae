import { defineRule } from "../../src/check/rule.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import { glancePools } from "../../src/facts/glance-pools.ts";
import { humanBytes, plural } from "../../src/units.ts";

export const rawHeadroom = defineRule({
  id: "placement/raw-headroom",
  title: "The pool has no room for the images as raw",
  severity: "medium",
  part: "b",
  problem: "capacity",
  needs: ["image-rows", "glance"],
  messages: {
    short:
      "Raw copies of {count} need up to {bytes}, and Ceph lets {free} into pool {pool}: convert the hot ones first",
  },
  why: "Converting makes a new image of the virtual size beside the old one; the old one goes only when nothing refers to it. Without thin provisioning every raw byte is written. Where the sum does not fit, convert by boots, a few at a time, and watch MAX AVAIL.",
  wrong: "qcow2 images of 40 TiB virtual size, MAX AVAIL 10 TiB",
  right: "the 20 images that make most boots first (1 TiB), then measure again",
  remedy: "convert the images that make most boots first, and measure again",
  silentWhen: [
    "the raw copies fit",
    "nothing can be cloned here, so nothing needs to be raw",
    "virtual sizes are not known: that is said elsewhere",
  ],
  sources: [
    "openstack/glance glance/async_/flows/plugins/image_conversion.py (qemu-img convert to the virtual size)",
    "Ceph: MAX AVAIL is what may still be stored, before replication",
  ],
  *check(cloud) {
    const images = cloud.catalog?.images;
    if (!images || cloud.clone.possible !== true) return;
    const [largest] = glancePools(cloud)
      .filter(({ pool }) => pool.maxAvailableBytes !== null)
      .sort((one, other) => (other.pool.maxAvailableBytes ?? 0) - (one.pool.maxAvailableBytes ?? 0));
    const convertible = selectImages(
      images,
      ({ diskFormat, status }) =>
        status === "active" && ["qcow2", "vmdk", "vhd", "vhdx", "vdi"].includes(diskFormat ?? ""),
    );
    const { virtualBytes } = convertible;
    if (!largest || virtualBytes === null) return;
    const free = largest.pool.maxAvailableBytes ?? 0;
    if (virtualBytes <= free) return;
    yield {
      message: "short",
      option: "catalog",
      at: largest.pool.at,
      objects: convertible.examples.map(({ id }) => id),
      data: {
        count: plural(convertible.count, "image"),
        bytes: humanBytes(virtualBytes),
        free: humanBytes(free),
        pool: largest.pool.name,
      },
    };
  },
});
