import { defineRule } from "../../src/check/rule.ts";
import { copyingComputes } from "../../src/facts/clone-chain.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { integer, list, setting } from "../../src/facts/settings.ts";

const KEY = "enabled_import_methods";

export const novaCopyMethodOff = defineRule({
  id: "cow-boot/nova-copy-method-off",
  title: "Nova asks for copies, but Glance has copy-image off",
  severity: "high",
  part: "c",
  problem: "unset_needed",
  needs: ["nova", "glance"],
  messages: {
    off: "copy-image is not enabled, but Nova has images copied to {store}: such a boot hangs {seconds} s, then downloads",
  },
  why: "Nova takes the refusal of a method that is not enabled (400) for a copy that another compute has started, and waits for it: images_rbd_glance_copy_timeout long, 600 s by default. Each boot of an image that is not in the store yet hangs that long, and then downloads anyway.",
  wrong:
    "# nova.conf\n[libvirt]\nimages_rbd_glance_store_name = ceph\n# glance-api.conf\nenabled_import_methods = [glance-direct,web-download]",
  right: "# glance-api.conf\nenabled_import_methods = [glance-direct,web-download,copy-image]",
  silentWhen: [
    "copy-image is in the list, or the list is unset (it is in the default)",
    "no compute on RBD names a store",
    "the named store is the only one that takes images: they are there already, and Nova's wait ends at once",
    "only the external one of two endpoints has it off",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.copy_to_store (ImageBadRequest is taken for a race)",
    "openstack/glance glance/api/v2/images.py ImagesController.import_image",
  ],
  *check(cloud) {
    const seen = new Set<string>();
    for (const { compute, store, apis, needed } of copyingComputes(cloud)) {
      if (!needed) continue;
      for (const api of apis) {
        const methods = list(api, "DEFAULT", KEY);
        if (seen.has(api.file) || methods.includes("copy-image")) continue;
        if (setting(api, "DEFAULT", KEY).defaultUnknown) continue;
        seen.add(api.file);
        const others = methods.length > 0 ? methods : ["glance-direct", "web-download"];
        yield {
          message: "off",
          option: optionName(api, "DEFAULT", KEY),
          at: placeOf(api, "DEFAULT", KEY),
          ...scopeIn(cloud.glance, api),
          data: { store, seconds: integer(compute, "libvirt", "images_rbd_glance_copy_timeout") ?? 600 },
          fix: [
            {
              file: api.file,
              section: writtenSection(api, "DEFAULT"),
              key: KEY,
              value: `[${[...others, "copy-image"].join(",")}]`,
              why: "lets Nova have images copied into the store that it clones from",
            },
          ],
        };
      }
    }
  },
});
