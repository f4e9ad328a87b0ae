import { testRule } from "../../src/check/test-rule.ts";
import { tooSmall } from "./too-small.ts";

const conf = (size: string, flavor = "keystone+caching"): string =>
  `[DEFAULT]\nenabled_backends = main:swift\nimage_cache_dir = /var/lib/glance/cache\n${size}\n[glance_store]\ndefault_backend = main\n[paste_deploy]\nflavor = ${flavor}\n`;
const images = (gib: number): string =>
  JSON.stringify([
    {
      ID: "0f0f0f0f-1111-4222-8333-444455556666",
      Name: "db",
      "Disk Format": "qcow2",
      Status: "active",
      Size: gib * 1024 ** 3,
    },
  ]);
const option = "[DEFAULT]image_cache_max_size";

testRule(tooSmall, {
  silent: [
    {
      name: "the largest image fits the default",
      given: { "glance-api.conf": conf("debug = False"), "images.json": images(9) },
    },
    {
      name: "the pruner's own file has a limit that fits",
      given: {
        "glance-api.conf": conf("debug = False"),
        "glance-cache.conf":
          "[DEFAULT]\nimage_cache_dir = /var/lib/glance/cache\nimage_cache_max_size = 107374182400\n",
        "images.json": images(40),
      },
    },
    {
      name: "the cache is off",
      given: { "glance-api.conf": conf("debug = False", "keystone"), "images.json": images(40) },
    },
    {
      name: "boots are clones",
      given: {
        "glance-api.conf":
          "[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_ceph_conf = /etc/ceph/ceph.conf\n[paste_deploy]\nflavor = keystone+caching\n",
        "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\n",
        "images.json": images(40).replace("qcow2", "raw"),
      },
    },
  ],
  reports: [
    {
      name: "the default limit and an image of 40 GiB",
      given: { "glance-api.conf": conf("debug = False"), "images.json": images(40) },
      expect: [
        {
          option,
          problem: "capacity",
          severity: "low",
          file: "glance-api.conf",
          line: 1,
          fix: [{ value: String(48 * 1024 ** 3), conditional: true }] as never,
        },
      ],
    },
    {
      name: "the images of most boots do not fit in together",
      given: {
        "glance-api.conf": conf("image_cache_max_size = 21474836480"),
        "images.json": JSON.stringify(
          [1, 2, 3].map((number) => ({
            id: `0f0f0f0f-1111-4222-8333-44445555666${number}`,
            name: "golden",
            disk_format: "qcow2",
            status: "active",
            size: 15 * 1024 ** 3,
            boots_30d: 100,
          })),
        ),
      },
      expect: [{ option, severity: "medium", line: 4 }],
    },
  ],
  unchecked: [
    {
      name: "no catalogue was given",
      given: { "glance-api.conf": conf("debug = False") },
      needs: ["openstack image list --long"],
    },
  ],
});
