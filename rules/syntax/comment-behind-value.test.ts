import { testRule } from "../../src/check/test-rule.ts";
import { commentBehindValue } from "./comment-behind-value.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(commentBehindValue, {
  silent: [
    { name: "the comment has a line of its own", given: glance("# needed\nshow_image_direct_url = True") },
    { name: "a boolean that is wrong for another reason", given: glance("show_image_direct_url = perhaps # really") },
  ],
  reports: [
    {
      name: "a remark behind a boolean",
      given: glance("show_image_direct_url = True   # needed for clones"),
      expect: [
        {
          option: "[DEFAULT]show_image_direct_url",
          problem: "parse_error",
          severity: "high",
          line: 3,
          fix: [{ file: "glance-api.conf", section: "DEFAULT", key: "show_image_direct_url", value: "True" }],
        },
      ],
    },
    {
      name: "a remark behind a number in cinder.conf",
      given: {
        "cinder.conf":
          "[DEFAULT]\nenabled_backends = ceph\n[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nrbd_max_clone_depth = 5 ; as ever\n",
      },
      expect: [{ option: "[ceph]rbd_max_clone_depth", file: "cinder.conf", line: 5 }],
    },
  ],
});
