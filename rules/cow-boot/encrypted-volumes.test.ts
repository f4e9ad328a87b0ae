import { testRule } from "../../src/check/test-rule.ts";
import { encryptedVolumes } from "./encrypted-volumes.ts";

const cinder = (driver: string) => ({
  "cinder.conf": `[DEFAULT]\nenabled_backends = one\n[one]\nvolume_driver = cinder.volume.drivers.${driver}\n`,
});
const words = { "request.md": "Volumes take minutes to create.\nMost of our volume types are encrypted with LUKS.\n" };

testRule(encryptedVolumes, {
  silent: [
    { name: "not on Ceph", given: { ...cinder("lvm.LVMVolumeDriver"), ...words } },
    { name: "nobody says so", given: { ...cinder("rbd.RBDDriver"), "request.md": "Volumes are slow.\n" } },
  ],
  reports: [
    {
      name: "encrypted types on Ceph",
      given: { ...cinder("rbd.RBDDriver"), ...words },
      expect: [{ severity: "info", part: "b", file: "request.md", line: 2 }],
    },
  ],
});
