import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

export const singleStore = defineRule({
  id: "stores/single-store",
  title: "Stores are set in the way of before 2019",
  severity: "low",
  part: "a",
  problem: "deprecated_option",
  needs: ["glance"],
  messages: {
    written: "[glance_store]{key} is deprecated: enabled_backends gives stores ids, copies and weights",
    bare: "No store is named: Glance works with one file store at {directory}, in single-store mode",
  },
  why: "Single-store mode has no store ids, no copy-image, no per-store weight and no list of stores for clients; its options are deprecated since Rocky. Moving keeps pool, fsid and directories, so that existing locations match the new ids at their next read.",
  wrong: "[glance_store]\nstores = rbd,file\ndefault_store = rbd\nrbd_store_pool = images",
  right:
    "[DEFAULT]\nenabled_backends = ceph:rbd,local:file\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = images",
  silentWhen: ["enabled_backends is set", "the file cannot be read"],
  sources: [
    "openstack/glance_store glance_store/backend.py _STORE_OPTS (deprecated_for_removal)",
    "openstack/glance glance/common/wsgi_app.py init_app",
    "openstack/glance glance/common/store_utils.py update_store_in_locations",
  ],
  *check({ glance, words }) {
    for (const api of glance) {
      if (api.mode !== "single_store" || !api.parses) continue;
      const keys = ["stores", "default_store"].filter((key) => setting(api, "glance_store", key).isSet);
      for (const key of keys)
        yield {
          message: "written",
          severity: words.wantsMultiStore ? "medium" : "low",
          option: `[glance_store]${key}`,
          at: placeOf(api, "glance_store", key),
          data: { key },
          ...scopeIn(glance, api),
        };
      if (keys.length > 0) continue;
      const directory = setting(api, "glance_store", "filesystem_store_datadir").text ?? "/var/lib/glance/images";
      yield {
        message: "bare",
        severity: words.wantsMultiStore ? "low" : "info",
        problem: "unset_needed",
        option: "[DEFAULT]enabled_backends",
        at: placeOf(api, "DEFAULT", "enabled_backends"),
        data: { directory },
        ...scopeIn(glance, api),
      };
    }
  },
});
