import { defineRule } from "../../src/check/rule.ts";
import { imageState } from "../../src/facts/catalog/image-state.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import type { ImageRow } from "../../src/intake/listings/image-table.ts";
import { plural } from "../../src/units.ts";

const SECTOR = 512;
const GIB = 1024 ** 3;
/** A disk that is much smaller than what it needs is packed; a raw one is as large as its disk. */
const PACKED = 0.5;
const PACKED_NAME = /qcow2|\bvmdk\b|\.vhdx?\b|\.vdi\b/i;

export const rawMislabelled = defineRule({
  id: "cow-boot/raw-mislabelled",
  title: "Images that say raw and seem to be something else",
  severity: "medium",
  part: "b",
  problem: "wrong_value",
  needs: ["image-rows"],
  messages: {
    size: "{count} declared raw {is} no whole number of 512-byte sectors: look at the bytes, a clone of them may not boot",
    packed: "{count} declared raw {is} much smaller than the disk and named like a packed format: look at the bytes",
  },
  why: "A clone trusts disk_format and never looks at the bytes. qcow2 or compressed bytes under the name raw are cloned in an instant, and the guest finds no disk that it can boot. Glance takes such an upload too, since any bytes can be raw.",
  wrong: "$ openstack image create --disk-format raw --file ubuntu.qcow2 ubuntu",
  right:
    "$ qemu-img info ubuntu.qcow2\n$ qemu-img convert -O raw ubuntu.qcow2 ubuntu.raw\n$ openstack image create --import --disk-format raw --file ubuntu.raw ubuntu",
  silentWhen: [
    "the size is a whole number of sectors, and the name tells no other format",
    "the image is packed in a container format of its own (compressed, ova)",
    "it has no data yet, or its size is not listed",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone (no look at the bytes)",
    "lab: qcow2 bytes declared raw are accepted by PUT; virtual_size is then the size of the file",
    "judgement: sizes and names are signs, not proof",
  ],
  *check({ catalog }) {
    const images = catalog?.images;
    if (!images?.fields.has("size") || !images.fields.has("diskFormat")) {
      yield { unchecked: ["size and format of the images"] };
      return;
    }
    for (const [message, holds] of SIGNS) {
      const found = selectImages(images, (image) => isRawDisk(image) && holds(image));
      const [first] = found.examples;
      if (!first) continue;
      yield {
        message,
        severity: message === "size" ? "medium" : "low",
        option: `image ${first.id}`,
        at: { file: first.file, line: first.line },
        objects: found.examples.map(({ id }) => id),
        data: { count: plural(found.count, "image"), is: found.count === 1 ? "is" : "are" },
      };
    }
  },
});

const isRawDisk = (image: ImageRow): boolean =>
  image.diskFormat === "raw" &&
  imageState(image) === "settled" &&
  (image.containerFormat ?? "bare") === "bare" &&
  (image.size ?? 0) > 0;

const hasOddSize = ({ size }: ImageRow): boolean => (size ?? 0) % SECTOR !== 0;

const SIGNS: readonly (readonly ["size" | "packed", (image: ImageRow) => boolean])[] = [
  ["size", hasOddSize],
  [
    "packed",
    (image) =>
      !hasOddSize(image) &&
      PACKED_NAME.test(image.name ?? "") &&
      (image.minDisk ?? 0) > 0 &&
      (image.size ?? 0) < PACKED * (image.minDisk ?? 0) * GIB,
  ],
];
