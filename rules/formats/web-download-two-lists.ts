import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { list, setting } from "../../src/facts/settings.ts";

const SECTION = "import_filtering_opts";

export const webDownloadTwoLists = defineRule({
  id: "formats/web-download-two-lists",
  title: "A list of refused hosts, schemes or ports is not read",
  severity: "medium",
  part: "c",
  problem: "unsupported_combination",
  needs: ["glance"],
  messages: {
    both: "allowed_{what} and disallowed_{what} are both set: only the allowed ones count, the other list is not read",
  },
  why: "Of each pair Glance reads the allowed list if it is not empty, and looks at the other one only else. An address that is to be refused passes as soon as something else allows it.",
  wrong: "[import_filtering_opts]\nallowed_ports = [80,443]\ndisallowed_ports = [22]",
  right: "[import_filtering_opts]\nallowed_ports = [80,443]",
  silentWhen: ["one list of each pair", "the list of refused ones is empty"],
  sources: ["openstack/glance glance/common/utils.py validate_import_uri"],
  *check({ glance }) {
    for (const api of glance)
      for (const what of ["hosts", "schemes", "ports"]) {
        const allowed = list(api, SECTION, `allowed_${what}`);
        const refused = setting(api, SECTION, `disallowed_${what}`);
        if (allowed.length === 0 || !refused.isSet || list(api, SECTION, `disallowed_${what}`).length === 0) continue;
        yield {
          message: "both",
          // the default of the allowed list wins as well, but nobody wrote both
          severity: setting(api, SECTION, `allowed_${what}`).isSet ? "medium" : "low",
          option: `[${SECTION}]disallowed_${what}`,
          at: placeOf(api, SECTION, `disallowed_${what}`),
          data: { what },
          ...scopeIn(glance, api),
        };
      }
  },
});
