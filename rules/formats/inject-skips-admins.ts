import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { list, setting } from "../../src/facts/settings.ts";

const SECTION = "inject_metadata_properties";

export const injectSkipsAdmins = defineRule({
  id: "formats/inject-skips-admins",
  title: "Images that administrators import get no injected properties",
  severity: "info",
  part: "b",
  problem: "side_effect",
  needs: ["glance"],
  messages: {
    admin:
      "ignore_user_roles holds admin: the properties are injected into users' imports, not into those of administrators",
  },
  why: "inject_image_metadata leaves out imports of users with one of these roles, by default admin. Golden images are mostly imported by administrators, so they lack the properties that everybody else's images have.",
  wrong: "[inject_metadata_properties]\ninject = hw_disk_bus:scsi",
  right: "[inject_metadata_properties]\ninject = hw_disk_bus:scsi\nignore_user_roles =",
  silentWhen: ["the plugin is off, or injects nothing", "admin is not among the roles"],
  sources: ["openstack/glance glance/async_/flows/plugins/inject_image_metadata.py _InjectMetadataProperties"],
  *check({ glance }) {
    for (const api of glance) {
      if (!api.importPlugins.includes("inject_image_metadata") || !setting(api, SECTION, "inject").text) continue;
      if (!list(api, SECTION, "ignore_user_roles").includes("admin")) continue;
      yield {
        message: "admin",
        option: `[${SECTION}]ignore_user_roles`,
        at: placeOf(api, SECTION, "ignore_user_roles"),
        ...scopeIn(glance, api),
      };
    }
  },
});
