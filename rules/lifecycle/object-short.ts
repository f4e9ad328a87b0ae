import { defineRule } from "../../src/check/rule.ts";
import { humanBytes, plural } from "../../src/units.ts";

export const objectShort = defineRule({
  id: "lifecycle/object-short",
  title: "An image whose RBD object is shorter than the image",
  severity: "high",
  part: "e",
  problem: "wrong_target",
  needs: ["object-join"],
  messages: {
    short:
      "{count} with an object that is shorter than the image says: {found} of {size}; what boots from it is cut off",
  },
  why: "Glance makes the object as large as the image and writes it from the start. An object that is shorter was resized by hand, restored from a broken export, or uploaded by a store that failed without saying so. The record is active, so servers boot from it, read to the end of the object, and fail later, in the guest.",
  wrong: "size 14745600 in openstack image show\n$ rbd info images/5b7c…   -> size 4 MiB",
  right: "deactivate the image, compare os_hash_value with rbd export - | sha512sum, upload it again",
  remedy: "deactivate the image, compare its hash, upload it again",
  silentWhen: [
    "the object is as long or longer",
    "the sizes differ by less than a tenth: rbd ls -l rounds them",
    "the listing of the pool shows no sizes",
  ],
  sources: [
    "openstack/glance_store glance_store/_drivers/rbd.py Store.add (_create_image with the size, then writes)",
    "ceph src/tools/rbd: byte_u_t prints two digits",
  ],
  *check({ join }) {
    const short = join?.shortObjects ?? [];
    const [first] = short;
    if (!first) return;
    yield {
      message: "short",
      option: "image size",
      at: first.at,
      objects: short.slice(0, 20).map(({ imageId }) => imageId),
      data: {
        count: plural(short.length, "active image"),
        found: humanBytes(first.found),
        size: humanBytes(first.size),
      },
    };
  },
});
