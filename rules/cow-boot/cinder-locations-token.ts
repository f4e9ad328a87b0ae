import { defineRule } from "../../src/check/rule.ts";
import { cinderAsksForLocations } from "../../src/facts/clone.ts";
import { cindersWithoutLocations } from "../../src/facts/clone-chain.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

const KEY = "send_service_user_token";

export const cinderLocationsToken = defineRule({
  id: "cow-boot/cinder-locations-token",
  title: "In 2025.2 Glance tells locations only to who sends a service token",
  severity: "medium",
  part: "c",
  problem: "cow_defeated_by_location_hidden",
  releases: { from: "2025.2", to: "2025.2" },
  needs: ["cinder", "glance"],
  messages: {
    off: "Cinder asks for locations with its [glance] user but sends no service token, which 2025.2 wants: volumes are copies",
  },
  why: "The policy service_api of 2025.2 wants the role service in a service token; the role of Cinder's [glance] user alone is refused. 2026.1 takes the user's own role again. Until then a volume from an image is a full copy where Glance hides locations.",
  wrong: "[glance]\nauth_type = password\n[service_user]\nsend_service_user_token = False",
  right: "[glance]\nauth_type = password\n[service_user]\nsend_service_user_token = True\nauth_type = password",
  silentWhen: [
    "send_service_user_token is on",
    "Glance shows locations at the endpoint that Cinder uses",
    "the policy was given and changes service_api or fetch_image_location",
    "any release but 2025.2",
  ],
  sources: [
    "openstack/glance glance/policies/base.py service_api (service_roles:service on stable/2025.2)",
    "openstack/cinder cinder/service_auth.py get_auth_plugin",
  ],
  *check(cloud) {
    for (const cinder of cindersWithoutLocations(cloud)) {
      if (cinderAsksForLocations(cinder) !== "unknown") continue;
      const ready = setting(cinder, "service_user", "auth_type").isSet;
      yield {
        message: "off",
        option: optionName(cinder, "service_user", KEY),
        at: placeOf(cinder, "service_user", KEY),
        ...scopeIn(cloud.cinder, cinder),
        fix: [
          {
            file: cinder.file,
            section: writtenSection(cinder, "service_user"),
            key: KEY,
            value: "True",
            ...(ready ? {} : { conditional: true }),
            why: "the user of [service_user] needs the role service",
          },
        ],
      };
    }
  },
});
