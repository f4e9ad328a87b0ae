import { heldReport } from "../../src/check/held-objects.ts";
import { defineRule } from "../../src/check/rule.ts";

/** Names that Nova and Cinder give their disks. */
const GUEST_DISK = /^(?:[0-9a-f-]{36}_disk(?:\..+)?|volume-[0-9a-f-]{36}(?:\..+)?)$/;

export const orphanForeignObject = defineRule({
  id: "lifecycle/orphan-foreign-object",
  title: "Objects in the images pool that Glance did not make",
  severity: "medium",
  part: "e",
  problem: "foreign_object",
  needs: ["object-join"],
  messages: {
    foreign: "{count} in the images pool with a name that is no image id: not Glance's, leave it out of any clean-up",
    disks: "{count} in the images pool with the name of a guest's disk: the pool is shared with Nova or Cinder",
  },
  why: "Glance names an object by the id of its image. Any other name belongs to somebody else: a disk of Nova or Cinder, a manual import, another tool. No image listing can say whether it is in use, and deleting a guest's disk destroys its data.",
  wrong: "$ rbd ls images | grep -v -f image-ids.txt | xargs -n1 rbd rm",
  right:
    "$ rbd ls images | grep -E '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'   (candidates have an image id as name)",
  silentWhen: ["every object is named by an image id", "the pool is not one of Glance's"],
  sources: [
    "openstack/glance_store glance_store/_drivers/rbd.py Store.add",
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.__init__ (<uuid>_disk)",
    "openstack/cinder cinder/db/sqlalchemy volume_name_template (volume-%s)",
  ],
  *check({ join }) {
    const foreign = join?.held.filter(({ reason }) => reason === "not-uuid") ?? [];
    const disks = heldReport(foreign.filter(({ name }) => GUEST_DISK.test(name)));
    if (disks) yield { message: "disks", ...disks };
    const others = heldReport(foreign.filter(({ name }) => !GUEST_DISK.test(name)));
    if (others) yield { message: "foreign", ...others };
  },
});
