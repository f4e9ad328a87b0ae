/** Whether a rule has what it needs in this cloud, and what to ask for when it has not. */
import type { Cloud, ReleaseFact } from "../facts/cloud.ts";
import type { Need, Rule } from "./rule.ts";

/** What the operator would paste to give a rule what it needs. */
const NEED_NAMES: Readonly<Record<Need, string>> = {
  glance: "glance-api.conf",
  nova: "nova.conf",
  cinder: "cinder.conf",
  ceph: "ceph.conf",
  scrubber: "glance-scrubber.conf",
  catalog: "openstack image list --long",
  "image-rows": "openstack image list --long",
  objects: "rbd ls -l",
  "object-join": "image list and rbd ls -l of its pool",
  release: "release",
  caps: "ceph auth get",
  policy: "policy.yaml",
  words: "request",
};

const PRESENT: Readonly<Record<Need, (cloud: Cloud) => boolean>> = {
  glance: (cloud) => cloud.glance.length > 0,
  nova: (cloud) => cloud.nova.length > 0,
  cinder: (cloud) => cloud.cinder.length > 0,
  ceph: (cloud) => cloud.ceph.length > 0,
  scrubber: (cloud) => cloud.scrubber !== null,
  catalog: (cloud) => cloud.catalog !== null,
  "image-rows": (cloud) => cloud.catalog?.images != null,
  objects: (cloud) => cloud.objects.rowCount > 0,
  "object-join": (cloud) => cloud.join !== null,
  release: (cloud) => cloud.release.known,
  caps: (cloud) => cloud.cephUsers.length > 0,
  policy: (cloud) => cloud.policy.length > 0,
  words: (cloud) => cloud.words.file !== null,
};

/** Names of the inputs that are missing, in the order of the rule's `needs`. */
export function missingNeeds(rule: Rule, cloud: Cloud): string[] {
  return rule.needs.filter((need) => !PRESENT[need](cloud)).map((need) => NEED_NAMES[need]);
}

/**
 * "yes": holds in every release in question; "no": in none of them; "unknown": in some, or the release is not known.
 * A mixed cloud counts as all of its releases.
 */
export function releaseFits(rule: Rule, release: ReleaseFact): "yes" | "no" | "unknown" {
  const { from, to } = rule.releases ?? {};
  const inside = release.catalogues.map((candidate) => (!from || candidate >= from) && (!to || candidate <= to));
  if (inside.every(Boolean)) return "yes";
  return inside.some(Boolean) ? "unknown" : "no";
}

/** True for a rule about RBD objects in a cloud whose Glance has no store on RBD: there is nothing to ask for. */
export function isPointless(rule: Rule, { glance, objects }: Cloud): boolean {
  if (!rule.needs.includes("objects") && !rule.needs.includes("object-join")) return false;
  const known = glance.length > 0 && glance.every(({ parses, stores }) => parses && stores.length > 0);
  return known && objects.rowCount === 0 && !glance.some(({ stores }) => stores.some(({ type }) => type === "rbd"));
}
