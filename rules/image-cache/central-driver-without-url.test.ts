import { testRule } from "../../src/check/test-rule.ts";
import { centralDriverWithoutUrl } from "./central-driver-without-url.ts";

const conf = (lines: string, flavor = "keystone+cachemanagement"): string =>
  `[DEFAULT]\nimage_cache_dir = /var/lib/glance/image-cache\n${lines}\n[paste_deploy]\nflavor = ${flavor}\n`;
const option = "[DEFAULT]worker_self_reference_url";

testRule(centralDriverWithoutUrl, {
  silent: [
    {
      name: "the address is set",
      given: { "glance-api.conf": conf("worker_self_reference_url = http://192.0.2.11:9292") },
      release: "2025.1",
    },
    {
      name: "the driver is sqlite",
      given: { "glance-api.conf": conf("image_cache_driver = SQLite") },
      release: "2025.1",
    },
    {
      name: "the release has sqlite as its default",
      given: { "glance-api.conf": conf("debug = False") },
      release: "2023.2",
    },
    { name: "the cache is off", given: { "glance-api.conf": conf("debug = False", "keystone") }, release: "2025.1" },
  ],
  reports: [
    {
      name: "the default driver of 2024.1",
      given: { "glance-api.conf": conf("bind_port = 9393") },
      release: "2024.1",
      expect: [
        {
          option,
          problem: "cache_requires_setting",
          severity: "high",
          file: "glance-api.conf",
          line: 1,
          fix: [
            {
              file: "glance-api.conf",
              section: "DEFAULT",
              key: "worker_self_reference_url",
              value: "http://<this node>:9393",
              perNode: true,
              why: "another value on each API node, reachable from the others",
            },
          ],
        },
      ],
    },
    {
      name: "caching only: the service starts",
      given: { "glance-api.conf": conf("image_cache_driver = centralized_db", "keystone+caching") },
      expect: [{ option, severity: "medium" }],
    },
  ],
  unchecked: [
    {
      name: "neither the release nor the driver is told",
      given: { "glance-api.conf": conf("debug = False") },
      needs: ["release"],
    },
  ],
});
