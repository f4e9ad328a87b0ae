import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

export const importMethodsEmpty = defineRule({
  id: "stores/import-methods-empty",
  title: "No import method is enabled",
  severity: "medium",
  part: "b",
  problem: "side_effect",
  needs: ["glance"],
  messages: { empty: "enabled_import_methods is empty: no import, so no conversion, and no copies between stores" },
  why: "Import plugins such as image_conversion run in imports only, and copy-image is an import method. With an empty list every upload is stored as it comes, and no image can be copied to another store.",
  wrong: "[DEFAULT]\nenabled_import_methods = []",
  right: "[DEFAULT]\nenabled_import_methods = [glance-direct,copy-image]",
  silentWhen: ["unset: the default enables glance-direct, web-download and copy-image", "some method is listed"],
  sources: [
    "openstack/glance glance/common/config.py enabled_import_methods",
    "openstack/glance glance/api/v2/images.py import_image",
  ],
  *check({ glance }) {
    for (const api of glance) {
      const methods = setting(api, "DEFAULT", "enabled_import_methods");
      if (!methods.isSet || !/^\s*(?:\[\s*\])?\s*$/.test(methods.text ?? "")) continue;
      yield {
        message: "empty",
        option: "[DEFAULT]enabled_import_methods",
        at: placeOf(api, "DEFAULT", "enabled_import_methods"),
        fix: [
          {
            file: methods.at?.file ?? api.file,
            section: "DEFAULT",
            key: "enabled_import_methods",
            value: api.mode === "multi_store" ? "[glance-direct,copy-image]" : "[glance-direct]",
            conditional: true,
          },
        ],
        ...scopeIn(glance, api),
      };
    }
  },
});
