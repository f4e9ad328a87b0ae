import { testRule } from "../../src/check/test-rule.ts";
import { snapshotPoolReadonly } from "./snapshot-pool-readonly.ts";

const conf = {
  "glance-api.conf":
    "[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = images\n",
  "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nrbd_user = nova\n",
};
const caps = (osd: string) => ({
  "ceph-auth.txt": `[client.nova]\n\tkey = AQBdYyZmAAAAABAAk3yU0a1n9vS5b6cQ2rT4wA==\n\tcaps mon = "profile rbd"\n\tcaps osd = "${osd}"\n`,
});

testRule(snapshotPoolReadonly, {
  silent: [
    { name: "may write", given: { ...conf, ...caps("profile rbd pool=vms, profile rbd pool=images") } },
    { name: "may not read either", given: { ...conf, ...caps("profile rbd pool=vms") } },
  ],
  reports: [
    {
      name: "read-only",
      given: { ...conf, ...caps("profile rbd pool=vms, profile rbd-read-only pool=images") },
      expect: [{ option: "[client.nova]caps", severity: "low", file: "ceph-auth.txt", line: 1 }],
    },
  ],
  unchecked: [{ name: "no capabilities", given: conf }],
});
