import { testRule } from "../../src/check/test-rule.ts";
import { unknownOption } from "./unknown-option.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(unknownOption, {
  silent: [
    {
      name: "known options, also of the libraries",
      given: glance("debug = True\ntransport_url = rabbit://h/\n[oslo_policy]\npolicy_file = x"),
    },
    {
      name: "options of an auth plugin",
      given: glance("[keystone_authtoken]\nauth_type = password\nusername = glance"),
    },
    {
      name: "options of an auth plugin in a section that auth_section names",
      given: glance("[keystone_authtoken]\nauth_section = shared\n[shared]\nauth_type = password\nusername = glance"),
    },
  ],
  reports: [
    {
      name: "an option of long ago",
      given: glance("registry_host = 192.0.2.1"),
      expect: [{ option: "[DEFAULT]registry_host", problem: "unknown_option", severity: "low", line: 3 }],
    },
    {
      name: "the same in another service's file is only worth knowing",
      given: { "nova.conf": "[libvirt]\nimages_type = rbd\ncompletely_invented = 1\n" },
      expect: [{ severity: "info", file: "nova.conf" }],
    },
  ],
});
