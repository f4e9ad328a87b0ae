import { testRule } from "../../src/check/test-rule.ts";
import { singleStore } from "./single-store.ts";

const single = "[DEFAULT]\ndebug = True\n[glance_store]\nstores = rbd\ndefault_store = rbd\nrbd_store_pool = images\n";

testRule(singleStore, {
  silent: [
    {
      name: "multi-store mode",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\n[glance_store]\ndefault_backend = a\n" },
    },
    {
      name: "the file cannot be read",
      given: { "glance-api.conf": "show_image_direct_url\n[glance_store]\ndefault_store = rbd\n" },
    },
  ],
  reports: [
    {
      name: "both options",
      given: { "glance-api.conf": single },
      expect: [
        { option: "[glance_store]stores", problem: "deprecated_option", severity: "low", line: 4, part: "a" },
        { option: "[glance_store]default_store", line: 5 },
      ],
    },
    {
      name: "the operator wants to move",
      given: { "glance-api.conf": single, "request.md": "We want Glance multi-store now. What changes in the file?\n" },
      expect: [{ severity: "medium" }, { severity: "medium" }],
    },
    {
      name: "nothing at all",
      given: {
        "glance-api.conf": "[DEFAULT]\nshow_image_direct_url = True\nenabled_import_methods = [glance-direct]\n",
      },
      expect: [{ option: "[DEFAULT]enabled_backends", severity: "info" }],
    },
  ],
});
