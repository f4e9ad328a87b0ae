/** What the readers make of recognised sources. One union, discriminated by `kind`. */

import type { CephConf } from "./ceph/ceph-conf.ts";
import type { CleanUpKind } from "./clean-paste.ts";
import type { ImageTable } from "./listings/image-table.ts";
import type { ObjectTable } from "./listings/object-table.ts";
import type { OsloConfig } from "./oslo/config.ts";
import type { SnapshotManifest } from "./snapshot/manifest.ts";
import type { ConfigKind, Recognition, Redaction, Source } from "./source.ts";

export type ConfigArtefact = { kind: ConfigKind; file: string; service: string; config: OsloConfig };
export type CephConfArtefact = { kind: "ceph-conf"; file: string; conf: CephConf };

/** A row that a reader did not understand; `text` is its beginning. */
export type RowProblem = { line: number; message: string; text?: string };

/** How complete an image listing is, as far as the listing itself shows. */
export type ListingReach = {
  /** true: other visibilities than the plain default are in it; "unknown": the source does not show its query. */
  allVisibilities: boolean | "unknown";
  hidden: "included" | "excluded" | "only" | "unknown";
  /** A `next` link, a `--limit` or a page size that was reached: rows are missing. */
  cutOff: boolean;
  /**
   * API pages: the query without its marker, and the `next` link of the page that nothing in this source follows (null:
   * the last page is here). Pages of one query may be spread over several sources.
   */
  pages?: { query: string; next: string | null };
};

/** What one image listing was; its rows are in `Intake.images`, together with those of every other listing. */
export type ImageListArtefact = {
  kind: "image-list" | "image-show" | "images-sql";
  file: string;
  rows: number;
  reach: ListingReach;
  problems?: RowProblem[];
};

/** Rows of `image_locations`, or locations seen elsewhere: the proof that an object is referenced. */
export type LocationsArtefact = {
  kind: "image-locations-sql";
  file: string;
  locations: { imageId: string; url: string; status: string; deleted: boolean; line: number }[];
  problems?: RowProblem[];
};

export type StoresInfoArtefact = {
  kind: "stores-info";
  file: string;
  stores: {
    id: string;
    type: string | null;
    isDefault: boolean;
    readOnly: boolean;
    weight: number | null;
    fsid: string | null;
    pool: string | null;
    path: string | null;
    thin: boolean | null;
    line: number;
  }[];
};

/** Where the pool of a listing is named; "file-name" is a guess that an answer should mention. */
export type PoolOrigin = "argument" | "command" | "listing" | "file-name" | "nothing";

/** `rbd ls [-l]` or `rbd du` of one pool (null where nothing names it); its rows are in `Intake.objects`. */
export type ObjectListArtefact = {
  kind: "rbd-ls" | "rbd-du";
  file: string;
  pool: string | null;
  poolFrom?: PoolOrigin;
  long: boolean;
  rows: number;
  problems?: RowProblem[];
};

export type ChildrenArtefact = {
  kind: "rbd-children";
  file: string;
  /** `parent` is `pool/name` or `name`; null where the output does not name it. `all`: `--all` was given, trash included. */
  parents: { parent: string | null; children: string[]; line: number }[];
  all: boolean | "unknown";
  problems?: RowProblem[];
};

export type TrashArtefact = {
  kind: "rbd-trash";
  file: string;
  pool: string | null;
  entries: { id: string; name: string; source: string | null; deletedAt: string | null; line: number }[];
  poolFrom?: PoolOrigin;
  problems?: RowProblem[];
};

export type SnapArtefact = {
  kind: "rbd-snap";
  file: string;
  object: string | null;
  snaps: { name: string; size: number | null; protected: boolean | null; line: number }[];
  problems?: RowProblem[];
};

/** Who had objects open when `rbd status` was asked; only objects that it told of. */
export type StatusArtefact = {
  kind: "rbd-status";
  file: string;
  objects: { pool: string | null; name: string; watchers: number; line: number }[];
  problems?: RowProblem[];
};

export type RbdInfoArtefact = {
  kind: "rbd-info";
  file: string;
  objects: {
    pool: string | null;
    name: string;
    size: number | null;
    features: string[];
    createdAt: string | null;
    parent: string | null;
    snapCount: number | null;
    protected: boolean | null;
    line: number;
  }[];
  problems?: RowProblem[];
};

/** Files of a file store (`ls -l`, `du -a`, `find -printf`). */
export type FileListingArtefact = {
  kind: "file-listing";
  file: string;
  directory: string | null;
  files: { name: string; size: number | null; modifiedAt: string | null; line: number }[];
  problems?: RowProblem[];
};

export type CephDfArtefact = {
  kind: "ceph-df";
  file: string;
  totalBytes: number | null;
  availableBytes: number | null;
  pools: {
    name: string;
    storedBytes: number | null;
    usedBytes: number | null;
    maxAvailableBytes: number | null;
    objects: number | null;
    line: number;
  }[];
};

export type CephPoolsArtefact = {
  kind: "ceph-pools";
  file: string;
  pools: {
    name: string;
    type: "replicated" | "erasure" | "unknown";
    size: number | null;
    minSize: number | null;
    application: string | null;
    line: number;
  }[];
};

export type CephAuthArtefact = {
  kind: "ceph-auth";
  file: string;
  clients: { name: string; caps: { mon?: string; osd?: string; mgr?: string; mds?: string }; line: number }[];
};

export type CephMinCompatArtefact = { kind: "ceph-min-compat"; file: string; release: string; line: number };
export type VersionsArtefact = {
  kind: "versions" | "ceph-versions";
  file: string;
  /** Package or image name to version text, as listed (dpkg, rpm, pip, docker images, `ceph versions`). */
  versions: { name: string; version: string; line: number }[];
};

/** Figures instead of a list. Every field is null where the statistics do not say. */
export type CatalogStatsArtefact = {
  kind: "catalog-stats";
  file: string;
  /** The parsed document (JSON, YAML or `key: value` lines) with the line each leaf stands on. */
  document: unknown;
  lineOf: Record<string, number>;
};

export type BootCountsArtefact = {
  kind: "boot-counts";
  file: string;
  /** null: the period is not named. */
  periodDays: number | null;
  boots: { imageId: string; boots: number; lastBootAt: string | null; hosts: number | null; line: number }[];
  problems?: RowProblem[];
};

export type PolicyArtefact = { kind: "policy"; file: string; rules: { name: string; value: string; line: number }[] };
export type PastePipelineArtefact = {
  kind: "paste-pipeline";
  file: string;
  pipelines: { name: string; members: string[]; line: number }[];
};
export type ImportInfoArtefact = { kind: "import-info"; file: string; methods: string[] };
export type MountsArtefact = {
  kind: "mounts";
  file: string;
  mounts: {
    node: string | null;
    path: string;
    source: string;
    type: string | null;
    sizeBytes: number | null;
    freeBytes: number | null;
    line: number;
  }[];
};

/** Ids of the servers and volumes that were made from an image, as `glancewright collect` lists them. */
export type DiskImagesArtefact = {
  kind: "disk-images";
  file: string;
  images: { imageId: string; disks: string[] }[];
};

/** Names of projects, as `glancewright collect` lists them; `contact`: what their operator noted, if anything. */
export type ProjectsArtefact = {
  kind: "projects";
  file: string;
  projects: { id: string; name: string; contact: string | null }[];
};

/** Which images servers and volumes name, as `glancewright collect` counts them: references, not dependencies. */
export type ImageUsesArtefact = {
  kind: "image-uses";
  file: string;
  uses: {
    imageId: string;
    servers: number;
    volumeBackedServers: number;
    volumes: number;
    lastBootAt: string | null;
    line: number;
  }[];
};

/** What a snapshot of `glancewright collect` says of itself. */
export type SnapshotArtefact = { kind: "snapshot"; file: string; manifest: SnapshotManifest };

/** Text that is kept as it is: the operator's words, logs, scripts, and what was not recognised. */
export type TextArtefact = { kind: "words" | "log" | "script" | "unknown"; file: string; text: string };

export type Artefact =
  | ConfigArtefact
  | CephConfArtefact
  | ImageListArtefact
  | LocationsArtefact
  | StoresInfoArtefact
  | ObjectListArtefact
  | ChildrenArtefact
  | TrashArtefact
  | SnapArtefact
  | StatusArtefact
  | RbdInfoArtefact
  | FileListingArtefact
  | CephDfArtefact
  | CephPoolsArtefact
  | CephAuthArtefact
  | CephMinCompatArtefact
  | VersionsArtefact
  | CatalogStatsArtefact
  | BootCountsArtefact
  | PolicyArtefact
  | PastePipelineArtefact
  | ImportInfoArtefact
  | MountsArtefact
  | SnapshotArtefact
  | ImageUsesArtefact
  | DiskImagesArtefact
  | ProjectsArtefact
  | TextArtefact;

/** A source that could not be used, said to the operator instead of being dropped. */
export type RefusedSource = { file: string; code: string; reason: string; next: string };

/** What `intake` returns: everything later stages may know of the input. `sources` are redacted. */
export type Intake = {
  sources: Source[];
  recognitions: Record<string, Recognition>;
  artefacts: Artefact[];
  /** All images of all listings, one row an id. */
  images: ImageTable;
  /** All RBD objects of all listings, one row for each pool, name and snapshot. */
  objects: ObjectTable;
  redactions: Redaction[];
  /** Sources that could not be used, wholly or in part, and what was not recognised. */
  refused: RefusedSource[];
  /** What chat clients had done to pasted text and was taken back. Lines count in the source as it was handed over. */
  cleanUps?: { file: string; line: number; what: CleanUpKind }[];
};
