/** (c) The keys to set: proved changes, the order of roll-out with a check after each step, and the way back. */
import type { Finding } from "../check/finding.ts";
import type { Cloud } from "../facts/cloud.ts";
import { plural } from "../units.ts";
import type { Decisions } from "./decide.ts";
import type { PartC } from "./schema.ts";
import type { Verified } from "./verify.ts";

export function partC(cloud: Cloud, decisions: Decisions, findings: readonly Finding[], verified: Verified): PartC {
  const { changes, diff, verification } = verified;
  return {
    changes,
    diff,
    verification,
    rollout: rollout(
      cloud,
      changes.filter(({ conditional }) => !conditional),
    ),
    rollback: rollback(changes),
    channel: overrideChannel(cloud),
    why: whyChanges(decisions, verified, findings),
    evidence: findings.filter(({ part }) => part === "c").map(({ fingerprint }) => fingerprint),
  };
}

function whyChanges({ mode }: Decisions, { changes, verification }: Verified, findings: readonly Finding[]): string {
  if (mode === "insufficient_input" || mode === "wrong_input")
    return changes.length === 0
      ? "No line is given: the file that it would go into was not shown."
      : "A template only: each line depends on something that was not shown.";
  if (changes.length === 0) {
    const open = findings.filter(({ severity }) => severity === "high" || severity === "medium").length;
    if (open === 0) return "Nothing needs to change.";
    return `No key can be set that is proved to help: ${plural(open, "serious finding")} above ${open === 1 ? "needs" : "need"} work outside these files, or an answer first.`;
  }
  const { before, after } = verification;
  return `Checked on paper: ${before.high} high and ${before.medium} medium findings before, ${after.high} and ${after.medium} after the change, ${verification.introduced.length} new.`;
}

type Stage = {
  process: string;
  action: string;
  check: string;
  files: RegExp;
  /** Whether the process is there at all; absent: always. */
  runs?: (cloud: Cloud) => boolean;
};
/** Processes in the order in which they take a new file: what shows locations before what reads them. */
const STAGES: readonly Stage[] = [
  {
    process: "glance-api on one node, out of the load balancer",
    files: /glance/,
    action: "write the file, restart",
    check: "it starts; openstack image list answers; the log has no store warning",
  },
  {
    process: "glance-api on that node, back in",
    files: /glance/,
    action: "upload and delete a small test image to each changed store",
    check: "its `stores` names the store; an internal GET shows direct_url where clones need it",
  },
  {
    process: "glance-api on the other nodes",
    files: /glance/,
    action: "the same, one by one: until all are done, answers differ from call to call",
    check: "the same image shows the same locations on every node",
  },
  {
    process: "glance-scrubber and cache tools",
    files: /glance/,
    runs: (cloud) =>
      cloud.scrubber !== null ||
      cloud.cacheConf !== null ||
      cloud.words.scrubber?.value === true ||
      cloud.glance.some(({ configs }) =>
        configs.some(({ entries }) => entries.some(({ key }) => key === "delayed_delete")),
      ) ||
      cloud.glance.some(({ cacheActive }) => cacheActive === true),
    action: "restart with the same store sections",
    check: "no store error in their log",
  },
  {
    process: "cinder-volume on one host",
    files: /cinder/,
    action: "write the file, restart",
    check: "a volume from a raw image has a parent in rbd info",
  },
  {
    process: "nova-compute on one canary",
    files: /nova/,
    action: "write the file, restart",
    check: "a server of a raw image has a parent in rbd info of its disk",
  },
  {
    process: "the other hosts",
    files: /nova|cinder/,
    action: "the same in batches",
    check: "clone share of new disks rises",
  },
];

function rollout(cloud: Cloud, changes: readonly { file: string }[]): PartC["rollout"] {
  const stages = STAGES.filter(
    ({ files, runs }) => changes.some(({ file }) => files.test(file)) && (runs?.(cloud) ?? true),
  );
  return stages.map(({ process, action, check }, index) => ({ order: index + 1, process, action, check }));
}

function rollback(changes: readonly { key: string; value: string | null }[]): PartC["rollback"] {
  if (changes.length === 0) return { steps: [], doesNotUndo: [] };
  const doesNotUndo = ["image records that were created, converted or hidden in between"];
  if (changes.some(({ key }) => key === "enabled_backends"))
    doesNotUndo.push("store ids written into the metadata of locations at first read");
  if (changes.some(({ key }) => key === "image_import_plugins"))
    doesNotUndo.push("images that were converted: their hash is that of the converted bytes");
  return {
    steps: ["put the file of before back, node by node", "restart the same processes in reverse order"],
    doesNotUndo,
  };
}

/** Where the deployment tool wants lines, so that the next run does not undo them. */
const CHANNELS: Readonly<Record<Cloud["deployTool"]["value"], string | null>> = {
  "kolla-ansible":
    "config/glance.conf or config/glance/glance-api.conf in the custom configuration directory, config/nova/nova-compute.conf for computes; then reconfigure the service",
  "openstack-ansible":
    "glance_glance_api_conf_overrides and nova_nova_conf_overrides in the user variables; then run the role",
  packstack: "hiera or the class parameters of puppet-glance; then run puppet",
  tripleo: "heat parameters (GlanceMultistoreConfig, extra config); then update the overcloud",
  "openstack-helm": "conf.glance in the chart's values; then upgrade the release",
  charms:
    "the charms' options: image-conversion, and api-config-flags or config-flags for single keys; expose-image-locations switches both show options at once, and with it off nothing is cloned",
  "glance-operator": "customServiceConfig of the API that it concerns; internal and external differ on purpose",
  unknown: null,
};

function overrideChannel({ deployTool }: Cloud): string | null {
  return CHANNELS[deployTool.value];
}
