/** The difference of two snapshots of one cloud. Absence proves something only where both listings show the whole class. */
import { diskOf } from "./disks.ts";
import { compareLedgers, ledgerHas } from "./ledger.ts";
import {
  byItem,
  FIGURES,
  type FigureName,
  ITEM_CLASSES,
  type Item,
  type ItemClass,
  placeOfObject,
  type SnapshotRecord,
} from "./record.ts";

export type Change =
  | { kind: "new" | "fixed"; item: Item }
  /** Bytes grew or shrank, or a finding's severity did. */
  | { kind: "worse" | "better"; item: Item; before: Item };

type ImageMove = { id: string; bytes: number };

export type NewDisks = {
  count: number;
  clones: number;
  /** By the image that they were made from, as far as that is told: most full copies first; at most 20. */
  byImage?: readonly { image: string; count: number; clones: number }[];
};

export type Difference = {
  from: string;
  to: string;
  /** In the order of items. */
  changes: readonly Change[];
  /** Items of before, of a class that the later snapshot does not show whole: nobody knows. */
  unseen: readonly Item[];
  /** Items of a class that the earlier snapshot did not show whole: not new, only seen for the first time. */
  firstSeen: readonly Item[];
  /** Null where one side does not show all images. */
  images: { gained: readonly ImageMove[]; lost: readonly ImageMove[] } | null;
  /** Disks that were not there before, and how many of them are clones; null where one side does not list them. */
  newDisks: NewDisks | null;
  /** Images that others see, or may delete, in another way than before; null where one side does not tell. */
  exposure: readonly { id: string; before: number; after: number }[] | null;
  /** Those of which both sides have a figure. */
  figures: Readonly<Partial<Record<FigureName, { before: number; after: number }>>>;
};

/** One pass over both; the same records give the same difference. */
export function compareRecords(before: SnapshotRecord, after: SnapshotRecord): Difference {
  const lists = { changes: [] as Change[], unseen: [] as Item[], firstSeen: [] as Item[] };
  let a = 0;
  let b = 0;
  while (a < before.items.length || b < after.items.length) {
    const earlier = before.items.at(a);
    const later = after.items.at(b);
    const order = earlier === undefined ? 1 : later === undefined ? -1 : byItem(earlier, later);
    if (order < 0 && earlier !== undefined) {
      if (showsAbsence(after, earlier, before)) lists.changes.push({ kind: "fixed", item: earlier });
      else lists.unseen.push(earlier);
    } else if (order > 0 && later !== undefined) {
      if (showsAbsence(before, later, after)) lists.changes.push({ kind: "new", item: later });
      else lists.firstSeen.push(later);
    } else if (earlier !== undefined && later !== undefined) {
      const grown = growth(before, after, earlier, later);
      if (grown !== 0) lists.changes.push({ kind: grown > 0 ? "worse" : "better", item: later, before: earlier });
    }
    if (order <= 0) a++;
    if (order >= 0) b++;
  }
  return {
    from: before.takenAt,
    to: after.takenAt,
    ...lists,
    images: imageMoves(before, after),
    newDisks: newDisks(before, after),
    exposure: exposureMoves(before, after),
    figures: figureMoves(before, after),
  };
}

/** Whether `record` would show the item of `other` if it were there: its class is whole, and its place was listed. */
function showsAbsence(record: SnapshotRecord, item: Item, other: SnapshotRecord): boolean {
  if (record.shown[item.class] !== "whole") return false;
  // what a listing with more in it holds back, the other could only not hold back
  if (item.class === "orphan" && record.held.includes(item.key)) return false;
  const { places } = record;
  if (places === null) return true;
  if (item.class === "orphan") return places.includes(placeOfObject(item.key));
  if (item.class === "duplicate") return knowsNoMoreLost(record, other);
  // data of an image may be in any place that the other side listed
  if (item.class === "missing-data") return (other.places ?? []).every((place) => places.includes(place));
  return true;
}

/** An image whose data is known to be gone is in no group: whoever sees more of what is lost sees fewer groups. */
function knowsNoMoreLost(record: SnapshotRecord, other: SnapshotRecord): boolean {
  if (!showWholeGroups(other) || other.places === null) return other.places === null;
  const tellsLost = ({ shown }: SnapshotRecord): boolean => shown["missing-data"] === "whole";
  if (tellsLost(record) && !tellsLost(other)) return false;
  return (record.places ?? []).every((place) => other.places?.includes(place));
}

const showWholeGroups = ({ shown }: SnapshotRecord): boolean => shown.duplicate === "whole";

const samePlaces = (one: SnapshotRecord, other: SnapshotRecord): boolean =>
  one.places === null || other.places === null || one.places.join("\n") === other.places.join("\n");

const SEVERITIES = ["info", "low", "medium", "high"];

/** Above zero: it got worse. Only what was measured alike is compared. */
function growth(before: SnapshotRecord, after: SnapshotRecord, earlier: Item, later: Item): number {
  if (later.class === "finding")
    return SEVERITIES.indexOf(later.detail ?? "") - SEVERITIES.indexOf(earlier.detail ?? "");
  // a group of images is as large as the listing lets it be
  if (later.class === "duplicate" && !(showWholeGroups(before) && showWholeGroups(after) && samePlaces(before, after)))
    return 0;
  // what an object may take at most, and what it takes, are two figures
  if (later.class === "orphan" && earlier.detail !== later.detail) return 0;
  return earlier.bytes === null || later.bytes === null ? 0 : later.bytes - earlier.bytes;
}

function imageMoves(before: SnapshotRecord, after: SnapshotRecord): Difference["images"] {
  if (before.imagesShown !== "whole" || after.imagesShown !== "whole") return null;
  const gained: ImageMove[] = [];
  const lost: ImageMove[] = [];
  compareLedgers(before.images, after.images, {
    gained: ({ id, value }) => gained.push({ id, bytes: value }),
    lost: ({ id, value }) => lost.push({ id, bytes: value }),
  });
  return { gained, lost };
}

function newDisks(before: SnapshotRecord, after: SnapshotRecord): Difference["newDisks"] {
  if (before.disksShown !== "whole" || after.disksShown !== "whole") return null;
  let count = 0;
  let clones = 0;
  const byImage = new Map<number, { count: number; clones: number }>();
  compareLedgers(before.disks, after.disks, {
    gained({ value }) {
      const { clone, image } = diskOf(value);
      const own = byImage.get(image) ?? { count: 0, clones: 0 };
      byImage.set(image, { count: own.count + 1, clones: own.clones + (clone ? 1 : 0) });
      count++;
      if (clone) clones++;
    },
    lost() {},
  });
  const told = [...byImage]
    .flatMap(([number, disks]) => {
      const image = after.diskImages[number];
      return image === undefined ? [] : [{ image, ...disks }];
    })
    .sort((one, other) => copies(other) - copies(one) || other.count - one.count || (one.image < other.image ? -1 : 1));
  return { count, clones, byImage: told.slice(0, MOST_IMAGES) };
}

const MOST_IMAGES = 20;
const copies = ({ count, clones }: { count: number; clones: number }): number => count - clones;

function exposureMoves(before: SnapshotRecord, after: SnapshotRecord): Difference["exposure"] {
  const told = [before, after].every(
    ({ exposureShown, imagesShown }) => exposureShown === "whole" && imagesShown === "whole",
  );
  if (!told) return null;
  const moves: { id: string; before: number; after: number }[] = [];
  compareLedgers(before.exposure, after.exposure, {
    // an image that came or went did not drift
    gained({ id, value }) {
      if (ledgerHas(before.images, id)) moves.push({ id, before: 0, after: value });
    },
    lost({ id, value }) {
      if (ledgerHas(after.images, id)) moves.push({ id, before: value, after: 0 });
    },
    both({ id, value }, later) {
      if (value !== later.value) moves.push({ id, before: value, after: later.value });
    },
  });
  return moves;
}

function figureMoves(before: SnapshotRecord, after: SnapshotRecord): Difference["figures"] {
  const moves: Partial<Record<FigureName, { before: number; after: number }>> = {};
  for (const name of FIGURES) {
    const earlier = before.figures[name];
    const later = after.figures[name];
    if (earlier !== null && later !== null) moves[name] = { before: earlier, after: later };
  }
  return moves;
}

/** How many of each class and kind. */
export function countChanges(
  changes: readonly Change[],
): ReadonlyMap<ItemClass, Readonly<Record<Change["kind"], number>>> {
  const counts = new Map<ItemClass, Record<Change["kind"], number>>();
  for (const kind of ITEM_CLASSES) counts.set(kind, { new: 0, fixed: 0, worse: 0, better: 0 });
  for (const change of changes) {
    const own = counts.get(change.item.class);
    if (own) own[change.kind]++;
  }
  return counts;
}
