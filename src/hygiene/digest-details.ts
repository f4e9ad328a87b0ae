/** What stands in the thread below a digest: each class with what is new, settled and still there. */
import { humanBytes, plural } from "../units.ts";
import { countOf } from "./class-names.ts";
import { cacheSection, diskSection, duplicateLines, exposureSection, imageText, quotaSection } from "./digest-uses.ts";
import type { Accepted } from "./history/acceptances.ts";
import { countChanges, type Difference } from "./history/compare.ts";
import { bytesOf, largestItems } from "./history/item-list.ts";
import { itemFingerprint } from "./history/item-name.ts";
import { ownerText } from "./history/owners.ts";
import { ITEM_CLASSES, type Item, type ItemClass, type SnapshotRecord } from "./history/record.ts";

export type Section = { title: string; lines: readonly string[] };

const NAMED = 10;
const OWNERS = 5;

/** `weeks`: what earlier snapshots told of new disks. */
export function detailSections(
  record: SnapshotRecord,
  difference: Difference | null,
  accepted: Accepted,
  weeks: readonly { takenAt: string; newDisks: Difference["newDisks"] }[],
): Section[] {
  const acceptedNames = new Set(accepted.accepted.map(({ item }) => itemFingerprint(item)));
  return [
    ...(difference ? diskSection(record, difference, weeks) : []),
    ...storeSection(record),
    ...(difference ? imageSection(difference) : []),
    ...(difference ? exposureSection(record, difference) : []),
    ...cacheSection(record),
    ...quotaSection(record),
    ...planSection(record),
    ...ITEM_CLASSES.flatMap((kind) => classSection(kind, record, difference, acceptedNames)),
  ];
}

/** What the plan would free, when, and what stands in its way. */
function planSection({ plan }: SnapshotRecord): Section[] {
  if (!plan || plan.simulation.timeline.length + plan.simulation.blocked.length === 0) return [];
  const { timeline, blocked, worstCase, named } = plan.simulation;
  return [
    {
      title: "If the plan is run",
      lines: [
        ...timeline.map(({ day, what, freedBytes }) => `day ${day}: ${what}; ${humanBytes(freedBytes)} free`),
        ...(worstCase.objects > 0
          ? [
              `at worst, if the listing is stale: ${plural(worstCase.objects, "object")} out of sight, to be restored within ${worstCase.restorableDays} days`,
            ]
          : []),
        ...(named && named.objects > 0
          ? [
              `${plural(named.servers, "server")} and ${plural(named.volumes, "volume")} still name ${plural(named.objects, "of these images", "of these images")}: their disks do not need it, a rebuild fails already`,
            ]
          : []),
        ...blocked.map(({ why, objects }) => `${plural(objects, "object")} left alone: ${why}`),
      ],
    },
  ];
}

function storeSection({ stores, pools }: SnapshotRecord): Section[] {
  const lines = [
    ...Object.entries(stores)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(
        ([id, { images, bytes }]) =>
          `${id}: ${images === null ? "" : plural(images, "image")}${bytes === null ? "" : `, ${humanBytes(bytes)}`}`,
      ),
    ...pools.map(
      ({ name, storedBytes, maxAvailableBytes }) =>
        `pool ${name}: ${storedBytes === null ? "not told" : humanBytes(storedBytes)} stored${maxAvailableBytes === null ? "" : `, room for ${humanBytes(maxAvailableBytes)}`}`,
    ),
  ];
  return lines.length > 0 ? [{ title: "Stores", lines }] : [];
}

function imageSection({ images, from }: Difference): Section[] {
  if (images === null || images.gained.length + images.lost.length === 0) return [];
  const bytes = (moves: readonly { bytes: number }[]): string =>
    humanBytes(moves.reduce((sum, move) => sum + move.bytes, 0));
  return [
    {
      title: `Images since ${from.slice(0, 10)}`,
      lines: [
        `${images.gained.length} more, ${bytes(images.gained)}`,
        `${images.lost.length} gone, ${bytes(images.lost)}`,
      ],
    },
  ];
}

function classSection(
  kind: ItemClass,
  record: SnapshotRecord,
  difference: Difference | null,
  accepted: ReadonlySet<string>,
): Section[] {
  const { items, shown } = record;
  const own = items.of(kind);
  const changes = (difference?.changes ?? []).filter(({ item }) => item.class === kind);
  const unseen = (difference?.unseen ?? []).filter((item) => item.class === kind).length;
  if (own.length === 0 && changes.length === 0 && unseen === 0) return [];
  const counts = countChanges(changes).get(kind);
  const fresh = changes.filter((change) => change.kind === "new").map(({ item }) => item);
  const taken = accepted.size === 0 ? 0 : own.where((item) => accepted.has(itemFingerprint(item))).length;
  const bytes = bytesOf(own);
  return [
    {
      title: `${countOf(kind, own.length)}${bytes > 0 ? `, ${humanBytes(bytes)}` : ""}`,
      lines: [
        ...(difference && counts
          ? [
              `${counts.new} new, ${counts.fixed} settled${counts.worse > 0 ? `, ${counts.worse} larger` : ""}${counts.better > 0 ? `, ${counts.better} smaller` : ""}`,
            ]
          : []),
        ...(taken > 0 ? [`${taken} accepted`] : []),
        ...(unseen > 0 ? [`of ${unseen} of the last time this snapshot tells nothing`] : []),
        ...(shown[kind] === "cut" ? ["there are more than were kept"] : []),
        ...ownerLines(record, fresh),
        ...(kind === "duplicate" ? duplicateLines(record) : []),
        ...namedLines(record, fresh.length > 0 ? fresh : own, fresh.length > 0 ? "new: " : ""),
      ],
    },
  ];
}

/** Who made what is new. */
function ownerLines({ owners }: SnapshotRecord, fresh: readonly Item[]): string[] {
  const byOwner = [...Map.groupBy(fresh, ({ owner, detail }) => `${owner ?? ""}\u0000${detail ?? ""}`)]
    .filter(([who]) => !who.startsWith("\u0000"))
    .sort(([one, a], [other, b]) => b.length - a.length || (one < other ? -1 : 1));
  return byOwner.slice(0, OWNERS).map(([who, items]) => {
    const [owner = "", detail = ""] = who.split("\u0000");
    return `new of project ${ownerText(owners, owner)}${detail === "" ? "" : `, ${detail}`}: ${items.length}`;
  });
}

function namedLines(record: SnapshotRecord, items: Iterable<Item>, which: string): string[] {
  return largestItems(items, NAMED).map(
    (item) =>
      `${which}${imageText(record, item.key)}${item.bytes === null ? "" : `, ${humanBytes(item.bytes)}`}${item.detail === null ? "" : `, ${item.detail}`} [${itemFingerprint(item)}]`,
  );
}
