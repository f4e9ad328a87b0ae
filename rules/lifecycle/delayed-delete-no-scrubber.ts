import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag } from "../../src/facts/settings.ts";

export const delayedDeleteNoScrubber = defineRule({
  id: "lifecycle/delayed-delete-no-scrubber",
  title: "delayed_delete is on and no scrubber runs: deleted images keep their space",
  severity: "medium",
  part: "e",
  problem: "side_effect",
  needs: ["glance"],
  messages: { never: "delayed_delete is on and no glance-scrubber runs: the bytes of deleted images are never freed" },
  why: "With delayed_delete a delete only marks the image pending_delete; glance-scrubber, a service of its own, removes the bytes later. Without it nothing is ever removed. Quotas do not count such images, so nobody notices until the store is full.",
  wrong: "[DEFAULT]\ndelayed_delete = True\n(no glance-scrubber)",
  right: "[DEFAULT]\ndelayed_delete = False",
  silentWhen: [
    "delayed_delete is off (the default)",
    "the operator says that the scrubber runs, or gives its glance-scrubber.conf",
  ],
  sources: [
    "openstack/glance glance/common/store_utils.py delete_image_location_from_backend, schedule_delayed_delete_from_backend",
    "openstack/glance glance/scrubber.py Daemon",
  ],
  *check({ glance, words, scrubber }) {
    for (const api of glance) {
      if (flag(api, "DEFAULT", "delayed_delete") !== true) continue;
      if (words.scrubber === null && scrubber === null) {
        yield { unchecked: ["glance-scrubber.conf, and whether glance-scrubber runs"] };
        continue;
      }
      if (words.scrubber?.value !== false) continue;
      yield {
        message: "never",
        option: optionName(api, "DEFAULT", "delayed_delete"),
        at: placeOf(api, "DEFAULT", "delayed_delete"),
        ...scopeIn(glance, api),
        fix: [
          {
            file: api.file,
            section: "DEFAULT",
            key: "delayed_delete",
            value: "False",
            conditional: true,
            why: "or run glance-scrubber; images that wait already need one run of it either way",
          },
        ],
      };
    }
  },
});
