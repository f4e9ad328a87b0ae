import { testRule } from "../../src/check/test-rule.ts";
import { deprecatedOption } from "./deprecated-option.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(deprecatedOption, {
  silent: [
    { name: "an option that stays", given: glance("show_image_direct_url = True"), release: "2025.1" },
    {
      name: "one of which a rule of its own speaks",
      given: glance("show_multiple_locations = True"),
      release: "2025.1",
    },
    { name: "deprecated only in some of the releases in question", given: glance("image_cache_stall_time = 86400") },
  ],
  reports: [
    {
      name: "several of one section, of which no release is known that lacks them, once",
      given: {
        "glance-api.conf":
          "[DEFAULT]\nenabled_backends = a:swift\n[a]\nswift_store_user = u\nswift_store_key = k\nswift_store_auth_address = http://k:5000/v3\n",
      },
      release: "2024.2",
      expect: [{ option: "[a]swift_store_user", problem: "deprecated_option", severity: "low", line: 4 }],
    },
    {
      name: "gone in the next release",
      given: glance("location_strategy = store_type"),
      release: "2024.1",
      expect: [{ option: "[DEFAULT]location_strategy", problem: "deprecated_option", severity: "medium", line: 3 }],
    },
  ],
});
