import { testRule } from "../../src/check/test-rule.ts";
import { conversionForAllStores } from "./conversion-for-all-stores.ts";

const glance = (stores: string, plugins = "['image_conversion']") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${stores}\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ceph\n[image_import_opts]\nimage_import_plugins = ${plugins}\n`,
});
const nova = { "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\n" };

testRule(conversionForAllStores, {
  silent: [
    { name: "Ceph alone", given: { ...glance("ceph:rbd, web:http"), ...nova } },
    { name: "the plugin is off", given: { ...glance("ceph:rbd, archive:s3", "[]"), ...nova } },
  ],
  reports: [
    {
      name: "an archive beside",
      given: { ...glance("ceph:rbd, archive:s3"), ...nova },
      expect: [{ option: "[image_conversion]output_format", problem: "side_effect", severity: "info" }],
    },
  ],
});
