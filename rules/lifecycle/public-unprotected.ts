import { defineRule } from "../../src/check/rule.ts";
import { monthlyBoots } from "../../src/facts/catalog/boot-history.ts";
import { clonesSeen } from "../../src/facts/catalog/clones-seen.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import { plural } from "../../src/units.ts";

export const publicUnprotected = defineRule({
  id: "lifecycle/public-unprotected",
  title: "Public images in use are not protected against deletion",
  severity: "low",
  part: "e",
  problem: "unset_needed",
  needs: ["image-rows"],
  messages: { open: "{count} in use and not protected: one mistaken delete takes the image away from everybody" },
  why: "protected refuses a delete to everyone, administrators included, until it is taken off again. A public image that servers boot from has users in every project: where it is deleted, rebuild, rescue, unshelve and autoscaling fail, and a new upload has another id.",
  wrong: "$ openstack image show ubuntu-24.04 -c visibility -c protected\npublic  False",
  right: "$ openstack image set --protected ubuntu-24.04",
  silentWhen: [
    "public images are protected",
    "nothing shows that the image is used: no boots and no clone of it",
    "private, shared and community images: their owners decide",
  ],
  sources: [
    "openstack/glance glance/api/v2/images.py ImagesController.delete (protected answers 403)",
    "judgement: golden images are worth one more step",
  ],
  *check({ catalog, intake }) {
    const images = catalog?.images;
    if (!images) return;
    if (!images.fields.has("visibility") || !images.fields.has("protected")) {
      yield { unchecked: ["visibility and protected of the images (openstack image list --long)"] };
      return;
    }
    const boots = monthlyBoots(intake);
    const { hasChildren } = clonesSeen(intake);
    const open = selectImages(images, ({ visibility, protected: kept }) => visibility === "public" && kept === false);
    if (open.count === 0) return;
    const used = selectImages(
      images,
      ({ id, visibility, protected: kept, hidden }) =>
        visibility === "public" &&
        kept === false &&
        hidden !== true &&
        ((boots?.get(id) ?? 0) > 0 || hasChildren(null, id)),
    );
    const [first] = used.examples;
    if (first) {
      yield {
        message: "open",
        option: "catalog",
        at: { file: first.file, line: first.line },
        objects: used.examples.map(({ id }) => id),
        data: { count: `${plural(used.count, "public image")} ${used.count === 1 ? "is" : "are"}` },
      };
    } else if (boots === null && !intake.objects.rows().some(({ parent }) => Boolean(parent))) {
      yield { unchecked: ["boot counts per image, or rbd ls -l of the pools with disks"] };
    }
  },
});
