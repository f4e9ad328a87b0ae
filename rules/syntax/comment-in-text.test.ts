import { testRule } from "../../src/check/test-rule.ts";
import { commentInText } from "./comment-in-text.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = ceph:rbd\n[ceph]\n${lines}\n` });

testRule(commentInText, {
  silent: [
    { name: "the remark has its own line", given: glance("# fast\nrbd_store_pool = images") },
    { name: "a description may hold a number sign", given: glance("store_description = pool # 1") },
    { name: "no blank before the sign", given: glance("rbd_store_pool = images#1") },
    { name: "a quoted value", given: glance('rbd_store_pool = "images # 1"') },
  ],
  reports: [
    {
      name: "a semicolon begins no comment there either",
      given: {
        "glance-api.conf":
          "[DEFAULT]\nenabled_backends = nfs:file\n[nfs]\nfilesystem_store_datadir = /srv/glance ; nfs\n",
      },
      expect: [{ option: "[nfs]filesystem_store_datadir", line: 4 }],
    },
    {
      name: "a remark behind a pool",
      given: glance("rbd_store_pool = images  # fast"),
      expect: [
        {
          option: "[ceph]rbd_store_pool",
          problem: "ambiguous_syntax",
          severity: "high",
          line: 4,
          fix: [{ file: "glance-api.conf", section: "ceph", key: "rbd_store_pool", value: "images" }],
        },
      ],
    },
    {
      name: "a remark behind the pool of nova's disks",
      given: { "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms # ssd\n" },
      expect: [{ option: "[libvirt]images_rbd_pool", file: "nova.conf", line: 3 }],
    },
  ],
});
