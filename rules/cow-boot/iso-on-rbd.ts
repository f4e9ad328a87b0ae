import { defineRule } from "../../src/check/rule.ts";
import { monthlyBoots } from "../../src/facts/catalog/boot-history.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import { plural } from "../../src/units.ts";

export const isoOnRbd = defineRule({
  id: "cow-boot/iso-on-rbd",
  title: "Boots from ISO images are always copies",
  severity: "info",
  part: "b",
  problem: "cow_defeated_by_format",
  needs: ["nova", "image-rows"],
  messages: {
    boots:
      "{count} in ISO format made about {boots} boots a month; an ISO is always downloaded and imported, which is expected",
  },
  why: "Nova lets an ISO pass the first look at its format and refuses to clone it at the second. It is downloaded and imported for each server; conversion to raw would not make it bootable. Keep installers small, and boot often-used systems from a raw image.",
  wrong: "installer.iso  iso  9 GiB  40 boots a month",
  right: "golden image, raw, built once from the installer  40 boots a month, all clones",
  silentWhen: ["Nova's disks are not on RBD", "there is no ISO image, or nobody boots one"],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone (raw and iso pass)",
    "openstack/nova nova/storage/rbd_utils.py RBDDriver.is_cloneable (raw only)",
  ],
  *check({ nova, catalog, intake }) {
    const images = catalog?.images;
    if (!images || !nova.some(({ usesRbd }) => usesRbd === true)) return;
    const isos = selectImages(images, ({ diskFormat }) => diskFormat === "iso");
    if (isos.count === 0) return;
    const boots = monthlyBoots(intake);
    if (boots === null) {
      yield { unchecked: ["boot counts per image"] };
      return;
    }
    const booted = selectImages(images, ({ diskFormat, id }) => diskFormat === "iso" && (boots.get(id) ?? 0) > 0);
    const [first] = booted.examples;
    if (!first) return;
    let total = 0;
    for (const [id, count] of boots) if (images.find(id)?.diskFormat === "iso") total += count;
    yield {
      message: "boots",
      option: "catalog",
      at: { file: first.file, line: first.line },
      objects: booted.examples.map(({ id }) => id),
      data: { count: plural(booted.count, "image"), boots: Math.max(1, Math.round(total)) },
    };
  },
});
