import { heldReport } from "../../src/check/held-objects.ts";
import { defineRule } from "../../src/check/rule.ts";

export const orphanHasChildren = defineRule({
  id: "lifecycle/orphan-has-children",
  title: "An object without an image has clones: disks of guests depend on it",
  severity: "high",
  part: "e",
  problem: "has_children",
  needs: ["object-join"],
  messages: {
    children: "{count} without an image, and disks are clones of it: never delete, flatten the clones first",
  },
  why: "A clone reads every block that its guest has not written from its parent. Removing the parent destroys the disks of running guests, whatever Glance knows of the image. Flattening copies the shared blocks into each clone, so it may need more space than it frees.",
  wrong: "$ rbd rm images/9c1d…   (no image of that id)",
  right: "$ rbd children --all images/9c1d…\nvms/4e7a…_disk\n   -> keep it, or flatten each child and ask again",
  remedy: "flatten the clones, or keep the object",
  silentWhen: ["the object belongs to an image: then nobody calls it an orphan", "no clone of it was seen"],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone",
    "lab: rbd children leaves out a child in the trash, rbd children --all shows it",
  ],
  *check({ join }) {
    const names = new Set(join?.withChildren);
    const report = heldReport(join?.held.filter(({ reason, name }) => reason === "children" && names.has(name)) ?? []);
    if (report) yield { message: "children", ...report };
  },
});
