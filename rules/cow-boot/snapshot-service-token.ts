import { defineRule } from "../../src/check/rule.ts";
import { apisOf } from "../../src/facts/clone-chain.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { flag, sectionHeader } from "../../src/facts/settings.ts";

export const snapshotServiceToken = defineRule({
  id: "cow-boot/snapshot-service-token",
  title: "Snapshots of servers on Ceph fail without a service token",
  severity: "high",
  part: "c",
  problem: "unset_needed",
  releases: { from: "2025.2" },
  needs: ["nova", "glance"],
  messages: {
    token:
      "Nova adds the snapshot's location to Glance, which takes it only with a service token: server snapshots fail",
  },
  why: "From 2025.2 Nova writes the location of a direct snapshot by Glance's add-location call. Glance takes an RBD location only from the service role, and Nova sends the user's token unless [service_user] adds its own. The refusal is not among the errors after which Nova falls back to an upload.",
  wrong: "[libvirt]\nimages_type = rbd",
  right:
    "[libvirt]\nimages_type = rbd\n[service_user]\nsend_service_user_token = True\n# and a user that has the role service",
  silentWhen: [
    "the service token is sent",
    "images_type is not rbd",
    "the pasted nova.conf has no [service_user]: it may be an excerpt, and stays a question",
    "Glance shows no location: then Nova uploads snapshots through glance-api",
  ],
  sources: [
    "openstack/nova nova/image/glance.py _add_location (PATCH only after 501)",
    "openstack/nova nova/virt/libvirt/driver.py snapshot (errors that fall back)",
    "openstack/glance glance/api/v2/images.py add_location (service role)",
    "judgement: read in the code, not run",
  ],
  *check(cloud) {
    for (const compute of cloud.nova) {
      if (compute.usesRbd !== true || flag(compute, "service_user", "send_service_user_token") !== false) continue;
      if (!apisOf(cloud.glance, compute).some(({ locationsShown }) => locationsShown === true)) continue;
      if (!sectionHeader(compute, "service_user")) {
        yield { unchecked: ["[service_user] of nova.conf"] };
        continue;
      }
      yield {
        message: "token",
        option: optionName(compute, "service_user", "send_service_user_token"),
        at: placeOf(compute, "service_user", "send_service_user_token"),
        fix: [
          {
            file: compute.file,
            section: writtenSection(compute, "service_user"),
            key: "send_service_user_token",
            value: "True",
            why: "Glance takes a location from a service only; the user of [service_user] needs the role service",
          },
        ],
        ...scopeIn(cloud.nova, compute),
      };
    }
  },
});
