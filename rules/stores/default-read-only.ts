import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { isWritable, obviousDefault } from "../../src/facts/store-choice.ts";

export const defaultReadOnly = defineRule({
  id: "stores/default-read-only",
  title: "The default store takes no uploads",
  severity: "high",
  part: "a",
  problem: "read_only_default",
  needs: ["glance"],
  messages: { http: "{id} is the default store, but an http store only reads: every upload without --store fails" },
  why: "The http driver has no way to write. The service starts with it as the default, and the first upload that names no store fails.",
  wrong: "[DEFAULT]\nenabled_backends = web:http, ceph:rbd\n[glance_store]\ndefault_backend = web",
  right: "[DEFAULT]\nenabled_backends = web:http, ceph:rbd\n[glance_store]\ndefault_backend = ceph",
  silentWhen: ["an http store beside the default"],
  sources: [
    "openstack/glance_store glance_store/_drivers/http.py",
    "lab: glance-api 2025.1 starts and refuses uploads",
  ],
  *check({ glance }) {
    for (const api of glance) {
      const store = api.defaultStore;
      if (!store || isWritable(store)) continue;
      const key = api.mode === "multi_store" ? "default_backend" : "default_store";
      const meant = obviousDefault(api);
      yield {
        message: "http",
        option: optionName(api, "glance_store", key),
        at: placeOf(api, "glance_store", key),
        data: { id: store.id },
        ...(meant ? { fix: [{ file: api.file, section: "glance_store", key, value: meant.id }] } : {}),
        ...scopeIn(glance, api),
      };
    }
  },
});
