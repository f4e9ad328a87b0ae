/**
 * What an operator handed over, before and after it was recognised. Plain data; the text in a `Source` that left
 * `redact` holds no secret any more.
 */

/** A place in a source: `line` is 1-based in that source, `null` when the whole source is meant. */
export type Position = { file: string; line: number | null };

/** One pasted file or listing. `command` is the shell command whose output it is, where the paste shows it. */
export type Source = { name: string; text: string; command?: string | undefined };

/** A secret that was replaced; `kind` is the type word of its placeholder. */
export type Redaction = { file: string; line: number; kind: RedactionKind };

export type RedactionKind =
  | "password"
  | "token"
  | "cephx-key"
  | "private-key"
  | "access-key"
  | "secret-key"
  | "url-password"
  | "secret";

/** Configuration files in oslo.config's own grammar. */
export const CONFIG_KINDS = [
  "glance-api",
  "glance-image-import",
  "glance-cache",
  "glance-scrubber",
  "glance-swift-store",
  "nova",
  "cinder",
  "other-service",
] as const;
export type ConfigKind = (typeof CONFIG_KINDS)[number];

export const LISTING_KINDS = [
  "image-list",
  "image-show",
  "images-sql",
  "image-locations-sql",
  "stores-info",
  "import-info",
  "rbd-ls",
  "rbd-du",
  "rbd-info",
  "rbd-children",
  "rbd-trash",
  "rbd-snap",
  "rbd-status",
  "file-listing",
] as const;
type ListingKind = (typeof LISTING_KINDS)[number];

export const OTHER_KINDS = [
  "ceph-conf",
  "ceph-auth",
  "ceph-df",
  "ceph-pools",
  "ceph-min-compat",
  "ceph-versions",
  "catalog-stats",
  "boot-counts",
  "paste-pipeline",
  "policy",
  "versions",
  "mounts",
  "snapshot",
  "image-uses",
  "disk-images",
  "projects",
  "log",
  "script",
  "words",
  "unknown",
] as const;
type OtherKind = (typeof OTHER_KINDS)[number];

export type SourceKind = ConfigKind | ListingKind | OtherKind;

/** What a source was taken for, and by what it went: shown when that is not what the operator may have expected. */
export type Recognition = {
  kind: SourceKind;
  by: "content" | "name" | "command" | "nothing";
  /** Whose configuration it is, for `other-service`. */
  service?: string;
  /** Options of these files stand in it as well: several files in one, which nobody could part for certain. */
  mixedWith?: ConfigKind[];
  /** For `unknown`: what it is, where that is known and simply of no use here (`output of ceph -s`). */
  what?: string;
};

/** Sizes above which a source is refused (`intake.too-large`); listings given as files are streamed and have no limit. */
export const SOURCE_LIMIT_BYTES = 10 * 1024 * 1024;
export const TOTAL_LIMIT_BYTES = 64 * 1024 * 1024;
