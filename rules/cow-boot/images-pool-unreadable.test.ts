import { testRule } from "../../src/check/test-rule.ts";
import { imagesPoolUnreadable } from "./images-pool-unreadable.ts";

const conf = {
  "glance-api.conf":
    "[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = images\n",
  "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nrbd_user = nova\n",
};
const caps = (osd: string, user = "nova") => ({
  "ceph-auth.txt": `[client.${user}]\n\tkey = AQBdYyZmAAAAABAAk3yU0a1n9vS5b6cQ2rT4wA==\n\tcaps mon = "profile rbd"\n\tcaps osd = "${osd}"\n`,
});

testRule(imagesPoolUnreadable, {
  silent: [
    {
      name: "read-only is enough",
      given: { ...conf, ...caps("profile rbd pool=vms, profile rbd-read-only pool=images") },
    },
    { name: "another user's capabilities", given: { ...conf, ...caps("profile rbd pool=vms", "metrics") } },
    {
      name: "disks are local",
      given: {
        ...conf,
        "nova.conf": "[libvirt]\nimages_type = qcow2\nrbd_user = nova\n",
        ...caps("profile rbd pool=vms"),
      },
    },
  ],
  reports: [
    {
      name: "no grant for the pool",
      given: { ...conf, ...caps("profile rbd pool=vms") },
      expect: [
        { option: "[client.nova]caps", problem: "wrong_value", severity: "high", file: "ceph-auth.txt", line: 1 },
      ],
    },
  ],
  unchecked: [{ name: "no capabilities", given: conf, needs: ["ceph auth get"] }],
});
