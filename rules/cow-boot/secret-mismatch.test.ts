import { testRule } from "../../src/check/test-rule.ts";
import { secretMismatch } from "./secret-mismatch.ts";

const ONE = "5c8e1b2a-3f4d-4a6b-9c7d-0e1f2a3b4c5d";
const OTHER = "9d1f1b2a-3f4d-4a6b-9c7d-0e1f2a3b4c5d";
const nova = (uuid: string, user = "cinder") => ({
  "nova.conf": `[libvirt]\nimages_type = rbd\nrbd_user = ${user}\nrbd_secret_uuid = ${uuid}\n`,
});
const cinder = (uuid: string) => ({
  "cinder.conf": `[DEFAULT]\nenabled_backends = ceph\n[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nrbd_user = cinder\nrbd_secret_uuid = ${uuid}\n`,
});

testRule(secretMismatch, {
  silent: [
    { name: "equal", given: { ...nova(ONE), ...cinder(ONE.toUpperCase()) } },
    { name: "users of their own", given: { ...nova(ONE, "nova"), ...cinder(OTHER) } },
    { name: "a template", given: { ...nova("{{ uuid }}"), ...cinder(OTHER) } },
  ],
  reports: [
    {
      name: "one user, two secrets",
      given: { ...nova(ONE), ...cinder(OTHER) },
      expect: [{ option: "[ceph]rbd_secret_uuid", severity: "info", file: "cinder.conf", line: 6 }],
    },
  ],
});
