import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag } from "../../src/facts/settings.ts";

export const secureHashOff = defineRule({
  id: "security/secure-hash-off",
  title: "Images that are added by location get no hash",
  severity: "low",
  part: "e",
  problem: "side_effect",
  releases: { from: "2024.2" },
  needs: ["glance"],
  messages: {
    off: "do_secure_hash is off: snapshots and other images added by location have no hash to compare or verify",
  },
  why: "From 2024.2 services add images by their location, as Nova does with snapshots on Ceph, and Glance reads the data once in the background to hash it. Without that such images have no os_hash_value: duplicates among them cannot be found, and nothing tells when their bytes change.",
  wrong: "[DEFAULT]\ndo_secure_hash = False",
  right: "[DEFAULT]\ndo_secure_hash = True",
  silentWhen: ["the option is unset or on", "the release is 2024.1 or older"],
  sources: [
    "openstack/glance glance/async_/flows/location_import.py get_flow",
    "openstack/glance glance/common/config.py do_secure_hash",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (flag(api, "DEFAULT", "do_secure_hash") !== false) continue;
      yield {
        message: "off",
        option: optionName(api, "DEFAULT", "do_secure_hash"),
        at: placeOf(api, "DEFAULT", "do_secure_hash"),
        ...scopeIn(glance, api),
        fix: [{ file: api.file, section: "DEFAULT", key: "do_secure_hash", value: "True" }],
      };
    }
  },
});
