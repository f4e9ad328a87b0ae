import { testRule } from "../../src/check/test-rule.ts";
import { cacheConfDiffers } from "./cache-conf-differs.ts";

const api = (flavor = "keystone+caching"): string =>
  `[DEFAULT]\nenabled_backends = a:swift\nimage_cache_dir = /srv/glance/cache/\nimage_cache_driver = sqlite\n[glance_store]\ndefault_backend = a\n[paste_deploy]\nflavor = ${flavor}\n`;
const cache = (lines: string): string => `[DEFAULT]\ndebug = False\n${lines}`;

testRule(cacheConfDiffers, {
  silent: [
    { name: "no glance-cache.conf", given: { "glance-api.conf": api() } },
    {
      name: "both agree",
      given: { "glance-api.conf": api(), "glance-cache.conf": cache("image_cache_dir = /srv/glance/cache\n") },
      release: "2025.1",
    },
    {
      name: "the cache is off",
      given: { "glance-api.conf": api("keystone"), "glance-cache.conf": cache("image_cache_dir = /elsewhere\n") },
    },
    {
      name: "from 2024.1 the pruner reads glance-api.conf too",
      given: { "glance-api.conf": api(), "glance-cache.conf": cache("image_cache_stall_time = 3600\n") },
      release: "2024.1",
    },
  ],
  reports: [
    {
      name: "another directory",
      given: {
        "glance-api.conf": api(),
        "glance-cache.conf": cache("image_cache_dir = /var/lib/glance/image-cache\n"),
      },
      release: "2025.1",
      expect: [
        {
          option: "[DEFAULT]image_cache_dir",
          problem: "cache_not_pruned",
          severity: "medium",
          file: "glance-cache.conf",
          line: 3,
          fix: [{ file: "glance-cache.conf", section: "DEFAULT", key: "image_cache_dir", value: "/srv/glance/cache/" }],
        },
      ],
    },
    {
      name: "another driver",
      given: {
        "glance-api.conf": api(),
        "glance-cache.conf": cache("image_cache_dir = /srv/glance/cache\nimage_cache_driver = xattr\n"),
      },
      release: "2025.1",
      expect: [{ option: "[DEFAULT]image_cache_driver", file: "glance-cache.conf", line: 4 }],
    },
    {
      name: "an older pruner reads its own file only",
      given: { "glance-api.conf": api(), "glance-cache.conf": cache("image_cache_stall_time = 3600\n") },
      release: "2022.2",
      expect: [{ option: "[DEFAULT]image_cache_dir", file: "glance-cache.conf", line: 1 }],
    },
  ],
});
