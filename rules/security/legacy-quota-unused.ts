import { defineRule } from "../../src/check/rule.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag, setting, text } from "../../src/facts/settings.ts";

export const legacyQuotaUnused = defineRule({
  id: "security/legacy-quota-unused",
  title: "user_storage_quota does nothing where limits come from Keystone",
  severity: "low",
  part: "c",
  problem: "no_effect",
  needs: ["glance"],
  messages: {
    unused: "user_storage_quota = {value} has no effect: use_keystone_limits is on, and only image_size_total counts",
  },
  why: "Glance looks at user_storage_quota only while use_keystone_limits is off. Who reads the file believes in a quota that nobody enforces; the registered limit image_size_total takes its place.",
  wrong: "[DEFAULT]\nuse_keystone_limits = True\nuser_storage_quota = 500GB",
  right: "[DEFAULT]\nuse_keystone_limits = True",
  silentWhen: ["use_keystone_limits is off", "user_storage_quota is unset or 0"],
  sources: [
    "openstack/glance glance/api/common.py check_quota",
    "openstack/glance glance/common/config.py user_storage_quota",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (flag(api, "DEFAULT", "use_keystone_limits") !== true) continue;
      const value = text(api, "DEFAULT", "user_storage_quota");
      if (!setting(api, "DEFAULT", "user_storage_quota").isSet || value === null || /^0+[KMGT]?B?$/.test(value))
        continue;
      yield {
        message: "unused",
        option: optionName(api, "DEFAULT", "user_storage_quota"),
        at: placeOf(api, "DEFAULT", "user_storage_quota"),
        ...scopeIn(glance, api),
        data: { value: plainName(value, "(not shown)") },
        fix: [{ file: api.file, section: "DEFAULT", key: "user_storage_quota", value: null }],
      };
    }
  },
});
