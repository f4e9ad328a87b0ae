/** (d) Image caches: Glance's on or off and why, its size and upkeep; Nova's and Cinder's own. */
import type { Change } from "../check/change.ts";
import type { Finding } from "../check/finding.ts";
import type { Cloud, GlanceApi } from "../facts/cloud.ts";
import { integer, setting } from "../facts/settings.ts";
import type { WantedChange } from "./changes.ts";
import type { Decisions } from "./decide.ts";
import type { PartD } from "./schema.ts";

/** Limit of the cache when nothing tells the hot set: Glance's own default. */
const DEFAULT_CACHE_BYTES = 10 * 1024 ** 3;
const CACHE_KEY = /^(flavor|image_cache_|cache_prefetcher_|worker_self_reference_url)/;

/** The cache's own keys where it is to be on and is not yet; nothing where it is to be off (rules speak there). */
export function cacheChanges(cloud: Cloud, { glanceCache }: Decisions, api: GlanceApi): WantedChange[] {
  if (glanceCache !== "on" || api.cacheActive === true) return [];
  const change = (section: string, key: string, value: string, why: string): WantedChange => ({
    file: api.file,
    section,
    key,
    value,
    why,
  });
  const current = setting(api, "paste_deploy", "flavor").text ?? "keystone";
  const size = cacheSize(cloud, api);
  const changes = [
    change(
      "paste_deploy",
      "flavor",
      `${current || "keystone"}+cachemanagement`,
      "only the paste pipeline turns the cache on",
    ),
    change(
      "DEFAULT",
      "image_cache_max_size",
      String(size.bytes),
      `from ${size.from}; the limit acts in the pruner only`,
    ),
  ];
  if (!setting(api, "DEFAULT", "image_cache_dir").isSet)
    changes.push(
      change("DEFAULT", "image_cache_dir", "/var/lib/glance/image-cache", "required; on a file system of its own"),
    );
  if (needsWorkerUrl(api))
    changes.push({
      ...change(
        "DEFAULT",
        "worker_self_reference_url",
        "http://<this node>:9292",
        "from 2024.1 the central cache driver names nodes by it; another value on each",
      ),
      perNode: true,
    });
  return changes;
}

/** Findings of a cache that cannot start as it is set up; their fixes complete the set-up. */
const INCOMPLETE = new Set(["image-cache/dir-missing", "image-cache/central-driver-without-url"]);

/**
 * Caches that are to be off, and would have to be completed before they could start: each is taken out of the pipeline of
 * its API instead. Empty where they are to be on, are off already, or work.
 */
export function cacheOffChanges(
  { glance }: Cloud,
  { glanceCache }: Decisions,
  findings: readonly Finding[],
): WantedChange[] {
  if (glanceCache !== "off") return [];
  const incomplete = findings.filter(({ rule }) => INCOMPLETE.has(rule));
  return glance.flatMap((api) => {
    const flavor = setting(api, "paste_deploy", "flavor");
    const own = incomplete.filter(({ file }) => api.configs.some((config) => config.file === file));
    if (api.cacheActive !== true || own.length === 0 || !flavor.text?.startsWith("keystone+")) return [];
    return [
      {
        file: flavor.at?.file ?? api.file,
        section: "paste_deploy",
        key: "flavor",
        value: "keystone",
        why: "boots are clones here: the cache has nothing to do, and as it is set up it cannot start",
        findings: own.map(({ fingerprint }) => fingerprint),
      },
    ];
  });
}

/** The findings without those that would complete a cache which goes off. */
export const withoutCacheSetUp = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ rule }) => !INCOMPLETE.has(rule));

function needsWorkerUrl(api: GlanceApi): boolean {
  return (
    api.catalogues.every((release) => release >= "2024.1") &&
    !setting(api, "DEFAULT", "worker_self_reference_url").isSet
  );
}

/** Hot set plus a fifth, never below the largest image; what the file says, or Glance's default, when neither is known. */
function cacheSize({ catalog }: Cloud, api: GlanceApi | null): { bytes: number; from: string } {
  const hot = catalog?.hotSetBytes ?? null;
  if (hot !== null) return { bytes: Math.ceil(hot * 1.2), from: "images that make 80 % of the boots, plus a fifth" };
  const largest = catalog?.largest ?? null;
  if (largest !== null)
    return {
      bytes: Math.max(DEFAULT_CACHE_BYTES, largest * 2),
      from: "twice the largest image, as boots per image were not given",
    };
  const own =
    api && setting(api, "DEFAULT", "image_cache_max_size").isSet
      ? integer(api, "DEFAULT", "image_cache_max_size")
      : null;
  if (own !== null && own > 0)
    return { bytes: own, from: "image_cache_max_size as it is, as neither sizes nor boots were given" };
  return { bytes: DEFAULT_CACHE_BYTES, from: "Glance's default, as neither sizes nor boots were given" };
}

export function partD(
  cloud: Cloud,
  decisions: Decisions,
  findings: readonly Finding[],
  changes: readonly Change[],
): PartD {
  const { glanceCache, api } = decisions;
  const on = glanceCache === "on" || glanceCache === "optional";
  return {
    glanceCache,
    size: on ? cacheSize(cloud, api) : null,
    schedule: on && api ? schedule(api) : [],
    nova: novaCache(cloud, decisions),
    cinder: cinderCache(cloud, decisions),
    doNotCache:
      decisions.cow === "yes"
        ? [
            "raw images on RBD: a clone never passes the cache",
            "aggregate pre-caching of RBD computes: it downloads and converts for nothing",
          ]
        : ["images that are booted once, such as snapshots: each first read is also written to the cache"],
    changes: changes.filter(
      ({ section, key }) => (section === "paste_deploy" || section === "DEFAULT") && CACHE_KEY.test(key),
    ),
    why: whyCache(glanceCache),
    evidence: findings.filter(({ part }) => part === "d").map(({ fingerprint }) => fingerprint),
  };
}

function whyCache(choice: PartD["glanceCache"]): string {
  switch (choice) {
    case "off":
      return "Boots are to be clones, and a clone never reads image data through Glance: a cache would hold odd downloads only. It does not make a qcow2 boot fast either; raw does.";
    case "off_or_only_for_archive":
      return "Off for everything that is cloned. It may serve images that live in the slower store only, if they are read again and again.";
    case "on":
      return "Reads come from a store across the network, and every compute reads each image at least once: a cache on each API node takes the repeats off the store.";
    case "optional":
      return "The store is a file system: the cache saves reads of the filer, not the way to the compute. Nova already keeps each base image per compute; turn it on only where first boots on many computes load the filer.";
    default:
      return "On where images are read from a remote store again and again, off where disks are cloned: which of the two this cloud is was not shown.";
  }
}

/** The upkeep in the form of the release: cron commands, from 2026.2 also by API (the commands are deprecated from 2026.1). */
function schedule(api: GlanceApi): PartD["schedule"] {
  const byApi = api.catalogues.every((release) => release >= "2026.2");
  return [
    {
      what: "pruner",
      when: "every 30 minutes",
      how: byApi
        ? "POST /v2/cache/prune on each API node"
        : "glance-cache-pruner from cron on each API node; nothing else keeps image_cache_max_size",
    },
    {
      what: "cleaner",
      when: "once a day",
      how: byApi ? "POST /v2/cache/clean on each API node" : "glance-cache-cleaner from cron on each API node",
    },
    {
      what: "prefetch",
      when: "after each new golden image",
      how: "PUT /v2/cache/{image} on each API node (glance cache-queue)",
    },
  ];
}

function novaCache(cloud: Cloud, { cow }: Decisions): string[] {
  if (cow === "yes")
    return [
      "files in _base on a compute are evidence of boots that were not cloned: watch them, never remove them by hand",
    ];
  const lines = [
    "Nova keeps base images per compute in instances_path/_base; unused ones go after remove_unused_original_minimum_age_seconds (a day)",
  ];
  if (cloud.nova.length === 0) lines.push("paste nova.conf to have its [image_cache] section checked");
  return lines;
}

function cinderCache(cloud: Cloud, { cow }: Decisions): string[] {
  if (cow === "yes")
    return [
      "image_volume_cache_enabled on an RBD backend is never hit by raw images of the same cluster: leave it off there",
    ];
  return cloud.cinder.length > 0
    ? [
        "image_volume_cache_enabled with size and count limits makes the second volume of an image a driver clone; it needs the internal tenant's ids",
      ]
    : [];
}
