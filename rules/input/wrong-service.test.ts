import { testRule } from "../../src/check/test-rule.ts";
import { wrongService } from "./wrong-service.ts";

const neutron =
  "[DEFAULT]\ncore_plugin = ml2\nservice_plugins = router\nauth_strategy = keystone\n[ml2]\ntype_drivers = vxlan\n";
const glance =
  "[DEFAULT]\nenabled_backends = a:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = a\n";

const playbook =
  "---\n- hosts: glance_api\n  become: true\n  tasks:\n    - name: Install\n      package:\n        name: glance-api\n";

testRule(wrongService, {
  silent: [
    { name: "a Glance file under another name", given: { "controller.conf": glance } },
    {
      name: "a playbook beside Nova's file",
      given: { "site.yml": playbook, "nova.conf": "[libvirt]\nimages_type = rbd\n" },
    },
    { name: "Nova's file", given: { "nova.conf": "[libvirt]\nimages_type = rbd\n" } },
  ],
  reports: [
    {
      name: "a playbook with words",
      given: { "site.yml": playbook, "request.md": "Please check our Glance configuration.\n" },
      expect: [{ option: "file", problem: "wrong_service", severity: "high", file: "site.yml" }],
    },
    {
      name: "Neutron's file alone",
      given: { "neutron.conf": neutron },
      expect: [{ option: "file", problem: "wrong_service", severity: "high", file: "neutron.conf" }],
    },
    {
      name: "Neutron's file beside Glance's",
      given: { "glance-api.conf": glance, "neutron.conf": neutron },
      expect: [{ severity: "info", file: "neutron.conf" }],
    },
  ],
});
