import { testRule } from "../../src/check/test-rule.ts";
import { flavorMissing } from "./flavor-missing.ts";

const conf = (store: string, lines = "", flavor = "[paste_deploy]\nflavor = keystone\n"): string =>
  `[DEFAULT]\nenabled_backends = main:${store}\nimage_cache_dir = /var/lib/glance/image-cache\n${lines}[glance_store]\ndefault_backend = main\n${flavor}`;
const localDisks = "[libvirt]\nimages_type = qcow2\n";
const option = "[paste_deploy]flavor";

testRule(flavorMissing, {
  silent: [
    {
      name: "the store is RBD, as in a deployment tool's default",
      given: { "glance-api.conf": conf("rbd"), "nova.conf": "[libvirt]\nimages_type = rbd\n" },
    },
    { name: "the store is a file store", given: { "glance-api.conf": conf("file"), "nova.conf": localDisks } },
    {
      name: "disks are on Ceph",
      given: { "glance-api.conf": conf("swift"), "nova.conf": "[libvirt]\nimages_type = rbd\n" },
    },
    {
      name: "the cache is in the flavor",
      given: {
        "glance-api.conf": conf("swift", "", "[paste_deploy]\nflavor = keystone+caching\n"),
        "nova.conf": localDisks,
      },
    },
  ],
  reports: [
    {
      name: "Swift images and local disks",
      given: { "glance-api.conf": conf("swift"), "nova.conf": localDisks },
      release: "2023.1",
      expect: [
        {
          option,
          problem: "cache_missing_here",
          severity: "low",
          file: "glance-api.conf",
          line: 7,
          fix: [
            {
              file: "glance-api.conf",
              section: "paste_deploy",
              key: "flavor",
              value: "keystone+cachemanagement",
              why: "only the paste pipeline puts the cache into the path of a download",
            },
          ],
        },
      ],
    },
    {
      name: "a size of its own tells that the cache was meant; the driver of 2025.1 needs the worker's address too",
      given: { "glance-api.conf": conf("s3", "image_cache_max_size = 214748364800\n"), "nova.conf": localDisks },
      release: "2025.1",
      expect: [
        {
          option,
          severity: "medium",
          fix: [{ key: "flavor" }, { key: "worker_self_reference_url", perNode: true }] as never,
        },
      ],
    },
  ],
  unchecked: [
    { name: "no nova.conf was given", given: { "glance-api.conf": conf("swift") }, needs: ["nova.conf"] },
    {
      name: "the excerpt does not show the flavor",
      given: { "glance-api.conf": conf("swift", "", ""), "nova.conf": localDisks },
    },
  ],
});
