/** What to ask back: each question with how many rules its answer unlocks. */
import type { CheckResult } from "../check/finding.ts";
import type { Cloud } from "../facts/cloud.ts";
import type { Decisions } from "./decide.ts";
import type { Review } from "./schema.ts";

type Question = Review["questions"][number];

const ASKS: readonly { id: string; need: string; ask: string }[] = [
  {
    id: "glance-api-conf",
    need: "glance-api.conf",
    ask: "Please paste glance-api.conf (glancewright pack makes it safe to paste): store layout, default store and what Glance shows of locations are in it.",
  },
  {
    id: "nova-conf",
    need: "nova.conf",
    ask: "Please paste nova.conf of a compute of each kind: [libvirt] images_type tells whether root disks are on Ceph.",
  },
  {
    id: "cinder-conf",
    need: "cinder.conf",
    ask: "Please paste cinder.conf: is Cinder on the same Ceph cluster, and with which backends?",
  },
  { id: "release", need: "release", ask: "Which OpenStack release is it?" },
  {
    id: "image-list",
    need: "openstack image list --long",
    ask: "Please paste the image list as admin, with all visibilities and once more with --hidden.",
  },
  { id: "rbd-ls", need: "rbd ls -l", ask: "Please paste rbd ls -l of the images pool and of the pools with disks." },
  {
    id: "ceph-conf",
    need: "ceph.conf",
    ask: "Please paste the ceph.conf of Glance and of a compute (the fsid tells whether it is one cluster).",
  },
  {
    id: "caps",
    need: "ceph auth get",
    ask: "Please paste the capabilities of the cephx users of Glance, Nova and Cinder (ceph auth get, keys removed).",
  },
  { id: "policy", need: "policy.yaml", ask: "Please paste Glance's policy.yaml, if there is one." },
  {
    id: "scrubber-conf",
    need: "glance-scrubber.conf",
    ask: "Please paste glance-scrubber.conf, if the scrubber runs.",
  },
];

/** Questions that matter for this cloud, those that unlock most first. */
export function questionsFor(cloud: Cloud, check: CheckResult, decisions: Decisions): Question[] {
  const unlocks = (need: string): number => check.unchecked.filter(({ needs }) => needs.includes(need)).length;
  const asked = ASKS.map(({ id, need, ask }) => ({ id, ask, unlocks: unlocks(need) })).filter(
    ({ id, unlocks: count }) => count > 0 && relevant(id, cloud, decisions),
  );
  return [...asked, ...situational(cloud, decisions)].sort(
    (left, right) => right.unlocks - left.unlocks || (left.id < right.id ? -1 : 1),
  );
}

/** A cloud that cannot clone is not asked for Ceph's files. */
function relevant(id: string, cloud: Cloud, { cow }: Decisions): boolean {
  if (["caps", "ceph-conf", "rbd-ls"].includes(id)) return cow !== "no";
  if (id === "scrubber-conf")
    return cloud.glance.some((api) =>
      api.configs.some(({ entries }) => entries.some(({ key }) => key === "delayed_delete")),
    );
  return true;
}

function situational(cloud: Cloud, { cow, api, mode }: Decisions): Question[] {
  const questions: Question[] = [];
  if (api && cloud.words.apiNodes === null && cloud.glance.length === 1)
    questions.push({
      id: "api-nodes",
      ask: "How many glance-api nodes are there, and is their staging directory shared?",
      unlocks: 1,
    });
  if (
    cow === "yes" &&
    (cloud.catalog?.byFormat?.["qcow2"] ?? 0) > 0 &&
    !cloud.catalog?.images?.fields.has("virtualSize")
  ) {
    questions.push({
      id: "virtual-sizes",
      ask: "What are the virtual sizes (or min_disk) of the qcow2 images? They decide how much room raw needs.",
      unlocks: 1,
    });
  }
  if (api && api.showMultipleLocations === true && cloud.release.catalogues.some((release) => release <= "2025.1"))
    questions.push({
      id: "fast-snapshots",
      ask: "Must server snapshots stay fast? On 2025.1 and before, direct RBD snapshots need show_multiple_locations.",
      unlocks: 1,
    });
  if (mode === "insufficient_input")
    questions.push({
      id: "images-type",
      ask: "What is [libvirt] images_type on the computes of each availability zone, and which stores hold the bytes?",
      unlocks: 1,
    });
  return questions;
}
