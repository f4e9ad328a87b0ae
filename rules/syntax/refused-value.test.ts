import { testRule } from "../../src/check/test-rule.ts";
import { refusedValue } from "./refused-value.ts";

const glance = (lines: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n[glance_store]\ndefault_backend = a\n`,
});

testRule(refusedValue, {
  silent: [
    {
      name: "every word that oslo.config takes for a boolean",
      given: glance("debug = yes\nshow_image_direct_url = 1\ndelayed_delete = OFF"),
    },
    { name: "a reference to another option", given: glance("image_cache_max_size = $other") },
    { name: "the last of two values is good", given: glance("debug = maybe\ndebug = true") },
    { name: "an option that no catalogue knows", given: glance("invented_switch = maybe") },
  ],
  reports: [
    {
      name: "a boolean that is none",
      given: glance("show_image_direct_url = enabled"),
      expect: [{ option: "[DEFAULT]show_image_direct_url", problem: "parse_error", severity: "high", line: 3 }],
    },
    {
      name: "an integer out of bounds in nova.conf",
      given: { "nova.conf": "[libvirt]\nimages_type = rbd\nrbd_connect_timeout = soon\n" },
      expect: [{ option: "[libvirt]rbd_connect_timeout", file: "nova.conf", line: 3 }],
    },
  ],
});
