import { testRule } from "../../src/check/test-rule.ts";
import { cinderCacheUnbounded } from "./cinder-cache-unbounded.ts";

const ids = "cinder_internal_tenant_project_id = aaaa\ncinder_internal_tenant_user_id = bbbb\n";
const conf = (lines: string, internal = ids): string =>
  `[DEFAULT]\nenabled_backends = fast\n${internal}[fast]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n${lines}`;

testRule(cinderCacheUnbounded, {
  silent: [
    { name: "the cache is off", given: { "cinder.conf": conf("") } },
    {
      name: "a count limit is set",
      given: { "cinder.conf": conf("image_volume_cache_enabled = True\nimage_volume_cache_max_count = 50\n") },
    },
    {
      name: "a size limit holds for all backends",
      given: {
        "cinder.conf": conf(
          "image_volume_cache_enabled = True\n[backend_defaults]\nimage_volume_cache_max_size_gb = 200\n",
        ),
      },
    },
    {
      name: "nothing is cached for want of a project",
      given: { "cinder.conf": conf("image_volume_cache_enabled = True\n", "") },
    },
  ],
  reports: [
    {
      name: "no limit",
      given: { "cinder.conf": conf("image_volume_cache_enabled = True\n") },
      expect: [
        {
          option: "[fast]image_volume_cache_max_size_gb",
          problem: "capacity",
          severity: "low",
          file: "cinder.conf",
          line: 7,
        },
      ],
    },
    {
      name: "both limits are 0",
      given: {
        "cinder.conf": conf(
          "image_volume_cache_enabled = yes\nimage_volume_cache_max_size_gb = 0\nimage_volume_cache_max_count = 0\n",
        ),
      },
      expect: [{ option: "[fast]image_volume_cache_max_size_gb" }],
    },
  ],
});
