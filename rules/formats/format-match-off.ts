import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag } from "../../src/facts/settings.ts";

export const formatMatchOff = defineRule({
  id: "formats/format-match-off",
  title: "Uploads are stored even when they are not what they claim to be",
  severity: "medium",
  part: "b",
  problem: "insecure",
  releases: { from: "2025.1" },
  needs: ["glance"],
  messages: {
    off: "require_image_format_match is off: a file that is no {claimed} is stored as one, and fails, or worse, at boot",
  },
  why: "Glance looks at the bytes of an upload and refuses a file that is not of the claimed format. Switched off, such files reach the computes, where each service guesses for itself: that is how the disclosures of 2024 worked.",
  wrong: "[image_format]\nrequire_image_format_match = False",
  right: "[image_format]\nrequire_image_format_match = True",
  silentWhen: ["it is on, or the default"],
  sources: [
    "openstack/glance glance/common/config.py require_image_format_match",
    "openstack/glance glance/location.py set_data",
  ],
  *check({ glance }) {
    for (const api of glance) {
      if (flag(api, "image_format", "require_image_format_match") !== false) continue;
      yield {
        message: "off",
        option: "[image_format]require_image_format_match",
        at: placeOf(api, "image_format", "require_image_format_match"),
        data: { claimed: "qcow2" },
        fix: [{ file: api.file, section: "image_format", key: "require_image_format_match", value: "True" }],
        ...scopeIn(glance, api),
      };
    }
  },
});
