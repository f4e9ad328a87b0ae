import { testRule } from "../../src/check/test-rule.ts";
import { dirMissing } from "./dir-missing.ts";

const option = "[DEFAULT]image_cache_dir";

testRule(dirMissing, {
  silent: [
    {
      name: "the cache is off",
      given: { "glance-api.conf": "[DEFAULT]\ndebug = False\n[paste_deploy]\nflavor = keystone\n" },
    },
    {
      name: "the directory is set",
      given: {
        "glance-api.conf":
          "[DEFAULT]\nimage_cache_dir = /var/lib/glance/image-cache\n[paste_deploy]\nflavor = keystone+caching\n",
      },
    },
  ],
  reports: [
    {
      name: "a cache flavor without a directory",
      given: { "glance-api.conf": "[DEFAULT]\nworkers = 4\n[paste_deploy]\nflavor = keystone+cachemanagement\n" },
      expect: [
        { option, problem: "cache_requires_setting", severity: "high", file: "glance-api.conf", line: 1, part: "d" },
      ],
    },
    {
      name: "the directory is set to nothing, in one of two files",
      given: {
        "glance-api-ctl1.conf": "[DEFAULT]\nimage_cache_dir =\n[paste_deploy]\nflavor = keystone+caching\n",
        "glance-api-ctl2.conf": "[DEFAULT]\nimage_cache_dir = /srv/cache\n[paste_deploy]\nflavor = keystone+caching\n",
      },
      expect: [{ option, file: "glance-api-ctl1.conf", line: 2 }],
    },
  ],
});
