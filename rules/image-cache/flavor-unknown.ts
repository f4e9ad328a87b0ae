import { distance } from "fastest-levenshtein";
import { defineRule } from "../../src/check/rule.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting, text } from "../../src/facts/settings.ts";

/** The pipelines of glance-api-paste.ini, of every release since 2022.2; the empty one asks nobody to log in. */
const SHIPPED = ["caching", "cachemanagement", "keystone", "keystone+caching", "keystone+cachemanagement"] as const;
/** Typing errors, not another name. */
const NEAR = 3;

export const flavorUnknown = defineRule({
  id: "image-cache/flavor-unknown",
  title: "No paste pipeline has the name of the flavor",
  severity: "high",
  part: "d",
  problem: "wrong_value",
  needs: ["glance"],
  messages: { misspelt: "No pipeline is called {flavor} ({meant} is): glance-api does not start" },
  why: "glance-api loads the pipeline glance-api-<flavor> from glance-api-paste.ini, letter by letter. The flavors that come with Glance are keystone, keystone+caching and keystone+cachemanagement, and the two caches without keystone. Any other name ends the service while it starts.",
  wrong: "[paste_deploy]\nflavor = keystone+cachemanagment",
  right: "[paste_deploy]\nflavor = keystone+cachemanagement",
  silentWhen: [
    "the flavor is one of those",
    "the pasted glance-api-paste.ini has a pipeline of that name",
    "no flavor is set",
  ],
  sources: [
    "openstack/glance glance/common/wsgi.py and glance/common/config.py load_paste_app",
    "openstack/glance etc/glance-api-paste.ini (2022.2 to 2026.2)",
    "lab: Glance 2026.2 ends with Unable to load glance-api-keystone+cachemanagment",
  ],
  *check({ glance, intake }) {
    const pipelines = intake.artefacts.flatMap((artefact) =>
      artefact.kind === "paste-pipeline" ? artefact.pipelines.map(({ name }) => name) : [],
    );
    for (const api of glance) {
      const flavor = text(api, "paste_deploy", "flavor");
      if (flavor === null || flavor.includes("$") || SHIPPED.some((name) => name === flavor)) continue;
      if (pipelines.includes(`glance-api-${flavor}`)) continue;
      const meant = SHIPPED.find((name) => distance(name, flavor) <= NEAR);
      const own = pipelines.length === 0 && setting(api, "paste_deploy", "config_file").isSet;
      if (meant === undefined || own) {
        yield { unchecked: ["glance-api-paste.ini"] };
        continue;
      }
      yield {
        message: "misspelt",
        option: optionName(api, "paste_deploy", "flavor"),
        at: placeOf(api, "paste_deploy", "flavor"),
        ...scopeIn(glance, api),
        data: { flavor: plainName(flavor, "so"), meant },
        fix: [{ file: api.file, section: "paste_deploy", key: "flavor", value: meant }],
      };
    }
  },
});
