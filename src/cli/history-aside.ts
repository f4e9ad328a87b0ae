/** Work with packed records, where it is large in a thread of its own. */
import { type DoHistory, type HistoryKind, historyHere } from "../hygiene/history-work.ts";
import { inThread } from "./in-thread.ts";

/** Below this a thread takes longer to start than the work itself. */
const SMALL_BYTES = 512 * 1024;

export type HistoryTask = { kind: HistoryKind; given: unknown };

export const historyAside: DoHistory = (kind, given) =>
  bytesIn(given) < SMALL_BYTES
    ? historyHere(kind, given)
    : inThread(new URL("./history-worker.ts", import.meta.url), { kind, given } satisfies HistoryTask);

const bytesIn = (given: object): number =>
  Object.values(given).reduce((sum: number, value) => sum + (value instanceof Uint8Array ? value.byteLength : 0), 0);
