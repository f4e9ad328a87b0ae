/**
 * Everything that is known of one cloud, each piece with where it was seen. Rules read this and nothing else.
 * "unknown" is a value of its own: a rule that meets it stays silent and says what it would need.
 */
import type { Intake, ListingReach } from "../intake/artefact.ts";
import type { ImageTable } from "../intake/listings/image-table.ts";
import type { ObjectTable } from "../intake/listings/object-table.ts";
import type { OsloConfig } from "../intake/oslo/config.ts";
import type { Position } from "../intake/source.ts";
import type { Layout, Project, Release } from "../options/option.ts";

export type Tri = boolean | "unknown";

/** What tells two files of one kind apart: node, site, role of the endpoint, aggregate. Empty for a single file. */
export type Scope = {
  label: string;
  role: "internal" | "external" | "unknown";
  site: string | null;
  node: string | null;
};

export type ReleaseFact = {
  /** "2025.1", an older code name in lower case ("wallaby"), "unknown", or several for a mixed cloud. */
  value: string;
  all: readonly string[];
  /** Catalogues to judge by: one for a known release, several for a mixed one, all when unknown. Never empty. */
  catalogues: readonly Release[];
  known: boolean;
  /** Why: "--release", the words, options that exist only there, package versions, ... */
  evidence: readonly { text: string; at: Position | null }[];
};

/** A service's configuration in one scope: its own file and those that the service reads before it, merged. */
export type ServiceConfig = {
  project: Project;
  /** The file that changes go to. */
  file: string;
  /** In reading order; a later file wins. */
  configs: readonly OsloConfig[];
  scope: Scope;
  /** false: the service refuses at least one of the files. */
  parses: boolean;
  layout: Layout;
  catalogues: readonly Release[];
};

export type Store = {
  id: string;
  /** As written; may be no known driver. */
  type: string;
  /** The section that holds its options, as written; null when there is none. */
  section: string | null;
  /** Read order; higher first. "unknown" where the release is. */
  weight: number;
  at: Position | null;
};

export type GlanceApi = ServiceConfig & {
  mode: "multi_store" | "single_store";
  /** Enabled stores in the order written; in single-store mode the legacy stores, id equal to type. */
  stores: readonly Store[];
  defaultStore: Store | null;
  /** The id written as default, also when no such store is enabled. */
  defaultStoreId: string | null;
  showDirectUrl: Tri;
  showMultipleLocations: Tri;
  /** A location is in what Nova or an older Cinder reads from this endpoint. */
  locationsShown: Tri;
  /** true only if the paste flavor contains the cache. */
  cacheActive: Tri;
  importMethods: readonly string[];
  importPlugins: readonly string[];
  conversionPlugin: boolean;
  conversionOutput: string | null;
  /** Effective directory of staged data; null when the code computes none (glance_store 5 without a reserved section); "unknown" when the release is. */
  stagingPath: string | null;
  stagingAt: Position | null;
  /** A glance-image-import.conf was pasted with this file. */
  importFile: string | null;
};

export type NovaCompute = ServiceConfig & {
  imagesType: string | "unknown";
  usesRbd: Tri;
  rbdPool: string | null;
  cephConf: string | null;
  rbdUser: string | null;
  /** `[libvirt] images_rbd_glance_store_name`. */
  glanceStoreName: string | null;
};

export type CinderBackend = {
  id: string;
  driver: string;
  section: string | null;
  rbd: boolean;
  pool: string | null;
  cephConf: string | null;
  user: string | null;
  at: Position | null;
};

export type CinderVolume = ServiceConfig & { backends: readonly CinderBackend[]; usesRbd: Tri };

export type CephClient = {
  file: string;
  scope: Scope;
  fsid: string | null;
  fsidAt: Position | null;
  options: readonly { section: string; key: string; value: string; line: number }[];
};

/** A cephx user's capabilities as pasted (keyring caps or `ceph auth get`). */
export type CephUser = { name: string; caps: { mon?: string; osd?: string; mgr?: string; mds?: string }; at: Position };

/** Something the operator said in words. Never stronger than a file: a yes that is only said is "stated". */
export type Said<T> = { value: T; at: Position; quote: string };

export type UploadPath = "put" | "dashboard" | "import" | "web-download" | "pipeline" | "snapshot" | "volume-upload";

export type Statements = {
  /** null: no words were given. */
  file: string | null;
  text: string;
  language: string;
  apiNodes: Said<number> | null;
  computes: Said<number> | null;
  novaOnCeph: Said<"yes" | "no" | "partly"> | null;
  cinderOnCeph: Said<"yes" | "no" | "partly"> | null;
  /** Ceph is in the cloud at all. */
  ceph: Said<"yes" | "no" | "partly"> | null;
  sameCluster: Said<boolean> | null;
  sharedStaging: Said<boolean> | null;
  uploadPaths: readonly Said<UploadPath>[];
  /** Asks to move from `stores` to `enabled_backends`. */
  wantsMultiStore: Said<true> | null;
  wantsCache: Said<true> | null;
  pruner: Said<boolean> | null;
  scrubber: Said<boolean> | null;
  encryptedVolumes: Said<true> | null;
  multipleGlances: Said<true> | null;
  copyImagePolicyOpen: Said<boolean> | null;
  locationsInternalOnly: Said<true> | null;
  /** The id or driver of the store that is said to be the default, in lower case. */
  defaultStore: Said<string> | null;
  /** Whether Glance is said to show locations. */
  locations: Said<boolean> | null;
  releases: readonly Said<string>[];
  deployTool: Said<string> | null;
  /** Money per TiB and month, as given. */
  prices: readonly Said<{ store: string; amount: number; currency: string }>[];
  /** Sentences that ask something. */
  questions: readonly Said<string>[];
};

/** Images that share bytes: same strong hash, size and format. */
export type DuplicateGroup = {
  key: string;
  strength: "strong" | "md5";
  size: number;
  diskFormat: string;
  imageIds: readonly string[];
};

export type Duplicates = {
  /** Null where neither rows nor statistics tell. */
  groups: number | null;
  /** The groups themselves, largest waste first; at most 1,000 are kept. */
  examples: readonly DuplicateGroup[];
  redundantImages: number | null;
  redundantBytes: number | null;
};

export type Catalog = {
  origin: "listing" | "statistics";
  at: Position;
  /** Null for statistics. */
  images: ImageTable | null;
  /** Live images (rows deleted in the database are not counted). */
  count: number;
  /** Null when the source does not say. A format that is unset counts under "null". */
  byFormat: Readonly<Record<string, number>> | null;
  byStatus: Readonly<Record<string, number>> | null;
  byVisibility: Readonly<Record<string, number>> | null;
  /** Images and bytes by store id; an image in several stores counts in each. */
  byStore: Readonly<Record<string, { images: number | null; bytes: number | null }>> | null;
  bytes: number | null;
  hidden: number | null;
  snapshots: number | null;
  reach: ListingReach;
  duplicates: Duplicates;
  /** From statistics or boot counts. */
  boots: { periodDays: number | null; total: number | null; topImages: { count: number; sharePct: number } | null };
  neverBooted365d: number | null;
  /** Sum of the sizes of the images that make 80 % of the boots. */
  hotSetBytes: number | null;
  redundantByHash: number | null;
  hashed: number | null;
  /** Bytes of the largest image. */
  largest: number | null;
};

export type PoolFact = {
  name: string;
  at: Position;
  storedBytes: number | null;
  usedBytes: number | null;
  maxAvailableBytes: number | null;
  type: "replicated" | "erasure" | "unknown";
  replicas: number | null;
};

/** An RBD object (or file of a file store) that no image was seen to refer to. Never more than a candidate. */
export type OrphanCandidate = {
  kind: "rbd" | "file";
  /** null for a file, and where nothing names the pool. */
  pool: string | null;
  name: string;
  at: Position;
  /** Bytes in use where `rbd du` was given, else provisioned. */
  bytes: number | null;
  bytesAre: "used" | "provisioned" | "unknown";
  /** What is still missing before it may be touched; empty only when everything was shown. */
  missingProof: readonly OrphanProof[];
};
export type OrphanProof =
  | "complete-listing"
  | "database-row"
  | "no-other-glance"
  | "children-all"
  | "age"
  | "watchers"
  | "fresh-listing";

export type HeldObject = {
  kind: "rbd" | "file";
  pool: string | null;
  name: string;
  at: Position;
  reason: "children" | "in-flight" | "stuck" | "pending-delete" | "not-uuid" | "in-trash" | "location-elsewhere";
};

/** The join of image listings and object listings. Null in `Cloud` when one side is missing. */
export type ObjectJoin = {
  pools: readonly string[];
  /** RBD images and files that were joined, without snapshots. */
  objectCount: number;
  candidates: readonly OrphanCandidate[];
  /** How many there are, also where `candidates` was cut. */
  candidateCount: number;
  candidateBytes: number | null;
  held: readonly HeldObject[];
  /** Candidates that a clone depends on. */
  withChildren: readonly string[];
  notUuid: readonly string[];
  withoutSnap: readonly string[];
  /** Active images with a location in a listed pool or directory where nothing is; one for each such location. */
  missingObjects: readonly { imageId: string; store: string | null; at: Position }[];
  missingCount: number;
  /** Active images whose object is shorter than the image: a part of the data is gone. Bytes. */
  shortObjects: readonly { imageId: string; size: number; found: number; at: Position }[];
};

/** Disks of guests seen in the vms or volumes pool. */
export type CloneShare = {
  pool: string;
  consumer: "nova" | "cinder";
  disks: number;
  clones: number;
  at: Position;
  examplesWithoutParent: readonly string[];
};

/** One condition of the copy-on-write chain. */
export type CloneLink = {
  id:
    | "consumer-on-rbd"
    | "store-on-rbd"
    | "same-cluster"
    | "location-visible"
    | "first-location-local"
    | "default-store-cloneable"
    | "format-raw"
    | "caps"
    | "force-raw";
  holds: Tri | "assumed";
  because: string;
  at: Position | null;
};

/** Store × consumer: can a disk be cloned, and the first fact that breaks it. */
export type CloneVerdict = {
  consumer: "nova" | "cinder";
  /** Scope label of the consumer's file. */
  scope: string;
  /** The glance-api.conf whose store it is. */
  api: string;
  storeId: string;
  /** Without the image's own format. */
  possible: Tri;
  links: readonly CloneLink[];
  brokenBy: CloneLink["id"] | null;
};

export type CloneFacts = {
  verdicts: readonly CloneVerdict[];
  sameCluster: true | false | "assumed_from_same_conf_path" | "per_site_only" | "unknown";
  possible: true | false | "on_array" | "unknown";
  effectiveNova: true | false | "only_for_raw" | "unknown";
  effectiveCinder: true | false | "only_for_raw" | "unknown";
  observed: readonly CloneShare[];
};

export type DeployTool =
  | "kolla-ansible"
  | "openstack-ansible"
  | "packstack"
  | "tripleo"
  | "openstack-helm"
  | "charms"
  | "glance-operator"
  | "unknown";

/** A fact of the vocabulary that two sources tell differently. */
export type Contradiction = { subject: string; sides: readonly { says: string; at: Position }[] };

/** Text from outside that tries to give orders; only its place is kept. */
export type InjectionSight = { at: Position; where: "comment" | "image" | "words" | "other" };

export type Cloud = {
  intake: Intake;
  release: ReleaseFact;
  deployTool: { value: DeployTool; evidence: readonly { text: string; at: Position | null }[] };
  words: Statements;
  glance: readonly GlanceApi[];
  nova: readonly NovaCompute[];
  cinder: readonly CinderVolume[];
  /** glance-scrubber.conf and glance-cache.conf, where pasted. */
  scrubber: ServiceConfig | null;
  cacheConf: ServiceConfig | null;
  ceph: readonly CephClient[];
  cephUsers: readonly CephUser[];
  minCompatClient: { value: string; at: Position } | null;
  pools: readonly PoolFact[];
  policy: readonly { name: string; value: string; at: Position }[];
  catalog: Catalog | null;
  /** All RBD rows; empty table when none were given. */
  objects: ObjectTable;
  join: ObjectJoin | null;
  clone: CloneFacts;
  contradictions: readonly Contradiction[];
  injections: readonly InjectionSight[];
  /** Free bytes of a directory, where mounts were pasted. */
  mounts: readonly {
    node: string | null;
    path: string;
    source: string;
    type: string | null;
    freeBytes: number | null;
    at: Position;
  }[];
};
