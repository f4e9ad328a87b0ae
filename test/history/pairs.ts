/** Pairs of snapshots whose difference is known, because they are made from it. */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { type Acceptance, acceptedOf, frozen } from "../../src/hygiene/history/acceptances.ts";
import { compareRecords, type Difference } from "../../src/hygiene/history/compare.ts";
import { diskValue } from "../../src/hygiene/history/disks.ts";
import { decodeRecord, encodeRecord } from "../../src/hygiene/history/encode.ts";
import { type ItemList, itemList } from "../../src/hygiene/history/item-list.ts";
import { itemFingerprint } from "../../src/hygiene/history/item-name.ts";
import { EMPTY_LEDGER, ledgerEntries, ledgerOf } from "../../src/hygiene/history/ledger.ts";
import {
  byItem,
  FIGURES,
  type Figures,
  ITEM_CLASSES,
  type Item,
  type ItemClass,
  type Shown,
  type SnapshotRecord,
} from "../../src/hygiene/history/record.ts";

type Fate = {
  class: ItemClass;
  key: string;
  owner: string | null;
  before: number | null | undefined;
  after: number | null | undefined;
};
type Disk = { id: string; before: boolean; after: boolean; clone: boolean; image: number };
const IMAGES_OF_DISKS = ["one", "two"];
export type Pair = {
  fates: Fate[];
  shownBefore: Shown[];
  shownAfter: Shown[];
  images: { id: string; bytes: number; before: boolean; after: boolean; seenBefore: number; seenAfter: number }[];
  disks: Disk[];
  accepted: { at: number; untilDays: number | null }[];
};

const bytes = fc.option(fc.nat(2 ** 40), { nil: null });
const presence = fc.option(bytes, { nil: undefined });
const shown = fc.array(fc.constantFrom<Shown>("whole", "whole", "whole", "cut", "not-shown"), {
  minLength: ITEM_CLASSES.length,
  maxLength: ITEM_CLASSES.length,
});

export const pairs: fc.Arbitrary<Pair> = fc.record({
  fates: fc.uniqueArray(
    fc.record({
      class: fc.constantFrom(...ITEM_CLASSES.filter((kind) => kind !== "finding")),
      key: fc.oneof(
        fc.uuid(),
        fc.string({ unit: "binary", maxLength: 20 }).map((text) => text.toWellFormed()),
      ),
      owner: fc.option(fc.constantFrom("p1", "p2"), { nil: null }),
      before: presence,
      after: presence,
    }),
    { selector: ({ class: kind, key }) => `${kind} ${key}`, maxLength: 25 },
  ),
  shownBefore: shown,
  shownAfter: shown,
  images: fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      bytes: fc.nat(2 ** 40),
      before: fc.boolean(),
      after: fc.boolean(),
      seenBefore: fc.nat(15),
      seenAfter: fc.nat(15),
    }),
    { selector: ({ id }) => id, maxLength: 15 },
  ),
  disks: fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      before: fc.boolean(),
      after: fc.boolean(),
      clone: fc.boolean(),
      image: fc.integer({ min: -1, max: 1 }),
    }),
    { selector: ({ id }) => id, maxLength: 15 },
  ),
  accepted: fc.array(
    fc.record({ at: fc.nat(24), untilDays: fc.option(fc.integer({ min: -20, max: 20 }), { nil: null }) }),
    { maxLength: 10 },
  ),
});

const NO_FIGURES = Object.fromEntries(FIGURES.map((name) => [name, null])) as Figures;

/** A record of items alone, all of them shown whole. */
export const recordFrom = (items: readonly Item[]): SnapshotRecord => ({
  version: 1,
  cloud: null,
  places: null,
  held: [],
  owed: null,
  takenAt: "2026-11-02T08:00:00.000Z",
  figures: { ...NO_FIGURES, orphans: items.length },
  shown: Object.fromEntries(ITEM_CLASSES.map((kind) => [kind, "whole"])) as SnapshotRecord["shown"],
  stores: {},
  pools: [],
  items: itemList(items),
  images: EMPTY_LEDGER,
  imagesShown: "whole",
  disks: EMPTY_LEDGER,
  disksShown: "whole",
  diskImages: [],
  exposure: EMPTY_LEDGER,
  exposureShown: "whole",
  names: {},
  owners: {},
  duplicates: [],
  cache: null,
  quota: null,
  gaps: [],
  plan: null,
});

function recordOfSide(
  { fates, images, disks }: Pair,
  side: "before" | "after",
  kinds: readonly Shown[],
): SnapshotRecord {
  const items = fates.flatMap((fate): Item[] => {
    const size = fate[side];
    return size === undefined
      ? []
      : [{ class: fate.class, key: fate.key, bytes: size, owner: fate.owner, detail: null }];
  });
  return {
    ...recordFrom(items),
    takenAt: side === "before" ? "2026-11-02T08:00:00.000Z" : "2026-11-09T08:00:00.000Z",
    shown: Object.fromEntries(ITEM_CLASSES.map((kind, at) => [kind, kinds[at]])) as SnapshotRecord["shown"],
    images: ledgerOf(images.filter((image) => image[side]).map(({ id, bytes: size }) => [id, size] as const)),
    disks: ledgerOf(disks.filter((disk) => disk[side]).map(({ id, clone, image }) => [id, diskValue(clone, image)])),
    diskImages: IMAGES_OF_DISKS,
    exposure: ledgerOf(
      images
        .filter((image) => image[side])
        .map(({ id, seenBefore, seenAfter }): [string, number] => [id, side === "before" ? seenBefore : seenAfter])
        .filter(([, value]) => value > 0),
    ),
  };
}

const recordsOf = (pair: Pair): { before: SnapshotRecord; after: SnapshotRecord } => ({
  before: recordOfSide(pair, "before", pair.shownBefore),
  after: recordOfSide(pair, "after", pair.shownAfter),
});

const NOW = new Date("2026-11-09T09:00:00Z");
const SINCE = new Date("2026-11-02T09:00:00Z");
const DAY = 86_400_000;

/** What is wrong with the difference, the acceptances or the bytes of a pair; empty when all is as it was made. */
export function faultsOf(pair: Pair): string[] {
  const { before, after } = recordsOf(pair);
  const difference = compareRecords(before, after);
  return [
    ...differenceFaults(pair, difference, after.items),
    ...[before, after].flatMap(({ items }) =>
      isDeepStrictEqual([...items], [...items].toSorted(byItem)) ? [] : ["items out of order"],
    ),
    ...acceptanceFaults(pair, after.items),
    ...[before, after].flatMap((record) =>
      isDeepStrictEqual(plain(decodeRecord(encodeRecord(record))), plain(record)) ? [] : ["bytes differ"],
    ),
  ];
}

const plain = (record: SnapshotRecord) => ({
  ...record,
  items: [...record.items],
  images: [...ledgerEntries(record.images)],
  disks: [...ledgerEntries(record.disks)],
  exposure: [...ledgerEntries(record.exposure)],
});

const nameOf = ({ class: kind, key }: Pick<Item, "class" | "key">): string => `${kind} ${key}`;

function differenceFaults(pair: Pair, difference: Difference, after: ItemList): string[] {
  const whole = (side: Shown[], kind: ItemClass): boolean => side[ITEM_CLASSES.indexOf(kind)] === "whole";
  const wanted = new Map<string, string>();
  for (const fate of pair.fates) {
    const [b, a] = [fate.before, fate.after];
    if (b === undefined && a === undefined) continue;
    if (b === undefined) wanted.set(nameOf(fate), whole(pair.shownBefore, fate.class) ? "new" : "first-seen");
    else if (a === undefined) wanted.set(nameOf(fate), whole(pair.shownAfter, fate.class) ? "fixed" : "unseen");
    else if (fate.class === "duplicate" && !(whole(pair.shownBefore, fate.class) && whole(pair.shownAfter, fate.class)))
      wanted.set(nameOf(fate), "same");
    else wanted.set(nameOf(fate), a === null || b === null || a === b ? "same" : a > b ? "worse" : "better");
  }
  const got = new Map<string, string>([
    // of what is there, all that the difference does not name is as it was
    ...[...after].map((item) => [nameOf(item), "same"] as const),
    ...difference.unseen.map((item) => [nameOf(item), "unseen"] as const),
    ...difference.firstSeen.map((item) => [nameOf(item), "first-seen"] as const),
    ...difference.changes.map(({ kind, item }) => [nameOf(item), kind] as const),
  ]);
  const faults = [...new Set([...wanted.keys(), ...got.keys()])]
    .filter((name) => wanted.get(name) !== got.get(name))
    .map((name) => `${name}: ${got.get(name)} instead of ${wanted.get(name)}`);
  const gained = pair.images.filter((image) => image.after && !image.before).map(({ id }) => id);
  const lost = pair.images.filter((image) => image.before && !image.after).map(({ id }) => id);
  const fresh = pair.disks.filter((disk) => disk.after && !disk.before);
  if (
    same(
      difference.images?.gained.map(({ id }) => id),
      gained,
    )
  )
    faults.push("images gained");
  if (
    same(
      difference.images?.lost.map(({ id }) => id),
      lost,
    )
  )
    faults.push("images lost");
  if (difference.newDisks?.count !== fresh.length) faults.push("new disks");
  if (difference.newDisks?.clones !== fresh.filter(({ clone }) => clone).length) faults.push("new clones");
  for (const [number, name] of IMAGES_OF_DISKS.entries()) {
    const own = fresh.filter(({ image }) => image === number);
    const told = difference.newDisks?.byImage?.find(({ image }) => image === name);
    if ((told?.count ?? 0) !== own.length || (told?.clones ?? 0) !== own.filter(({ clone }) => clone).length)
      faults.push(`new disks of image ${name}`);
  }
  const drifted = pair.images.filter((one) => one.before && one.after && one.seenBefore !== one.seenAfter);
  const wantedDrift = drifted.map(({ id, seenBefore, seenAfter }) => `${id} ${seenBefore} ${seenAfter}`);
  const gotDrift = difference.exposure?.map(({ id, before, after }) => `${id} ${before} ${after}`);
  if (same(gotDrift, wantedDrift)) faults.push("drift of visibility");
  return faults;
}

const same = (one: readonly string[] | undefined, other: readonly string[]): boolean =>
  JSON.stringify([...(one ?? [])].sort()) !== JSON.stringify([...other].sort());

function acceptanceFaults({ fates, accepted }: Pair, items: ItemList): string[] {
  const acceptances = new Map<string, Acceptance>();
  for (const { at, untilDays } of accepted) {
    const fate = fates[at];
    if (!fate) continue;
    const fingerprint = itemFingerprint(fate);
    const until = untilDays === null ? null : new Date(NOW.getTime() + untilDays * DAY + 1);
    acceptances.set(fingerprint, { fingerprint, who: "U1", why: "known", until });
  }
  const found = acceptedOf(items, [...acceptances.values()], { now: NOW, since: SINCE });
  const faults: string[] = [];
  const open = new Set([...found.open].map(nameOf));
  const covered = new Set(found.accepted.map(({ item }) => nameOf(item)));
  for (const item of items) {
    const acceptance = acceptances.get(itemFingerprint(item));
    const holds = acceptance !== undefined && (acceptance.until === null || acceptance.until > NOW);
    if (open.has(nameOf(item)) === covered.has(nameOf(item))) faults.push(`${nameOf(item)} is in both or neither`);
    if (covered.has(nameOf(item)) !== holds) faults.push(`${nameOf(item)} is hidden by no acceptance of its own`);
    const ended = acceptance?.until != null && acceptance.until <= NOW && acceptance.until > SINCE;
    if (ended !== found.ended.some((one) => nameOf(one.item) === nameOf(item)))
      faults.push(`${nameOf(item)} ended unsaid`);
  }
  const first = items.at(0);
  if (first) {
    const selector = { class: first.class, pool: null, owner: null, atLeastBytes: null };
    const names = new Set(frozen(items, selector));
    const others = [...items].filter((item) => item.class !== first.class && names.has(itemFingerprint(item)));
    if (others.length > 0) faults.push("a selector took another class");
  }
  return faults;
}
