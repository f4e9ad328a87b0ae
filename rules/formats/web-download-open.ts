import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { list, setting } from "../../src/facts/settings.ts";

const SECTION = "import_filtering_opts";

export const webDownloadOpen = defineRule({
  id: "formats/web-download-open",
  title: "Users can have Glance fetch from any host that it reaches",
  severity: "low",
  part: "c",
  problem: "insecure",
  needs: ["glance"],
  messages: {
    open: "web-download takes addresses of any host on ports {ports}: also those that only the API nodes reach, metadata services among them",
  },
  why: "With web-download a user names an address and Glance fetches it from the API node, which stands in networks that users do not see. allowed_hosts lists the mirrors that are meant; disallowed_hosts at least leaves out the addresses of metadata and management.",
  wrong: "[DEFAULT]\nenabled_import_methods = [glance-direct,web-download]",
  right: "[import_filtering_opts]\nallowed_hosts = [images.example.org]",
  silentWhen: [
    "web-download is not enabled",
    "hosts are allowed or disallowed by a list",
    "enabled by default only: then it is worth knowing, not more",
  ],
  sources: [
    "openstack/glance glance/common/utils.py validate_import_uri",
    "openstack/glance doc/source/admin/interoperable-image-import.rst",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (!api.importMethods.includes("web-download")) continue;
      if (list(api, SECTION, "allowed_hosts").length > 0 || list(api, SECTION, "disallowed_hosts").length > 0) continue;
      const chosen = setting(api, "DEFAULT", "enabled_import_methods").isSet;
      yield {
        message: "open",
        severity: chosen ? "low" : "info",
        option: `[${SECTION}]allowed_hosts`,
        at: placeOf(api, SECTION, "allowed_hosts"),
        data: { ports: list(api, SECTION, "allowed_ports").join(" and ") || "any" },
        ...scopeIn(glance, api),
      };
    }
  },
});
