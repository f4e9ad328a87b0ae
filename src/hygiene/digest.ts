/** The weekly report of a cloud as plain data: one line when nothing moved, else what moved, what is owed, what is worth an hour. */
import { humanBytes, percent, plural } from "../units.ts";
import { className } from "./class-names.ts";
import { detailSections } from "./digest-details.ts";
import { type Task, worthAnHour } from "./digest-tasks.ts";
import type { Accepted } from "./history/acceptances.ts";
import { countChanges, type Difference } from "./history/compare.ts";
import type { Figures, ItemClass, SnapshotRecord } from "./history/record.ts";
import type { PromiseKept } from "./promise.ts";
import { ticketsFor } from "./ticket.ts";

/** What of a snapshot stays for the trend when its record is gone. */
export type Summary = {
  takenAt: string;
  figures: Figures;
  newDisks: Difference["newDisks"];
  /** High findings of the snapshot, by their fingerprints; absent in what was kept before. */
  high?: readonly { key: string; fingerprint: string }[];
};

export type Series = {
  name: string;
  unit: "%" | "B" | "count";
  points: readonly { week: string; value: number | null }[];
};

export type DigestInput = {
  cloud: string;
  /** When it is made, and when it was due; null: asked for. */
  now: Date;
  due: Date | null;
  record: SnapshotRecord;
  /** Summaries of the last weeks, this snapshot's among them, in any order. */
  summaries: readonly Summary[];
  /** Against the snapshot of the last digest; null: there was none. */
  difference: Difference | null;
  accepted: Accepted;
  promise: PromiseKept | null;
};

export type Digest = {
  cloud: string;
  headline: string;
  /** Nothing moved and nothing ends: the headline is all there is to say. */
  quiet: boolean;
  /** How old the snapshot is, and what it does not show. */
  snapshot: { takenAt: string; ageHours: number; stale: boolean; gaps: readonly string[] };
  /** Said when it comes long after it was due. */
  late: string | null;
  trend: readonly Series[];
  tasks: readonly Task[];
  promise: string | null;
  ending: readonly string[];
  ended: readonly string[];
  sections: readonly { title: string; lines: readonly string[] }[];
  /** A text for the owners of most bytes, one after the other; null: nothing is asked of any. */
  tickets: string | null;
};

const HOUR = 3_600_000;
/** A snapshot older than this is told to be old, and no task rests on absence in it. */
const STALE_HOURS = 72;
/** Clocks differ by less. */
const AHEAD_MS = 10 * 60_000;
const LATE_MINUTES = 15;
const WEEKS = 8;

/** The same input gives the same digest. */
export function digestOf(input: DigestInput): Digest {
  const { cloud, now, due, record, difference, accepted, promise } = input;
  const age = now.getTime() - Date.parse(record.takenAt);
  const isAhead = age < -AHEAD_MS;
  const ageHours = Math.max(0, Math.round(age / HOUR));
  // how old it is does not follow from a clock that is wrong
  const stale = ageHours > STALE_HOURS || isAhead;
  const trend = trendOf(input.summaries);
  const ending = accepted.ending.map(({ item, acceptance }) => acceptedLine(item, acceptance));
  const ended = [
    ...accepted.ended.map(({ item, acceptance }) => acceptedLine(item, acceptance)),
    ...accepted.endedUnseen.map(unseenLine),
  ];
  const moved =
    difference === null ||
    difference.changes.length > 0 ||
    movedImages(difference) > 0 ||
    (difference.exposure?.length ?? 0) > 0;
  const gaps = [
    ...(isAhead
      ? [
          `the collector's clock is ahead: it says ${record.takenAt.slice(0, 16).replace("T", " ")} UTC, so the age is not known`,
        ]
      : []),
    ...record.gaps,
  ];
  const quiet = !moved && !stale && gaps.length === 0 && ending.length + ended.length === 0 && promise === null;
  return {
    cloud,
    headline: headlineOf(input, trend, quiet),
    quiet,
    snapshot: { takenAt: record.takenAt, ageHours, stale, gaps },
    late: lateLine(now, due),
    trend,
    tasks: quiet ? [] : worthAnHour(record, accepted.open, stale),
    promise: promise ? promiseLine(promise) : null,
    ending,
    ended,
    sections: quiet ? [] : detailSections(record, difference, accepted, input.summaries),
    tickets: quiet ? null : ticketsFor(accepted.open, record.owners, now),
  };
}

const movedImages = ({ images }: Difference): number => (images ? images.gained.length + images.lost.length : 0);

function lateLine(now: Date, due: Date | null): string | null {
  if (due === null) return null;
  const minutes = Math.floor((now.getTime() - due.getTime()) / 60_000);
  if (minutes < LATE_MINUTES) return null;
  const time = due.toISOString().slice(0, 16).replace("T", " ");
  return `This digest was due at ${time} UTC and comes late: Glancewright was not running then.`;
}

/** The main figure first: of the disks made since the last digest, how many are clones. */
function headlineOf({ cloud, record, difference }: DigestInput, trend: readonly Series[], quiet: boolean): string {
  if (quiet) return `${cloud}: nothing moved this week. ${stateLine(record)}`;
  const disks = difference?.newDisks;
  if (disks && disks.count > 0) {
    const share = percent(disks.clones, disks.count);
    const points = trend.find(({ name }) => name === NEW_CLONES)?.points ?? [];
    const before = points.filter(({ value }) => value !== null).at(-2)?.value;
    const than = before === null || before === undefined ? "" : ` (the week before ${Number(before.toFixed(1))} %)`;
    return `${cloud}: ${share} of ${plural(disks.count, "new disk")} ${disks.count === 1 ? "is a clone" : "are clones"}${than}.`;
  }
  if (difference === null) return `${cloud}: the first digest. ${stateLine(record)}`;
  return `${cloud}: ${mostMoved(difference)}.`;
}

function stateLine({ figures: { images, imageBytes, disks, cloneDisks } }: SnapshotRecord): string {
  const parts = [
    ...(images === null ? [] : [plural(images, "image")]),
    ...(imageBytes === null ? [] : [humanBytes(imageBytes)]),
    ...(disks === null || cloneDisks === null || disks === 0
      ? []
      : [`${percent(cloneDisks, disks)} of ${plural(disks, "disk")} are clones`]),
  ];
  return parts.length > 0 ? `${parts.join(", ")}.` : "";
}

function mostMoved(difference: Difference): string {
  const counts = [...countChanges(difference.changes)]
    .map(([kind, { new: fresh, fixed, worse }]) => ({ kind, moved: fresh + fixed + worse, fresh, fixed }))
    .sort((one, other) => other.moved - one.moved);
  const [most] = counts;
  if (!most || most.moved === 0) {
    const { images } = difference;
    return images ? `${images.gained.length} images more, ${images.lost.length} less` : "nothing else moved";
  }
  return `${most.fresh} new and ${most.fixed} settled among ${className(most.kind)}`;
}

const acceptedLine = (
  item: { class: ItemClass; key: string },
  { who, why, until }: Accepted["accepted"][number]["acceptance"],
) =>
  `${item.key} (${className(item.class)}): ${why}; by ${who}${until ? `, until ${until.toISOString().slice(0, 10)}` : ""}`;

const unseenLine = ({ fingerprint, who, why, until }: Accepted["endedUnseen"][number]): string =>
  `${fingerprint}: ${why}; by ${who}${until ? `, until ${until.toISOString().slice(0, 10)}` : ""}; this snapshot shows nothing of that name`;

function promiseLine(kept: PromiseKept): string {
  const { promised, madeFrom, gone, quarantined, untouched, inUse, unknown, storedLess } = kept;
  const parts = [
    ...(gone.objects > 0 ? [`${gone.objects} gone (${humanBytes(gone.bytes)})`] : []),
    ...(quarantined.objects > 0
      ? [`${quarantined.objects} in the trash (${humanBytes(quarantined.bytes)} to come)`]
      : []),
    ...(untouched.objects > 0 ? [`${untouched.objects} as before`] : []),
    ...(inUse.objects > 0 ? [`${inUse.objects} still there and in use now: left alone`] : []),
    ...(unknown.objects > 0 ? [`of ${unknown.objects} this snapshot tells nothing`] : []),
  ];
  const stored =
    storedLess === null
      ? ""
      : ` The pools store ${humanBytes(Math.abs(storedLess))} ${storedLess >= 0 ? "less" : "more"} than then, uploads and deletions of others among it.`;
  return `Plans since ${madeFrom.slice(0, 10)} named ${plural(promised.objects, "object")} with ${humanBytes(promised.bytes)}: ${parts.join(", ")}.${stored}`;
}

const NEW_CLONES = "New disks that are clones";

/** The ISO week of a time in UTC, as W48. */
function weekOf(takenAt: string): { order: string; label: string } {
  const { yearOfWeek, weekOfYear } = Temporal.Instant.from(takenAt).toZonedDateTimeISO("UTC");
  const label = `W${String(weekOfYear).padStart(2, "0")}`;
  return { order: `${yearOfWeek}-${label}`, label };
}

/** By week the last snapshot counts; new disks are those of all its snapshots. Weeks without any are gaps. */
function trendOf(summaries: readonly Summary[]): Series[] {
  const byWeek = Map.groupBy(
    summaries.toSorted((one, other) => (one.takenAt < other.takenAt ? -1 : 1)),
    ({ takenAt }) => weekOf(takenAt).order,
  );
  const last = summaries
    .map(({ takenAt }) => takenAt)
    .toSorted()
    .at(-1);
  if (last === undefined) return [];
  const weeks = Array.from({ length: WEEKS }, (_, back) =>
    weekOf(
      Temporal.Instant.from(last)
        .subtract({ hours: 168 * (WEEKS - 1 - back) })
        .toString(),
    ),
  );
  const known = weeks.findIndex(({ order }) => byWeek.has(order));
  const series = (name: string, unit: Series["unit"], value: (week: readonly Summary[]) => number | null): Series => ({
    name,
    unit,
    points: weeks.slice(known).map(({ order, label }) => ({ week: label, value: value(byWeek.get(order) ?? []) })),
  });
  const figure = (name: keyof Figures) => (week: readonly Summary[]) => week.at(-1)?.figures[name] ?? null;
  return [
    series(NEW_CLONES, "%", cloneShare),
    series("Images that no disk can be cloned from", "count", figure("notCloneableImages")),
    series("Objects without an image", "B", figure("orphanBytes")),
    series("Stored in Glance's pools", "B", figure("storedBytes")),
  ].filter(({ points }) => points.filter(({ value }) => value !== null).length >= 2);
}

function cloneShare(week: readonly Summary[]): number | null {
  const told = week.flatMap(({ newDisks }) => (newDisks ? [newDisks] : []));
  const count = told.reduce((sum, disks) => sum + disks.count, 0);
  const clones = told.reduce((sum, disks) => sum + disks.clones, 0);
  return count === 0 ? null : (100 * clones) / count;
}

/** What a digest says in computed words alone: no key, owner or reason, which come from outside. For a model to sum up. */
export function digestLines({ headline, tasks, promise, trend, snapshot, ending, ended }: Digest): string[] {
  return [
    headline,
    ...tasks.map(({ title, why }) => `${title}. ${why}`),
    ...(promise ? [promise] : []),
    ...(ending.length > 0 ? [`${plural(ending.length, "acceptance")} will end within two weeks.`] : []),
    ...(ended.length > 0 ? [`${plural(ended.length, "acceptance")} ended.`] : []),
    ...(snapshot.stale ? [`The snapshot is ${snapshot.ageHours} hours old.`] : []),
    ...trend.map(
      ({ name, unit, points }) => `${name}: ${points.map(({ value }) => shownValue(value, unit)).join(", ")}`,
    ),
  ];
}

function shownValue(value: number | null, unit: Series["unit"]): string {
  if (value === null) return "not known";
  return unit === "B" ? humanBytes(value) : unit === "%" ? `${Number(value.toFixed(1))} %` : String(value);
}
