import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag, written } from "../../src/facts/settings.ts";

/** Any one of them tells oslo.limit whose limits to read. */
const ENDPOINT = ["endpoint_id", "endpoint_service_type", "endpoint_service_name"] as const;

export const limitsIncomplete = defineRule({
  id: "security/limits-incomplete",
  title: "Limits are to come from Keystone, and [oslo_limit] cannot ask for them",
  severity: "high",
  part: "c",
  problem: "unset_needed",
  needs: ["glance"],
  messages: {
    endpoint: "use_keystone_limits is on, but [oslo_limit] names no endpoint: every upload ends with an error",
    login: "use_keystone_limits is on, but [oslo_limit] has no way to log in: every upload ends with an error",
  },
  why: "With use_keystone_limits Glance asks Keystone for four limits before each upload. oslo.limit logs in with the options of [oslo_limit] and finds the limits by Glance's endpoint; without either the request fails with 500. A limit that is not registered counts as 0, so that uploads are refused.",
  wrong: "[DEFAULT]\nuse_keystone_limits = True",
  right:
    "[DEFAULT]\nuse_keystone_limits = True\n\n[oslo_limit]\nauth_type = password\nauth_url = http://keystone.example.net:5000\nusername = glance\npassword = <password>\nuser_domain_name = Default\nsystem_scope = all\nendpoint_id = <id of Glance's endpoint>",
  silentWhen: [
    "use_keystone_limits is off (the default)",
    "both are set: then the registered limits are left, which no file shows, and the rule is unchecked",
  ],
  sources: [
    "openstack/glance glance/quota/keystone.py _enforce_some",
    "openstack/oslo.limit oslo_limit/limit.py _get_keystone_connection, _EnforcerUtils",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (flag(api, "DEFAULT", "use_keystone_limits") !== true) continue;
      const missing = missingIn(api);
      if (missing === null) {
        yield { unchecked: ["openstack registered limit list --service glance"] };
        continue;
      }
      const key = missing === "endpoint" ? "endpoint_id" : "auth_type";
      yield {
        message: missing,
        option: optionName(api, "oslo_limit", key),
        at: placeOf(api, "oslo_limit", key),
        ...scopeIn(glance, api),
        fix: [
          {
            file: api.file,
            section: "oslo_limit",
            key,
            value: missing === "endpoint" ? "<id of Glance's endpoint>" : "password",
            conditional: true,
            why:
              missing === "endpoint"
                ? "openstack endpoint list --service glance"
                : "with auth_url, username, password and user_domain_name of a user that may read limits",
          },
        ],
      };
    }
  },
});

function missingIn(api: GlanceApi): "endpoint" | "login" | null {
  const has = (key: string): boolean => written(api, "oslo_limit", key).some(({ entry }) => entry.value !== "");
  if (!ENDPOINT.some(has)) return "endpoint";
  return has("auth_section") || has("auth_type") || has("auth_plugin") ? null : "login";
}
