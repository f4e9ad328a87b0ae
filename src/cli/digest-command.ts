/** The weekly digest of a cloud on a terminal: a snapshot against the one of the last digest that was made here. */
import { GlancewrightError } from "../errors.ts";
import type { SnapshotRecord } from "../hygiene/history/record.ts";
import { makeDigest, summaryOf } from "../hygiene/make-digest.ts";
import { promisedAsOf, withOwed } from "../hygiene/promise.ts";
import { renderDigest } from "../present/digest.ts";
import type { Terminal } from "./command-line.ts";
import { readHistory, writeHistory } from "./history-files.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { stateFolder } from "./state-folder.ts";

type Options = { cloud: string; format?: "text" | "markdown" | "json"; rules?: string[]; keep?: boolean };

/** Without paths the last snapshot is looked at again. `--no-keep` leaves the history as it is. */
export async function digestCommand(
  paths: readonly string[],
  { cloud, format = "text", rules = [], keep = true }: Options,
  terminal: Terminal,
  now: Date = new Date(),
  state: string = stateFolder(),
): Promise<number> {
  const history = readHistory(state, cloud);
  const read = paths.length > 0 ? await readSnapshot(paths, rules) : null;
  if (read !== null) refuseStrange(read, history.record, cloud, keep);
  const current = read === null ? history.record : withOwed(read, history.record);
  if (!current)
    throw new GlancewrightError("digest.no-snapshot", {
      expected: `a snapshot of ${cloud}`,
      got: "none, and no history of that name",
      next: `Collect one: glancewright collect --cloud ${cloud}; then glancewright digest --cloud ${cloud} FILE.`,
    });
  const isNew = read !== null && history.record?.takenAt !== current.takenAt;
  // an older one is looked at alone
  const isOlder = history.record !== null && current.takenAt < history.record.takenAt;
  const previous = isNew && !isOlder ? history.record : null;
  const summaries = isNew ? [...history.summaries, summaryOf(current, previous)] : history.summaries;
  const digest = makeDigest({
    cloud,
    now,
    due: null,
    current,
    previous: isNew ? previous : history.record,
    previousDigestAt: history.digestAt,
    summaries,
    acceptances: [],
    promise: previous === null ? null : promisedAsOf(previous),
  });
  terminal.out(format === "json" ? `${JSON.stringify(digest, null, 2)}\n` : renderDigest(digest, format));
  if (isNew && keep) writeHistory(state, cloud, current, { digestAt: now, summaries });
  return 0;
}

/** Of another cloud, or from before what is kept: the history of this cloud must not be written over with it. */
function refuseStrange(read: SnapshotRecord, kept: SnapshotRecord | null, cloud: string, keep: boolean): void {
  if (read.cloud !== null && read.cloud !== cloud)
    throw new GlancewrightError("snapshot.another-cloud", {
      expected: `a snapshot of ${cloud}`,
      got: `one that was collected as ${read.cloud}`,
      next: `Say --cloud ${read.cloud}, or give a snapshot of ${cloud}.`,
    });
  if (keep && kept !== null && read.takenAt < kept.takenAt)
    throw new GlancewrightError("snapshot.older", {
      expected: `a snapshot that is newer than the last one, of ${kept.takenAt}`,
      got: `one of ${read.takenAt}`,
      next: "Give the newest, or add --no-keep to look at this one alone.",
    });
}
