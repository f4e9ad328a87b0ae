import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { text } from "../../src/facts/settings.ts";

export const secretMismatch = defineRule({
  id: "cow-boot/secret-mismatch",
  title: "Nova and Cinder name different libvirt secrets for one cephx user",
  severity: "info",
  part: "c",
  problem: "wrong_value",
  needs: ["nova", "cinder"],
  messages: {
    differ:
      "Cinder's backend {backend} and Nova name different libvirt secrets for {user}: a compute needs both, or attaching fails",
  },
  why: "A volume is attached with the secret that Cinder names, a root disk with the one that Nova names. For one cephx user one secret is enough; with two, each compute must have both defined, and the one that lacks Cinder's fails at the first volume.",
  wrong:
    "# nova.conf\n[libvirt]\nrbd_user = cinder\nrbd_secret_uuid = 5c8e…\n# cinder.conf\n[ceph]\nrbd_user = cinder\nrbd_secret_uuid = 9d1f…",
  right: "# the same rbd_secret_uuid in both",
  silentWhen: [
    "they are equal, or one is unset",
    "the users differ: then two secrets are right",
    "Nova's disks are not on RBD",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/volume/net.py _set_auth_config_rbd (Cinder's values go first)",
    "judgement: info, since kolla-ansible defines both secrets on all computes",
  ],
  *check({ nova, cinder }) {
    for (const compute of nova) {
      const own = text(compute, "libvirt", "rbd_secret_uuid");
      if (compute.usesRbd !== true || !own || !compute.rbdUser) continue;
      for (const volume of cinder)
        for (const { id, section, rbd, user } of volume.backends) {
          if (!rbd || section === null || user !== compute.rbdUser) continue;
          const other = text(volume, section, "rbd_secret_uuid");
          if (!other || isSame(own, other)) continue;
          yield {
            message: "differ",
            option: `[${section}]rbd_secret_uuid`,
            at: placeOf(volume, section, "rbd_secret_uuid"),
            data: { backend: id, user },
            ...scopeIn(cinder, volume),
          };
        }
    }
  },
});

const plain = (text: string): string => text.replaceAll(/[{}"'\s-]/g, "").toLowerCase();
/** A template's variable may stand for the same. */
const isSame = (one: string, other: string): boolean => /[$<{%]/.test(one + other) || plain(one) === plain(other);
