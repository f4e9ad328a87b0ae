import { defineRule } from "../../src/check/rule.ts";
import { apisOf, storesNearDisks } from "../../src/facts/clone-chain.ts";
import { outsideText } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";

const KEY = "images_rbd_glance_store_name";

export const novaStoreNameUnknown = defineRule({
  id: "cow-boot/nova-store-name-unknown",
  title: "Nova asks for copies into a store that Glance does not have",
  severity: "high",
  part: "c",
  problem: "undefined_store",
  needs: ["nova", "glance"],
  messages: {
    unknown:
      "Nova asks for copies into {name}, which is no store of Glance ({stores}): it downloads at every boot instead",
    single:
      "Nova asks for copies into {name}, but Glance runs with a single store and cannot copy: it downloads instead",
  },
  why: "A raw image that cannot be cloned from where it is, Nova has Glance copy into this store, and clones it then. Glance refuses a copy into a store that it does not know, and Nova falls back to download and full import, for each server.",
  wrong:
    "# glance-api.conf\nenabled_backends = central:rbd, site1:rbd\n# nova.conf\n[libvirt]\nimages_rbd_glance_store_name = site-1",
  right: "# nova.conf\n[libvirt]\nimages_rbd_glance_store_name = site1",
  silentWhen: [
    "Glance enables a store of exactly that id",
    "images_type is not rbd: then the option does nothing (see cow-boot/nova-copy-without-rbd)",
    "the stores of Glance cannot be read",
  ],
  sources: [
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.copy_to_store",
    "openstack/glance glance/api/v2/images.py ImagesController.import_image (stores are checked against enabled_backends)",
  ],
  *check(cloud) {
    for (const compute of cloud.nova) {
      const name = compute.glanceStoreName;
      const apis = apisOf(cloud.glance, compute);
      if (compute.usesRbd !== true || !name || apis.length === 0) continue;
      if (apis.some(({ stores }) => stores.length === 0)) continue;
      if (apis.some(({ mode, stores }) => mode === "multi_store" && stores.some(({ id }) => id === name))) continue;
      const multi = apis.filter(({ mode }) => mode === "multi_store");
      const targets = [...new Set(multi.flatMap((api) => storesNearDisks(cloud, api).map(({ id }) => id)))];
      const likely = targets.find((id) => plain(id) === plain(name)) ?? targets[0];
      const sure = targets.length === 1;
      const fix = {
        file: compute.file,
        section: writtenSection(compute, "libvirt"),
        key: KEY,
        value: multi.length > 0 ? (likely ?? null) : null,
        ...(sure || multi.length === 0 ? {} : { conditional: true }),
        why: multi.length > 0 ? "the id of the RBD store of the computes' cluster" : "no copies without named stores",
      };
      yield {
        message: multi.length > 0 ? "unknown" : "single",
        ...(multi.length > 0 ? {} : { severity: "medium" as const }),
        option: optionName(compute, "libvirt", KEY),
        at: placeOf(compute, "libvirt", KEY),
        ...scopeIn(cloud.nova, compute),
        data: {
          name: outsideText(name) ?? "another name",
          stores: [...new Set(multi.flatMap(({ stores }) => stores.map(({ id }) => id)))].join(", "),
        },
        fix: [fix],
      };
    }
  },
});

const plain = (id: string): string => id.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
