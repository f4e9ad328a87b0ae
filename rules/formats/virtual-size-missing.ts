import { defineRule } from "../../src/check/rule.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import { plural } from "../../src/units.ts";

const SPARSE = new Set(["qcow2", "vmdk", "vhd", "vhdx", "vdi", "ploop"]);

export const virtualSizeMissing = defineRule({
  id: "formats/virtual-size-missing",
  title: "The real size of images is not known",
  severity: "info",
  part: "b",
  problem: "missing_input",
  needs: ["image-rows"],
  messages: {
    unknown:
      "{images} of a packed format show no virtual_size: neither the room as raw nor the smallest flavor can be told",
  },
  why: "virtual_size is the size of the disk inside. Glance fills it in at upload; images from before, and those in another container than bare, lack it. Cinder then cannot check a volume's size beforehand, and figures of a conversion to raw are guesses.",
  wrong: "disk_format = qcow2, virtual_size = null",
  right: "disk_format = qcow2, virtual_size = 42949672960",
  silentWhen: ["the listing does not carry virtual_size", "raw images: their size says it"],
  sources: ["openstack/glance glance/location.py set_data (virtual_size)"],
  *check({ catalog }) {
    const images = catalog?.images;
    if (!images?.fields.has("virtualSize") || !images.fields.has("diskFormat")) return;
    const found = selectImages(
      images,
      ({ diskFormat, virtualSize, status }) => SPARSE.has(diskFormat ?? "") && !virtualSize && status === "active",
    );
    const [first] = found.examples;
    if (!first) return;
    yield {
      message: "unknown",
      option: "catalog",
      at: { file: first.file, line: first.line },
      data: { images: plural(found.count, "image") },
      objects: found.examples.map(({ id }) => id),
    };
  },
});
