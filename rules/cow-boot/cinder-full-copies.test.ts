import { testRule } from "../../src/check/test-rule.ts";
import { cinderFullCopies } from "./cinder-full-copies.ts";

const cinder = (lines: string, driver = "rbd.RBDDriver") => ({
  "cinder.conf": `[DEFAULT]\nenabled_backends = one\n[one]\nvolume_driver = cinder.volume.drivers.${driver}\n${lines}\n`,
});

testRule(cinderFullCopies, {
  silent: [
    { name: "defaults", given: cinder("") },
    { name: "a depth of five", given: cinder("rbd_max_clone_depth = 5\nrbd_flatten_volume_from_snapshot = False") },
    { name: "not on Ceph", given: cinder("rbd_max_clone_depth = 0", "lvm.LVMVolumeDriver") },
  ],
  reports: [
    {
      name: "no depth",
      given: cinder("rbd_max_clone_depth = 0"),
      expect: [{ option: "[one]rbd_max_clone_depth", severity: "info", line: 5 }],
    },
    {
      name: "flattened",
      given: cinder("rbd_flatten_volume_from_snapshot = True"),
      expect: [{ option: "[one]rbd_flatten_volume_from_snapshot", line: 5 }],
    },
  ],
});
