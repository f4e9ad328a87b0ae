import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";

export const multipleLocations = defineRule({
  id: "security/multiple-locations",
  title: "show_multiple_locations lets an image's owner change where its data lies",
  severity: "medium",
  part: "c",
  problem: "insecure",
  needs: ["glance"],
  messages: {
    on: "show_multiple_locations is on: whoever may change an image may point it at other data (OSSN-0065)",
    internal:
      "show_multiple_locations is on at an internal endpoint: keep it unreachable for users, and plan to leave it (deprecated)",
  },
  why: "With this option the image API accepts changes of an image's locations. An owner can replace the bytes behind an image that others boot, and the stored hash does not follow. The option is deprecated; Ceph clones need only show_image_direct_url, and from 2024.2 services have a locations API of their own.",
  wrong: "[DEFAULT]\nshow_image_direct_url = True\nshow_multiple_locations = True",
  right: "[DEFAULT]\nshow_image_direct_url = True\nshow_multiple_locations = False",
  silentWhen: ["the option is off or unset (off is the default)", "its value cannot be read as a boolean"],
  sources: [
    "OSSN-0065",
    "openstack/glance glance/common/config.py show_multiple_locations (deprecated since Newton)",
    "openstack/glance glance/api/v2/images.py ImagesController._do_replace_locations",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (api.showMultipleLocations !== true) continue;
      yield {
        message: api.scope.role === "internal" ? "internal" : "on",
        ...(api.scope.role === "internal" ? { severity: "low" as const } : {}),
        option: optionName(api, "DEFAULT", "show_multiple_locations"),
        at: placeOf(api, "DEFAULT", "show_multiple_locations"),
        ...scopeIn(glance, api),
        fix: fixOf(api),
      };
    }
  },
});

/** Clones must not be lost on the way: where only multiple locations showed an RBD location, the direct address takes over. */
function fixOf(api: GlanceApi) {
  const byLocation =
    api.stores.some(({ type }) => type === "rbd") && api.catalogues.some((release) => release < "2025.2");
  const off = {
    file: api.file,
    section: "DEFAULT",
    key: "show_multiple_locations",
    value: "False",
    // Nova's direct_snapshot adds a location by PATCH, which is refused when locations are not shown
    why: byLocation
      ? "nobody but a service may then change where data lies; snapshots of RBD disks are uploaded in full until Nova has the new location API (2025.2)"
      : "nobody but a service may then change where data lies",
  };
  const cloneable = api.stores.some(({ type }) => type === "rbd") && api.stores.every(({ type }) => type !== "s3");
  if (api.showDirectUrl === true || !cloneable) return [off];
  return [off, { file: api.file, section: "DEFAULT", key: "show_image_direct_url", value: "True" }];
}
