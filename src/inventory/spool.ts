/** Where collectors write what they read: parts of a snapshot, one file each, in pieces of any size. */
import type { SnapshotOrigin } from "../intake/snapshot/manifest.ts";

export type PartOpening = { file: string; from: SnapshotOrigin; what: string; command: string | null };

/** What became of a part. A part that is never ended counts as incomplete. */
export type PartEnding = { complete: boolean; rows: number; problem: string | null };

export type PartWriter = {
  /** Resolves when more may be written. */
  write: (piece: string | Uint8Array) => Promise<void>;
  end: (ending: PartEnding) => Promise<void>;
};

export type Spool = {
  /** Starts a part; the name is unique within the snapshot. Times are the spool's to note. */
  part: (opening: PartOpening) => Promise<PartWriter>;
};

/** Told while a collection runs: which part, and how many rows so far. */
export type OnCollected = (part: string, rows: number) => void;
