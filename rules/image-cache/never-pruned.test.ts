import { testRule } from "../../src/check/test-rule.ts";
import { neverPruned } from "./never-pruned.ts";

const conf = (flavor: string): string =>
  `[DEFAULT]\nimage_cache_dir = /var/lib/glance/cache\nimage_cache_max_size = 107374182400\n[paste_deploy]\nflavor = ${flavor}\n`;
const option = "[DEFAULT]image_cache_max_size";
const without = "We run 2025.1. The glance cache disk is full again. There is no cache pruner on the controllers.\n";

testRule(neverPruned, {
  silent: [
    { name: "the cache is off", given: { "glance-api.conf": conf("keystone"), "request.md": without } },
    {
      name: "the operator says that it runs",
      given: { "glance-api.conf": conf("keystone+caching"), "request.md": "The cache pruner runs every hour.\n" },
    },
    {
      name: "the crontab calls it",
      given: {
        "glance-api.conf": conf("keystone+caching"),
        "crontab.sh": "#!/bin/sh\n/usr/bin/glance-cache-pruner --config-file /etc/glance/glance-cache.conf\n",
      },
    },
  ],
  reports: [
    {
      name: "the operator says that none runs",
      given: { "glance-api.conf": conf("keystone+cachemanagement"), "request.md": without },
      expect: [
        { option, problem: "cache_not_pruned", severity: "medium", file: "glance-api.conf", line: 3, part: "d" },
      ],
    },
    {
      name: "two nodes",
      given: {
        "glance-api-ctl1.conf": conf("keystone+caching"),
        "glance-api-ctl2.conf": conf("keystone"),
        "request.md": without,
      },
      expect: [{ option, file: "glance-api-ctl1.conf" }],
    },
  ],
  unchecked: [
    {
      name: "nothing is said of a pruner",
      given: { "glance-api.conf": conf("keystone+caching") },
      needs: ["crontab of the API nodes (glance-cache-pruner)"],
    },
    {
      name: "the call is commented out",
      given: {
        "glance-api.conf": conf("keystone+caching"),
        "crontab.sh": "#!/bin/sh\n# /usr/bin/glance-cache-pruner\nexit 0\n",
      },
    },
  ],
});
