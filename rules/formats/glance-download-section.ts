import { defineRule } from "../../src/check/rule.ts";
import { importFileOf } from "../../src/facts/conversion.ts";
import { placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

const WRONG = "glance_download_opts";
const RIGHT = "glance_download_properties";

export const glanceDownloadSection = defineRule({
  id: "formats/glance-download-section",
  title: "Properties of images from another Glance are set in a section that nothing reads",
  severity: "low",
  part: "b",
  problem: "wrong_section",
  releases: { to: "2025.1" },
  needs: ["glance"],
  messages: {
    section:
      "extra_properties is read from [glance_download_properties], not from [glance_download_opts], whatever the sample shows",
  },
  why: "Up to 2025.1 the shipped sample lists extra_properties under [glance_download_opts], while the code reads [glance_download_properties]. What is set after the sample has no effect: only the default properties are copied.",
  wrong: "[glance_download_opts]\nextra_properties = os_",
  right: "[glance_download_properties]\nextra_properties = os_",
  silentWhen: ["the option is in [glance_download_properties]", "it is not set"],
  sources: [
    "openstack/glance glance/async_/flows/_internal_plugins/glance_download.py (CONF.glance_download_properties)",
  ],
  *check({ glance }) {
    for (const api of glance) {
      const { isSet, text } = setting(api, WRONG, "extra_properties");
      if (!isSet || text === null) continue;
      const file = importFileOf(api);
      const section = writtenSection(api, WRONG);
      const moved = setting(api, RIGHT, "extra_properties").isSet;
      yield {
        message: "section",
        option: `[${section}]extra_properties`,
        at: placeOf(api, WRONG, "extra_properties"),
        fix: [
          {
            file: setting(api, WRONG, "extra_properties").at?.file ?? file,
            section,
            key: "extra_properties",
            value: null,
          },
          ...(moved ? [] : [{ file, section: RIGHT, key: "extra_properties", value: text }]),
        ],
        ...scopeIn(glance, api),
      };
    }
  },
});
