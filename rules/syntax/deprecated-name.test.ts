import { testRule } from "../../src/check/test-rule.ts";
import { deprecatedName } from "./deprecated-name.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(deprecatedName, {
  silent: [
    { name: "the name in use", given: glance("[database]\nconnection = sqlite://") },
    { name: "an option that nobody knows", given: glance("[database]\ninvented = 1") },
  ],
  reports: [
    {
      name: "an old name of the middleware",
      given: glance("[keystone_authtoken]\nmemcache_servers = 192.0.2.1:11211"),
      release: "2025.1",
      expect: [
        {
          option: "[keystone_authtoken]memcache_servers",
          problem: "deprecated_option",
          severity: "low",
          line: 4,
          fix: [
            { file: "glance-api.conf", section: "keystone_authtoken", key: "memcache_servers", value: null },
            {
              file: "glance-api.conf",
              section: "keystone_authtoken",
              key: "memcached_servers",
              value: "192.0.2.1:11211",
            },
          ],
        },
      ],
    },
  ],
});
