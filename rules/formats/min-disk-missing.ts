import { defineRule } from "../../src/check/rule.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import { plural } from "../../src/units.ts";

const GIB = 2 ** 30;

export const minDiskMissing = defineRule({
  id: "formats/min-disk-missing",
  title: "Images let themselves be booted on disks that they do not fit in",
  severity: "info",
  part: "b",
  problem: "unset_needed",
  needs: ["image-rows"],
  messages: {
    small:
      "{images} ask for a smaller min_disk than their disk has: a boot with a small flavor fails late, on the compute",
  },
  why: "With min_disk the API refuses a flavor whose disk is too small at once. Without it the request is scheduled, and fails on a compute with the image larger than the flavor's disk.",
  wrong: "virtual_size = 42949672960, min_disk = 0",
  right: "openstack image set --min-disk 40 <image>",
  silentWhen: [
    "min_disk covers the image",
    "the listing does not carry it",
    "the disk has at most 10 GiB: hardly a flavor is smaller",
  ],
  sources: [
    "openstack/nova nova/compute/api.py _check_requested_image (min_disk)",
    "judgement: worth knowing for large images only",
  ],
  *check({ catalog }) {
    const images = catalog?.images;
    if (!images?.fields.has("minDisk")) return;
    const found = selectImages(images, ({ diskFormat, virtualSize, size, minDisk, status, hidden }) => {
      const bytes = diskFormat === "raw" ? (virtualSize ?? size ?? 0) : (virtualSize ?? 0);
      return (
        status === "active" &&
        hidden !== true &&
        diskFormat !== "iso" &&
        bytes > 10 * GIB &&
        (minDisk ?? 0) * GIB < bytes
      );
    });
    const [first] = found.examples;
    if (!first) return;
    yield {
      message: "small",
      option: "catalog",
      at: { file: first.file, line: first.line },
      data: { images: plural(found.count, "image") },
      objects: found.examples.map(({ id }) => id),
    };
  },
});
