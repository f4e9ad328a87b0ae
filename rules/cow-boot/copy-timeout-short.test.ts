import { image, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { copyTimeoutShort } from "./copy-timeout-short.ts";

const glance = {
  "glance-api.conf":
    "[DEFAULT]\nenabled_backends = edge:rbd, central:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = central\n",
};
const nova = (lines: string) => ({ "nova.conf": `[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\n${lines}\n` });
const copies = "images_rbd_glance_store_name = edge";
const largest = (size: number) => ({ "images.json": page([image(1, { size })]) });

testRule(copyTimeoutShort, {
  silent: [
    { name: "in time at 1 Gbit/s", given: { ...glance, ...nova(copies), ...largest(40e9) } },
    { name: "no copies", given: { ...glance, ...nova(""), ...largest(400e9) } },
    {
      name: "time enough",
      given: { ...glance, ...nova(`${copies}\nimages_rbd_glance_copy_timeout = 7200`), ...largest(400e9) },
    },
  ],
  reports: [
    {
      name: "a large image and the default",
      given: { ...glance, ...nova(copies), ...largest(400e9) },
      expect: [{ option: "[libvirt]images_rbd_glance_copy_timeout", problem: "wrong_value", severity: "low", line: 1 }],
    },
    {
      name: "a minute",
      given: { ...glance, ...nova(`${copies}\nimages_rbd_glance_copy_timeout = 60`), ...largest(40e9) },
      expect: [{ line: 5 }],
    },
  ],
  unchecked: [{ name: "sizes are not known", given: { ...glance, ...nova(copies) } }],
});
