import { testRule } from "../../src/check/test-rule.ts";
import { cinderLocationsAuth } from "./cinder-locations-auth.ts";

const glance = (shown = "False"): string =>
  `[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = ${shown}\n[glance_store]\ndefault_backend = ceph\n`;
const cinder = (more = ""): string =>
  `[DEFAULT]\nenabled_backends = ceph\n[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\n${more}`;
const user = "[glance]\nauth_type = password\nusername = cinder\n";
const serviceUser = "[service_user]\nsend_service_user_token = True\nauth_type = password\n";
const option = "[glance]auth_type";
const problem = "cow_defeated_by_location_hidden";
const change = (section: string, key: string, value: string) => ({
  file: "cinder.conf",
  section,
  key,
  value,
  conditional: true,
});

testRule(cinderLocationsAuth, {
  silent: [
    {
      name: "Cinder has a user of its own",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder(user) },
      release: "2026.1",
    },
    {
      name: "locations are shown",
      given: { "glance-api.conf": glance("True"), "cinder.conf": cinder() },
      release: "2026.1",
    },
    {
      name: "before 2025.2",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder() },
      release: "2025.1",
    },
    {
      name: "in 2025.2 a service token is enough",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder(serviceUser) },
      release: "2025.2",
    },
    {
      name: "Nova is on Ceph: said once, of Glance",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder(), "nova.conf": "[libvirt]\nimages_type = rbd\n" },
      release: "2026.1",
    },
    {
      name: "the policy lets users ask",
      given: {
        "glance-api.conf": glance(),
        "cinder.conf": cinder(),
        "policy.yaml": '"fetch_image_location": "role:reader"\n',
      },
      release: "2026.1",
    },
  ],
  reports: [
    {
      name: "no user, and no service user to point at",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder() },
      release: "2026.1",
      expect: [{ option, problem, severity: "medium", file: "cinder.conf", line: null, part: "c", fix: [] }],
    },
    {
      name: "a service user that could be used",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder(`${serviceUser}[glance]\n`) },
      release: "2026.1",
      expect: [
        {
          option,
          line: 8,
          fix: [change("glance", "auth_type", "password"), change("glance", "auth_section", "service_user")],
        },
      ],
    },
  ],
  unchecked: [
    {
      name: "the release is not known",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder() },
      needs: ["release"],
    },
    {
      name: "no cinder.conf was given",
      given: { "glance-api.conf": glance() },
      release: "2026.1",
      needs: ["cinder.conf"],
    },
  ],
});
