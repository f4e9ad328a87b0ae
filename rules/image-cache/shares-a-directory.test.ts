import { testRule } from "../../src/check/test-rule.ts";
import { sharesADirectory } from "./shares-a-directory.ts";

const conf = (cache: string, flavor = "keystone+caching"): string =>
  `[DEFAULT]\nenabled_backends = local:file\nimage_cache_dir = ${cache}\n[glance_store]\ndefault_backend = local\n[local]\nfilesystem_store_datadir = /srv/glance/images\n[paste_deploy]\nflavor = ${flavor}\n`;
const option = "[DEFAULT]image_cache_dir";

testRule(sharesADirectory, {
  silent: [
    { name: "directories side by side", given: { "glance-api.conf": conf("/srv/glance/images-cache") } },
    { name: "the cache is off", given: { "glance-api.conf": conf("/srv/glance/images", "keystone") } },
    {
      name: "no file store",
      given: {
        "glance-api.conf":
          "[DEFAULT]\nenabled_backends = cold:swift\nimage_cache_dir = /srv/glance\n[paste_deploy]\nflavor = keystone+caching\n",
      },
    },
  ],
  reports: [
    {
      name: "one directory, with a slash at the end",
      given: { "glance-api.conf": conf("/srv/glance/images/") },
      expect: [
        {
          option,
          problem: "shared_path_conflict",
          severity: "high",
          file: "glance-api.conf",
          line: 3,
          fix: [{ value: "/srv/glance/image-cache" }] as never,
        },
      ],
    },
    {
      name: "the cache inside the store's directory",
      given: { "glance-api.conf": conf("/srv/glance/images/cache") },
      expect: [{ option, severity: "medium" }],
    },
  ],
});
