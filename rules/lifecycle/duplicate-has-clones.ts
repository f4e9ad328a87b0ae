import { defineRule } from "../../src/check/rule.ts";
import { clonesSeen } from "../../src/facts/catalog/clones-seen.ts";
import type { DuplicateGroup } from "../../src/facts/cloud.ts";
import { plural } from "../../src/units.ts";

export const duplicateHasClones = defineRule({
  id: "lifecycle/duplicate-has-clones",
  title: "Repeated images that disks are clones of: deleting them frees nothing",
  severity: "medium",
  part: "e",
  problem: "has_children",
  needs: ["image-rows", "objects"],
  messages: {
    clones:
      "{count} with the bytes of another image, and with clones: keep one of them, hide the rest, delete none yet",
  },
  why: "A clone keeps its parent's blocks in the pool. With clone format 1 the delete answers 409; with format 2 the image goes to the trash and its bytes stay until the last clone is gone. Flattening the clones first writes a full copy for each and costs more than the duplicate.",
  wrong: "$ openstack image delete 3b71…   (12 disks are clones of it)",
  right: "$ openstack image set --hidden 3b71…\n(delete after the last clone is gone)",
  remedy: "hide the copies, point users to the one that stays, and delete when the last clone is gone",
  silentWhen: [
    "one image of a group has clones and the others have none: the others can go",
    "no clone was seen in the listed pools",
  ],
  sources: [
    "openstack/glance_store glance_store/_drivers/rbd.py Store._delete_image",
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone",
  ],
  *check({ catalog, intake }) {
    const { hasChildren } = clonesSeen(intake);
    const held = (catalog?.duplicates.examples ?? []).flatMap((group) => clonedRepeats(group, hasChildren));
    const [first] = held;
    const row = catalog?.images?.find(first ?? "");
    if (!first || !row) return;
    yield {
      message: "clones",
      option: "catalog",
      at: { file: row.file, line: row.line },
      objects: held.slice(0, 20),
      data: { count: plural(held.length, "image") },
    };
  },
});

/** The one that is kept may have clones; every further one is held by its own. */
function clonedRepeats({ imageIds }: DuplicateGroup, hasChildren: (pool: null, id: string) => boolean): string[] {
  const cloned = imageIds.filter((id) => hasChildren(null, id));
  return cloned.length > 1 ? cloned : [];
}
