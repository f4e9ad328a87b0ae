import { testRule } from "../../src/check/test-rule.ts";
import { glanceMissing } from "./glance-missing.ts";

testRule(glanceMissing, {
  silent: [
    { name: "it was given", given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\n" } },
    {
      name: "it was given and cannot be read",
      given: { "glance-api.conf": "[DEFAULT\nenabled_backends = a:rbd\n[glance_store]\ndefault_backend a\n" },
    },
    {
      name: "another service's file stands in its place",
      given: {
        "glance-api.conf":
          "[DEFAULT]\ncore_plugin = ml2\nservice_plugins = router\nauth_strategy = keystone\n[ml2]\ntype_drivers = vxlan\n",
      },
    },
  ],
  reports: [
    {
      name: "only words",
      given: { "request.md": "How should we lay our images out on Ceph?\n" },
      expect: [{ option: "glance-api.conf", problem: "missing_input", severity: "high", line: null }],
    },
    {
      name: "only nova.conf",
      given: { "nova.conf": "[libvirt]\nimages_type = rbd\n" },
      expect: [{ severity: "high" }],
    },
  ],
});
