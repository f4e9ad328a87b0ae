import { defineRule } from "../../src/check/rule.ts";
import type { Cloud, GlanceApi } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting, text } from "../../src/facts/settings.ts";

export const stagingNotReachable = defineRule({
  id: "stores/staging-not-reachable",
  title: "Staged data is on one node, and the others cannot find it",
  severity: "high",
  part: "c",
  problem: "not_reachable_from_peers",
  needs: ["glance"],
  messages: {
    unset:
      "{nodes} API nodes, worker_self_reference_url unset: data staged on one is not found by an import on another",
    public: "{nodes} API nodes: without worker_self_reference_url peers ask public_endpoint, which is no single node",
  },
  why: "glance-direct stages the data on the node that took it. The import request lands on any node, which asks the one that has the data by its worker_self_reference_url. Without it, or with the load balancer's address in its place, (n-1) of n imports fail and the image falls back to queued.",
  wrong: "[DEFAULT]\nenabled_import_methods = [glance-direct]",
  right:
    "[DEFAULT]\nenabled_import_methods = [glance-direct]\n# on each node its own address\nworker_self_reference_url = http://192.0.2.11:9292",
  silentWhen: [
    "one API node, or their number is not known",
    "glance-direct is not enabled",
    "staging is said to be shared between the nodes, or lies on a shared mount",
  ],
  sources: [
    "openstack/glance glance/api/v2/images.py ImagesController._proxy_request_to_stage_host",
    "openstack/glance glance/api/v2/image_data.py stage",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      if (!api.importMethods.includes("glance-direct") || text(api, "DEFAULT", "worker_self_reference_url")) continue;
      const nodes = nodesOf(cloud, api);
      if (nodes !== null && nodes < 2) continue;
      if (cloud.words.sharedStaging?.value === true || isMountedFromOutside(cloud, api)) continue;
      if (nodes === null) {
        yield { unchecked: ["number of glance-api nodes"] };
        continue;
      }
      const used = cloud.words.uploadPaths.some(({ value }) => value === "import") || api.conversionPlugin;
      yield {
        message: setting(api, "DEFAULT", "public_endpoint").text ? "public" : "unset",
        severity: used ? "high" : "medium",
        option: optionName(api, "DEFAULT", "worker_self_reference_url"),
        at: placeOf(api, "DEFAULT", "worker_self_reference_url"),
        data: { nodes },
        fix: [
          {
            file: api.file,
            section: "DEFAULT",
            key: "worker_self_reference_url",
            value: "http://<this node>:9292",
            perNode: true,
          },
        ],
        ...scopeIn(cloud.glance, api),
      };
    }
  },
});

/** As said; else the files of different nodes. Null: not known. */
function nodesOf({ words, glance }: Cloud, api: GlanceApi): number | null {
  if (words.apiNodes) return words.apiNodes.value;
  const nodes = new Set(glance.filter(({ scope }) => scope.role === api.scope.role).map(({ scope }) => scope.node));
  nodes.delete(null);
  return nodes.size > 1 ? nodes.size : null;
}

const SHARED = /^(?:nfs4?|cephfs|ceph|fuse\.(?:glusterfs|ceph|ceph-fuse)|glusterfs|lustre|gpfs|ocfs2|gfs2)$/;

function isMountedFromOutside({ mounts }: Cloud, { stagingPath }: GlanceApi): boolean {
  if (stagingPath === null) return false;
  const over = mounts.filter(
    ({ path }) => stagingPath === path || stagingPath.startsWith(`${path.replace(/\/$/, "")}/`),
  );
  const nearest = over.sort((left, right) => right.path.length - left.path.length)[0];
  return nearest !== undefined && (SHARED.test(nearest.type ?? "") || /^[\w.-]+:\//.test(nearest.source));
}
