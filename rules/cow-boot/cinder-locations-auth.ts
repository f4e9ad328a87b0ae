import { defineRule } from "../../src/check/rule.ts";
import { cinderAsksForLocations } from "../../src/facts/clone.ts";
import { cindersWithoutLocations } from "../../src/facts/clone-chain.ts";
import type { CinderVolume } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { sectionHeader, setting } from "../../src/facts/settings.ts";

/** Sections whose service user `auth_section` could point at. */
const SERVICE_USERS = ["service_user", "keystone_authtoken"] as const;

export const cinderLocationsAuth = defineRule({
  id: "cow-boot/cinder-locations-auth",
  title: "Cinder may not ask Glance where images lie, so volumes are full copies",
  severity: "medium",
  part: "c",
  problem: "cow_defeated_by_location_hidden",
  releases: { from: "2025.2" },
  needs: ["cinder", "glance"],
  messages: {
    none: "Glance hides locations from users, and cinder.conf has no [glance] user to ask for them: volumes are full copies",
  },
  why: "From 2025.2 cinder-volume asks Glance for an image's locations in the name of a service, so that users need not see them. Without a [glance] section with auth_type it asks with the user's token, is refused, and finds none in the image either: then it downloads and writes the whole image.",
  wrong: "# glance-api.conf\nshow_image_direct_url = False\n# cinder.conf has no [glance] section",
  right:
    "# cinder.conf\n[glance]\nauth_type = password\nauth_section = service_user\n[service_user]\nsend_service_user_token = True\nauth_type = password\nusername = cinder",
  silentWhen: [
    "Glance shows locations at the endpoint that Cinder uses",
    "[glance] auth_type is set; in 2025.2 also when Cinder sends a service token",
    "the policy was given and changes service_api or fetch_image_location",
    "Nova is on Ceph too and needs the location in the image: one cure for both (cow-boot/direct-url-off)",
    "volumes are not on Ceph, or on another cluster",
  ],
  sources: [
    "openstack/cinder cinder/image/glance.py GlanceImageService.get_location (from 2025.2)",
    "openstack/cinder cinder/image/glance.py _create_glance_client ([glance] auth_type)",
    "openstack/glance glance/policies/base.py service_api",
  ],
  *check(cloud) {
    for (const cinder of cindersWithoutLocations(cloud)) {
      if (cinderAsksForLocations(cinder) !== false) continue;
      yield {
        message: "none",
        option: optionName(cinder, "glance", "auth_type"),
        at: placeOf(cinder, "glance", "auth_type"),
        ...scopeIn(cloud.cinder, cinder),
        fix: fixOf(cinder),
      };
    }
  },
});

/** Points at a service user that the file already has; credentials are never proposed. */
function fixOf(cinder: CinderVolume) {
  const user = SERVICE_USERS.find((section) => setting(cinder, section, "auth_type").isSet);
  if (!user) return [];
  const change = (section: string, key: string, value: string) => ({
    file: cinder.file,
    section: writtenSection(cinder, section),
    key,
    value,
    conditional: true,
    why: "the user of that section needs the role service",
  });
  const token = user === "service_user" && cinder.catalogues.includes("2025.2");
  return [
    change("glance", "auth_type", "password"),
    change("glance", "auth_section", sectionHeader(cinder, user)?.name ?? user),
    ...(token ? [change("service_user", "send_service_user_token", "True")] : []),
  ];
}
