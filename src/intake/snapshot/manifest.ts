/**
 * What a snapshot says of itself: which listings it holds, how each was asked for, and whether it is whole. It is the first
 * file of a snapshot (`snapshot.json`); the others are listings as the services and the cluster print them.
 */

/** Where a part comes from. */
export const SNAPSHOT_ORIGINS = [
  "glance",
  "nova",
  "cinder",
  "keystone",
  "ceph",
  "file-store",
  "staging",
  "image-cache",
  "operator",
] as const;
export type SnapshotOrigin = (typeof SNAPSHOT_ORIGINS)[number];

/** One file of a snapshot. */
export type SnapshotPart = {
  file: string;
  from: SnapshotOrigin;
  /** In plain words: "images, all visibilities, not hidden", "objects of pool images". */
  what: string;
  /** The command that prints the same, so that the part is read as if it had been pasted with it; null where there is none. */
  command: string | null;
  /** false: something is missing, and `problem` says what. Nothing is concluded from what such a part does not show. */
  complete: boolean;
  rows: number;
  /** ISO 8601, UTC. */
  startedAt: string;
  endedAt: string;
  problem: string | null;
};

export type SnapshotManifest = {
  schema: typeof MANIFEST_SCHEMA;
  /** The operator's name of the cloud. */
  cloud: string;
  region: string | null;
  /** Regions in which the catalogue of Keystone has an image service that was not asked; absent where all were. */
  otherRegions?: string[];
  startedAt: string;
  endedAt: string;
  /** Name and version of what collected it. */
  collector: string;
  parts: SnapshotPart[];
};

export const MANIFEST_SCHEMA = "glancewright.snapshot/1";

/** The name under which the manifest stands in a snapshot. */
export const MANIFEST_NAME = "snapshot.json";
