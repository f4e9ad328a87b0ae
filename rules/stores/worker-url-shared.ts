import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi } from "../../src/facts/cloud.ts";
import { optionName, scopeIn } from "../../src/facts/place.ts";
import { setting, text } from "../../src/facts/settings.ts";

export const workerUrlShared = defineRule({
  id: "stores/worker-url-shared",
  title: "worker_self_reference_url does not name one node",
  severity: "high",
  part: "c",
  problem: "wrong_value",
  needs: ["glance"],
  messages: {
    public:
      "worker_self_reference_url is the public endpoint: peers reach any node by it, and staged data is not found",
    twice: "worker_self_reference_url is the same in {other}: each node needs its own",
    local: "worker_self_reference_url names the node itself as localhost: its peers reach themselves by it",
  },
  why: "A node gives this URL to its peers so that they come back to it for staged data, and central cache records carry it as the node's name. Shared by nodes, or leading to a load balancer, it sends peers to the wrong one.",
  wrong:
    "[DEFAULT]\npublic_endpoint = https://image.example.net\nworker_self_reference_url = https://image.example.net",
  right: "[DEFAULT]\npublic_endpoint = https://image.example.net\nworker_self_reference_url = http://192.0.2.11:9292",
  silentWhen: ["each file has its own URL", "internal and external API of one node"],
  sources: [
    "openstack/glance glance/common/config.py worker_self_reference_url",
    "openstack/glance glance/image_cache/drivers/centralized_db.py",
  ],
  *check({ glance, words }) {
    const byUrl = Map.groupBy(glance, (api) => plain(text(api, "DEFAULT", "worker_self_reference_url") ?? ""));
    for (const api of glance) {
      const url = setting(api, "DEFAULT", "worker_self_reference_url");
      if (!url.isSet || !url.text || !url.at) continue;
      const found = sharedWith(api, byUrl.get(plain(url.text)) ?? [], url.text);
      if (found === null || (found.message !== "twice" && words.apiNodes?.value === 1)) continue;
      const sure = found.message === "twice" || words.apiNodes !== null || glance.length > 1;
      yield {
        severity: sure ? "high" : "low",
        ...found,
        option: optionName(api, "DEFAULT", "worker_self_reference_url"),
        at: url.at,
        fix: [
          {
            file: url.at.file,
            section: "DEFAULT",
            key: "worker_self_reference_url",
            value: "http://<this node>:9292",
            perNode: true,
          },
        ],
        ...scopeIn(glance, api),
      };
    }
  },
});

const plain = (url: string): string => url.toLowerCase().replace(/\/+$/, "");

/** The internal and the external API of a node share its staging, so that either answers for the other. */
function onOneNode({ scope: one }: GlanceApi, { scope: other }: GlanceApi): boolean {
  return one.role !== other.role && one.role !== "unknown" && other.role !== "unknown" && one.node === other.node;
}

/** `same`: the APIs with that address, this one among them. */
function sharedWith(api: GlanceApi, same: readonly GlanceApi[], url: string) {
  const endpoint = text(api, "DEFAULT", "public_endpoint");
  if (endpoint && plain(endpoint) === plain(url)) return { message: "public" as const };
  const twin = same.find((other) => other.file !== api.file && !onOneNode(api, other));
  if (twin) return { message: "twice" as const, data: { other: twin.file } };
  if (/^https?:\/\/(?:localhost|127\.|\[::1\])/i.test(url)) return { message: "local" as const };
  return null;
}
