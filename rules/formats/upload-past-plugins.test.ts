import { image, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { uploadPastPlugins } from "./upload-past-plugins.ts";

const glance = {
  "glance-api.conf":
    "[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = images\n",
};
const nova = (type: string) => ({ "nova.conf": `[libvirt]\nimages_type = ${type}\n` });
const images = (format: string) => ({ "images.json": page([image(1), image(2, { disk_format: format })]) });
const dashboard = { "request.md": "Boots are slow.\nMost people upload through the dashboard.\n" };

testRule(uploadPastPlugins, {
  silent: [
    {
      name: "nobody says how",
      given: { ...glance, ...nova("rbd"), ...images("qcow2"), "request.md": "Boots are slow.\n" },
    },
    { name: "disks are local", given: { ...glance, ...nova("qcow2"), ...images("qcow2"), ...dashboard } },
    { name: "all is raw", given: { ...glance, ...nova("rbd"), ...images("raw"), ...dashboard } },
  ],
  reports: [
    {
      name: "the dashboard, with qcow2 in the catalogue",
      given: { ...glance, ...nova("rbd"), ...images("qcow2"), ...dashboard },
      expect: [
        { option: "upload path", problem: "conversion_bypassed", severity: "medium", file: "request.md", line: 2 },
      ],
    },
    {
      name: "the client, the catalogue unknown",
      given: { ...glance, ...nova("rbd"), "request.md": "We upload with `openstack image create --file x.qcow2 x`.\n" },
      expect: [{ option: "upload path", severity: "low", line: 1 }],
    },
  ],
  unchecked: [{ name: "no words", given: { ...glance, ...nova("rbd") }, needs: ["request"] }],
});
