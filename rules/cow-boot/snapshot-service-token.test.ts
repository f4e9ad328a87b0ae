import { testRule } from "../../src/check/test-rule.ts";
import { snapshotServiceToken } from "./snapshot-service-token.ts";

const glance = (shown = "True") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = ${shown}\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = images\n`,
});
const nova = (lines = "", type = "rbd") => ({
  "nova.conf": `[libvirt]\nimages_type = ${type}\nimages_rbd_pool = vms\n${lines}\n`,
});
const release = "2025.2";

testRule(snapshotServiceToken, {
  silent: [
    {
      name: "the token is sent",
      given: { ...glance(), ...nova("[service_user]\nsend_service_user_token = true") },
      release,
    },
    { name: "disks are local", given: { ...glance(), ...nova("", "qcow2") }, release },
    { name: "no location is shown", given: { ...glance("False"), ...nova() }, release },
    { name: "an older release", given: { ...glance(), ...nova() }, release: "2025.1" },
  ],
  reports: [
    {
      name: "no token",
      given: { ...glance(), ...nova("[service_user]\nauth_type = password") },
      release,
      expect: [
        {
          option: "[service_user]send_service_user_token",
          problem: "unset_needed",
          severity: "high",
          file: "nova.conf",
          line: 4,
          fix: [{ file: "nova.conf", section: "service_user", value: "True" }] as never,
        },
      ],
    },
    {
      name: "switched off",
      given: { ...glance(), ...nova("[service_user]\nsend_service_user_token = False") },
      release: "2026.1",
      expect: [{ line: 5 }],
    },
  ],
  unchecked: [
    {
      name: "the section was not pasted",
      given: { ...glance(), ...nova() },
      release,
      needs: ["[service_user] of nova.conf"],
    },
    { name: "the release is not known", given: { ...glance(), ...nova() }, needs: ["release"] },
  ],
});
