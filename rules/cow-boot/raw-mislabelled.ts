import { defineRule } from "../../src/check/rule.ts";
import { imageState } from "../../src/facts/catalog/image-state.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import type { ImageRow } from "../../src/intake/listings/image-table.ts";
import { plural } from "../../src/units.ts";

const SECTOR = 512;
const GIB = 1024 ** 3;
/** A disk that is much smaller than what it needs is packed; a raw one is as large as its disk. */
const PACKED = 0.5;
const PACKED_NAME = /qcow2|\bvmdk\b|\.vhdx?\b|\.vdi\b|\.(?:gz|xz|bz2|zst)\b/i;
/** Names of distributors' builds, which are packed and below this size; unpacked they are larger. */
const BUILD_NAME = /cloudimg|genericcloud/i;
const BUILD_BYTES = GIB;

export const rawMislabelled = defineRule({
  id: "cow-boot/raw-mislabelled",
  title: "Images that say raw and seem to be something else",
  severity: "medium",
  part: "b",
  problem: "wrong_value",
  needs: ["image-rows"],
  messages: {
    size: "{count} declared raw {is} named like a packed format and no whole number of sectors: a clone of {them} may not boot",
    packed:
      "{count} declared raw {is} much smaller than the disk needed: look at the bytes, a clone of {them} may not boot",
  },
  why: "A clone trusts disk_format and never looks at the bytes. qcow2 or compressed bytes under the name raw are cloned in an instant, and the guest finds no disk that it can boot. Glance takes such an upload too, since any bytes can be raw.",
  wrong: "$ openstack image create --disk-format raw --file ubuntu.qcow2 ubuntu",
  right:
    "$ qemu-img info ubuntu.qcow2\n$ qemu-img convert -O raw ubuntu.qcow2 ubuntu.raw\n$ openstack image create --import --disk-format raw --file ubuntu.raw ubuntu",
  remedy: "look with qemu-img info, convert, and upload as a new image with the format that it has",
  silentWhen: [
    "only one sign is there: an odd size, a name, or a small size may each have another reason",
    "the image is packed in a container format of its own (compressed, ova)",
    "it has no data yet, or its size is not listed",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone (no look at the bytes)",
    "lab: qcow2 bytes declared raw are accepted by PUT; virtual_size is then the size of the file",
    "judgement: sizes and names are signs, not proof; two of them are worth a look",
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
        data: {
          count: plural(found.count, "image"),
          is: found.count === 1 ? "is" : "are",
          them: found.count === 1 ? "it" : "them",
        },
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
const hasPackedName = ({ name, size }: ImageRow): boolean =>
  PACKED_NAME.test(name ?? "") || (BUILD_NAME.test(name ?? "") && (size ?? 0) < BUILD_BYTES);
const isSmall = ({ minDisk, size }: ImageRow): boolean =>
  (minDisk ?? 0) > 0 && (size ?? 0) < PACKED * (minDisk ?? 0) * GIB;

/** Two signs of three; the size that no disk has, with a name, is the stronger pair. */
const SIGNS: readonly (readonly ["size" | "packed", (image: ImageRow) => boolean])[] = [
  ["size", (image) => hasOddSize(image) && hasPackedName(image)],
  ["packed", (image) => isSmall(image) && hasOddSize(image) !== hasPackedName(image)],
];
