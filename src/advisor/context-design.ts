/** The rules' design and the catalogue in the short lines of a context. */
import type { Design } from "../design/schema.ts";
import type { Cloud } from "../facts/cloud.ts";
import { humanBytes } from "../units.ts";
import type { ContextLine } from "./context.ts";

/** Decisions first, then the reasons, then details. */
export function designLines({ a, b, c, d, e }: Design): ContextLine[] {
  const line = (rank: number, text: string): ContextLine => ({ rank, text });
  return [
    line(
      2,
      `(a) default store: ${a.defaultStore ? `${a.defaultStore.id} (${a.defaultStore.type})${a.defaultStore.change ? ", a change" : ", as today"}` : "none named"}; clone boot: ${a.cow.recommend}`,
    ),
    line(3, `(a) why: ${a.why} ${a.cow.why}`),
    ...a.stores.map(({ id, type, role, weight }) =>
      line(3, `(a) store ${id}: ${type}, ${role}, weight ${weight ?? "-"}`),
    ),
    ...a.cow.consumers.map(({ consumer, scope, store, verdict, because }) =>
      line(4, `(a) ${consumer} (${scope}) from ${store || "no store"}: ${verdict}; ${because}`),
    ),
    ...a.placement.stores.map(({ id, images, bytes, capacityBytes }) =>
      line(5, `(a) ${id}: ${images ?? "unknown"} images, ${amount(bytes)} of ${amount(capacityBytes)}`),
    ),
    ...a.placement.moves.map(({ what, images, bytes }) =>
      line(5, `(a) move: ${what}, ${images ?? "unknown"} images, ${amount(bytes)}`),
    ),
    ...(a.placement.cost ? [line(5, `(a) cost: ${a.placement.cost}`)] : []),
    ...a.placement.policy.map((text) => line(6, `(a) policy: ${text}`)),
    line(2, `(b) format: ${b.policyFormat}. ${b.why}`),
    ...b.paths.map(({ path, enforced }) => line(5, `(b) ${path}: held to it: ${enforced}`)),
    ...b.figures.map(({ label, value, unit, assumption }) =>
      line(
        5,
        `(b) ${label}: ${unit === "B" ? humanBytes(value) : `${value} ${unit}`}${assumption ? ` (${assumption})` : ""}`,
      ),
    ),
    ...b.migration.map(({ order, what, images }) =>
      line(6, `(b) migration ${order}: ${what}${images === null ? "" : `, ${images} images`}`),
    ),
    ...c.changes.map(({ file, section, key, value, was, conditional, findings }) =>
      line(
        3,
        `(c) ${file} [${section}]${key}: ${was ?? "not set"} becomes ${value ?? "not set"}${conditional ? " (template)" : ""} for ${findings.join(", ") || "the layout"}`,
      ),
    ),
    line(3, `(c) ${c.why}`),
    ...c.verification.unresolved.map(({ fingerprint, why }) => line(6, `(c) stays open: ${fingerprint}, ${why}`)),
    line(2, `(d) Glance cache: ${d.glanceCache}. ${d.why}`),
    ...(d.size ? [line(4, `(d) size ${humanBytes(d.size.bytes)} per node, from ${d.size.from}`)] : []),
    ...[...d.nova, ...d.cinder].map((text) => line(6, `(d) ${text}`)),
    line(
      3,
      `(e) ${e.why} At most ${humanBytes(e.reclaimableBytes)} to reclaim, ${e.orphans.length} candidates listed, ${e.duplicateGroups.length} duplicate groups listed.`,
    ),
    ...e.steps.map(({ kind, id }) => line(7, `(e) step ${kind}: ${id}`)),
    ...e.visibility.slice(0, 6).map(({ what, who }) => line(7, `(e) ${what}; by ${who}`)),
  ];
}

const amount = (bytes: number | null): string => (bytes === null ? "unknown size" : humanBytes(bytes));

/** Figures of the catalogue, and at most five telling duplicates and candidates by id. */
export function catalogueLines({ catalog, join, clone, pools }: Cloud): ContextLine[] {
  const lines: ContextLine[] = [];
  const say = (rank: number, text: string): void => void lines.push({ rank, text });
  for (const { pool, consumer, disks, clones } of clone.observed.slice(0, 8))
    say(3, `seen: ${clones} of ${disks} ${consumer} disks in pool ${pool.slice(0, 60)} are clones`);
  for (const { name, storedBytes, maxAvailableBytes, type, replicas } of pools.slice(0, 12))
    say(
      6,
      `pool ${name.slice(0, 60)}: ${amount(storedBytes)} stored, ${amount(maxAvailableBytes)} free, ${type}, copies ${replicas ?? "unknown"}`,
    );
  if (!catalog) return lines;
  say(
    3,
    `${catalog.count} images from a ${catalog.origin}, ${amount(catalog.bytes)}, largest ${amount(catalog.largest)}, hidden ${catalog.hidden ?? "unknown"}, snapshots ${catalog.snapshots ?? "unknown"}`,
  );
  for (const [name, counts] of [
    ["formats", catalog.byFormat],
    ["status", catalog.byStatus],
    ["visibility", catalog.byVisibility],
  ] as const)
    if (counts)
      say(
        4,
        `${name}: ${Object.entries(counts)
          .slice(0, 12)
          .map(([key, count]) => `${key.slice(0, 40)} ${count}`)
          .join(", ")}`,
      );
  const { total, topImages, periodDays } = catalog.boots;
  if (total !== null)
    say(
      4,
      `boots: ${total} in ${periodDays ?? "unknown"} days${topImages ? `; ${topImages.count} images make ${topImages.sharePct} %` : ""}`,
    );
  const { groups, redundantImages, redundantBytes, examples } = catalog.duplicates;
  say(
    5,
    `duplicates: ${groups ?? "unknown"} groups, ${redundantImages ?? "unknown"} copies, ${amount(redundantBytes)}`,
  );
  for (const { strength, size, imageIds } of examples.slice(0, 5))
    say(
      8,
      `same ${strength} hash, ${humanBytes(size)}, ${imageIds.length} images, first ${(imageIds[0] ?? "").slice(0, 40)}`,
    );
  if (join)
    say(
      5,
      `objects: ${join.objectCount} joined, ${join.candidateCount} orphan candidates (${amount(join.candidateBytes)}), ${join.withChildren.length} with children, ${join.missingCount} images without data`,
    );
  return lines;
}
