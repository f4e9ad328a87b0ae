import { testRule } from "../../src/check/test-rule.ts";
import { cinderLocationsToken } from "./cinder-locations-token.ts";

const glance = (shown = "False"): string =>
  `[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = ${shown}\n[glance_store]\ndefault_backend = ceph\n`;
const cinder = (more = ""): string =>
  `[DEFAULT]\nenabled_backends = ceph\n[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\n[glance]\nauth_type = password\n${more}`;
const option = "[service_user]send_service_user_token";
const fix = { file: "cinder.conf", section: "service_user", key: "send_service_user_token", value: "True" };

testRule(cinderLocationsToken, {
  silent: [
    {
      name: "the token is sent",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder("[service_user]\nsend_service_user_token = true\n") },
      release: "2025.2",
    },
    {
      name: "locations are shown",
      given: { "glance-api.conf": glance("True"), "cinder.conf": cinder() },
      release: "2025.2",
    },
    { name: "2026.1", given: { "glance-api.conf": glance(), "cinder.conf": cinder() }, release: "2026.1" },
  ],
  reports: [
    {
      name: "no token is sent",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder() },
      release: "2025.2",
      expect: [
        {
          option,
          problem: "cow_defeated_by_location_hidden",
          severity: "medium",
          file: "cinder.conf",
          line: null,
          fix: [{ ...fix, conditional: true }],
        },
      ],
    },
    {
      name: "the service user is there but its token is not sent",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder("[service_user]\nauth_type = password\n") },
      release: "2025.2",
      expect: [{ option, line: 7, fix: [fix] }],
    },
  ],
  unchecked: [
    {
      name: "no cinder.conf was given",
      given: { "glance-api.conf": glance() },
      release: "2025.2",
      needs: ["cinder.conf"],
    },
  ],
});
