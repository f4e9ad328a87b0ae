/** The three things worth an hour this week: what is broken first, then what gives most. */
import { humanBytes, plural } from "../units.ts";
import { bytesOf, type ItemList, largestItems } from "./history/item-list.ts";
import { itemFingerprint } from "./history/item-name.ts";
import type { ItemClass, SnapshotRecord } from "./history/record.ts";

export type Task = {
  title: string;
  why: string;
  firstStep: string;
  /** Bytes that it gives or saves; null where none are known. */
  bytes: number | null;
  /** Fingerprints of what it is about, at most 10; the title has the count. */
  items: readonly string[];
  keys: readonly string[];
};

type Kind = {
  class: ItemClass;
  /** Higher first; below the same rank, more bytes first. 3: data is lost. 2: it gives time or room. 1: order. */
  rank: 1 | 2 | 3;
  title: (count: number, bytes: number) => string;
  why: string;
  firstStep: string;
};

const MOST = 3;
const NAMED = 10;

const KINDS: readonly Kind[] = [
  {
    class: "missing-data",
    rank: 3,
    title: (count) => `${plural(count, "image")} without data`,
    why: "Boots and downloads from them fail.",
    firstStep: "rbd trash ls --all of the pool: what is still there can be restored; else upload the image again.",
  },
  {
    class: "not-cloneable",
    rank: 2,
    title: (count, bytes) => `${plural(count, "image")} (${humanBytes(bytes)}) that no disk can be cloned from`,
    why: "Each first boot moves the whole image, and each disk is a full copy.",
    firstStep:
      "Convert those that boot most: qemu-img convert -O raw, openstack image create --import, then hide the old one.",
  },
  {
    class: "orphan",
    rank: 2,
    title: (count, bytes) => `${plural(count, "object")} (${humanBytes(bytes)}) without an image`,
    why: "They hold room that nobody uses, as far as the listings show.",
    firstStep: "Run reclaim.sh dry: it checks each object again, and touches none.",
  },
  {
    class: "duplicate",
    rank: 2,
    title: (count, bytes) => `${plural(count, "group")} of images with the same bytes (${humanBytes(bytes)} twice)`,
    why: "The same bytes are kept more than once, and users choose between them.",
    firstStep: "Keep the one that is booted, hide the others, delete when nothing depends on them.",
  },
  {
    class: "unused",
    rank: 2,
    title: (count, bytes) => `${plural(count, "image")} (${humanBytes(bytes)}) not booted for a year`,
    why: "They hold room, and nobody would miss most of them.",
    firstStep: "Ask their owners: the text for a ticket is in the thread.",
  },
  {
    class: "trash",
    rank: 1,
    title: (count) => `${plural(count, "entry", "entries")} in the trash of the pool`,
    why: "A trashed image with a snapshot is never freed by a purge.",
    firstStep: "rbd trash ls --all --long; restore, unprotect and remove the snapshot of what is due.",
  },
  {
    class: "unprotected-public",
    rank: 1,
    title: (count) => `${plural(count, "public image")} without protection`,
    why: "One delete takes them away from everybody.",
    firstStep: "openstack image set --protected for each.",
  },
  {
    class: "stuck",
    rank: 1,
    title: (count) => `${plural(count, "upload")} that never ended`,
    why: "They count against quotas, and may hold partial data.",
    firstStep: "Ask their owners, then openstack image delete.",
  },
  {
    class: "pending-delete",
    rank: 1,
    title: (count) => `${plural(count, "deleted image")} waiting for the scrubber`,
    why: "Their bytes are free only after glance-scrubber has run.",
    firstStep: "Look whether glance-scrubber runs, and in its log.",
  },
  {
    class: "unsigned",
    rank: 1,
    title: (count) => `${plural(count, "public image")} without a signature`,
    why: "Signatures are verified here, and these cannot be.",
    firstStep: "Sign the raw file, and import it again.",
  },
];

/** `open`: what nobody accepted. Of a stale snapshot no task rests on what is absent from it. */
export function worthAnHour(
  { shown, plan }: Pick<SnapshotRecord, "shown" | "plan">,
  open: ItemList,
  stale: boolean,
): Task[] {
  return KINDS.filter(({ class: kind }) => shown[kind] !== "not-shown" && !(stale && ABSENCE.has(kind)))
    .map((kind) => ({ kind, items: open.of(kind.class) }))
    .filter(({ items }) => items.length > 0)
    .map(({ kind, items }) => ({ kind, items, bytes: bytesOf(items) }))
    .sort((one, other) => other.kind.rank - one.kind.rank || other.bytes - one.bytes)
    .slice(0, MOST)
    .map(({ kind, items, bytes }) => {
      const largest = largestItems(items, NAMED);
      return {
        title: kind.title(items.length, bytes),
        why: kind.why,
        firstStep: kind.class === "orphan" && !plan?.script ? NO_SCRIPT : kind.firstStep,
        bytes: bytes > 0 ? bytes : null,
        items: largest.map(itemFingerprint),
        keys: largest.map(({ key }) => key),
      };
    });
}

const NO_SCRIPT =
  "Add the rows of the database to the snapshot (collect --with): only they tell of deleted images that wait for the scrubber. Then there is a script.";

/** Classes that are known by what is not there. */
const ABSENCE: ReadonlySet<ItemClass> = new Set(["orphan", "missing-data"]);
