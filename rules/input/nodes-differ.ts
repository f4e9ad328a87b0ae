import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi } from "../../src/facts/cloud.ts";
import { placeOf } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

/** What all API nodes of one endpoint must have alike. */
const SHARED: readonly (readonly [section: string, key: string])[] = [
  ["DEFAULT", "enabled_backends"],
  ["glance_store", "default_backend"],
  ["glance_store", "default_store"],
  ["DEFAULT", "enabled_import_methods"],
  ["image_import_opts", "image_import_plugins"],
  ["image_conversion", "output_format"],
  ["DEFAULT", "show_image_direct_url"],
  ["DEFAULT", "show_multiple_locations"],
  ["paste_deploy", "flavor"],
  ["DEFAULT", "image_cache_driver"],
];

export const nodesDiffer = defineRule({
  id: "input/nodes-differ",
  title: "API nodes of one endpoint are set differently",
  severity: "medium",
  part: "c",
  problem: "contradiction",
  needs: ["glance"],
  messages: {
    unnamed:
      "{option} differs between {first} and {second}, and neither name says whose it is: the design follows {first}; say which node, site or endpoint each belongs to",
    differ: "{option} differs between {first} and {second}: what a request gets depends on the node that takes it",
  },
  why: "A load balancer sends requests to any node. Where nodes differ in stores, default or what they show, uploads land here and there and clones work by chance, which is hard to find later.",
  wrong: "ctl1: default_backend = ceph\nctl2: default_backend = local",
  right: "ctl1: default_backend = ceph\nctl2: default_backend = ceph",
  remedy: "give all nodes of one role the same file, one after the other",
  silentWhen: [
    "internal and external endpoints, which are meant to differ",
    "nodes of different sites",
    "the files' names tell no nodes, and they have the same stores and default",
    "values that are each node's own (worker_self_reference_url, addresses)",
  ],
  sources: ["judgement: nodes behind one address serve the same requests"],
  *check({ glance }) {
    for (const [at, api] of glance.entries()) {
      const nameless = glance.slice(0, at).find((other) => isNameless(other) && isNameless(api));
      if (nameless && nameless.scope.role === api.scope.role)
        for (const [section, key] of STORES) {
          if (comparable(nameless, section, key) === comparable(api, section, key)) continue;
          const option = `[${section}]${key}`;
          yield {
            message: "unnamed",
            option,
            at: placeOf(api, section, key),
            data: { option, first: nameless.file, second: api.file },
            scope: api.scope.label,
          };
          break;
        }
      const twin = glance.slice(0, at).find((other) => isPeer(other, api));
      if (!twin) continue;
      for (const [section, key] of SHARED) {
        if (comparable(twin, section, key) === comparable(api, section, key)) continue;
        const option = `[${section}]${key}`;
        yield {
          message: "differ",
          option,
          at: placeOf(api, section, key),
          data: { option, first: twin.file, second: api.file },
          scope: api.scope.label,
        };
      }
    }
  },
});

/** What two files of one cloud cannot have differently without somebody having meant it. */
const STORES = SHARED.slice(0, 3);

const isNameless = ({ scope }: GlanceApi): boolean => scope.node === null && scope.site === null;

function isPeer(left: GlanceApi, right: GlanceApi): boolean {
  const nodes = left.scope.node !== null && right.scope.node !== null && left.scope.node !== right.scope.node;
  return nodes && left.scope.role === right.scope.role && left.scope.site === right.scope.site;
}

/** Blanks and the case of booleans do not count. */
function comparable(api: GlanceApi, section: string, key: string): string | null {
  const text = setting(api, section, key).text;
  return text === null ? null : text.replaceAll(/\s+/g, "").replace(/^(?:true|false)$/i, (word) => word.toLowerCase());
}
