/** Hands a recognised source to the reader of its kind. */
import type { Artefact } from "./artefact.ts";
import { readCephAuth } from "./ceph/ceph-auth.ts";
import { readCephDf } from "./ceph/ceph-df.ts";
import { readCephMinCompat } from "./ceph/ceph-min-compat.ts";
import { readCephPools } from "./ceph/ceph-pools.ts";
import { readCephVersions } from "./ceph/ceph-versions.ts";
import { readCephConf } from "./ceph/read-ceph-conf.ts";
import { readBootCounts } from "./listings/boot-counts.ts";
import { readCatalogStats } from "./listings/catalog-stats.ts";
import { readDiskImages } from "./listings/disk-images.ts";
import { readFileListing } from "./listings/file-listing.ts";
import { readImportInfo, readStoresInfo } from "./listings/glance-info.ts";
import { readImageUses } from "./listings/image-uses.ts";
import { readMounts } from "./listings/mounts.ts";
import { readProjects } from "./listings/projects.ts";
import { readRbdChildren, readRbdInfo, readRbdSnap, readRbdTrash } from "./listings/read-rbd-details.ts";
import { readRbdStatus } from "./listings/read-rbd-status.ts";
import type { ListingSource } from "./listings/reading.ts";
import { readSqlLocations } from "./listings/sql-locations.ts";
import { type ListingTables, listingStream } from "./listings/stream.ts";
import { readOsloConfig } from "./oslo/read-oslo-config.ts";
import { readPackageVersions } from "./other/package-versions.ts";
import { readPastePipeline } from "./other/paste-pipeline.ts";
import { readPolicy } from "./other/policy.ts";
import { readManifest } from "./snapshot/read-manifest.ts";
import type { ConfigKind, Recognition, Redaction, Source, SourceKind } from "./source.ts";

export type Read = { artefact: Artefact; redactions: Redaction[] };

type TextReader = (text: string, source: ListingSource) => Artefact;

const CONFIG_SERVICES: Readonly<Record<Exclude<ConfigKind, "other-service">, string>> = {
  "glance-api": "glance",
  "glance-image-import": "glance",
  "glance-cache": "glance",
  "glance-scrubber": "glance",
  "glance-swift-store": "glance",
  nova: "nova",
  cinder: "cinder",
};

const TEXT_READERS: Partial<Record<SourceKind, TextReader>> = {
  "image-locations-sql": readSqlLocations,
  "stores-info": readStoresInfo,
  "import-info": readImportInfo,
  "rbd-info": (text, source) => readRbdInfo(text, source),
  "rbd-children": (text, source) => readRbdChildren(text, source),
  "rbd-trash": (text, source) => readRbdTrash(text, source),
  "rbd-snap": (text, source) => readRbdSnap(text, source),
  "rbd-status": readRbdStatus,
  "file-listing": readFileListing,
  "ceph-conf": (text, { file }) => ({ kind: "ceph-conf", file, conf: readCephConf(text, file) }),
  "ceph-auth": readCephAuth,
  "ceph-df": readCephDf,
  "ceph-pools": readCephPools,
  "ceph-min-compat": readCephMinCompat,
  "ceph-versions": readCephVersions,
  "catalog-stats": readCatalogStats,
  "boot-counts": readBootCounts,
  "paste-pipeline": readPastePipeline,
  policy: readPolicy,
  versions: readPackageVersions,
  mounts: readMounts,
  snapshot: readManifest,
  "image-uses": readImageUses,
  "disk-images": readDiskImages,
  projects: readProjects,
};

function isConfig(kind: SourceKind): kind is ConfigKind {
  return kind === "other-service" || kind in CONFIG_SERVICES;
}

function isText(kind: SourceKind): kind is "words" | "log" | "script" {
  return kind === "words" || kind === "log" || kind === "script";
}

/** The artefact of a source. Images and objects go to `tables`. Throws only if a reader does. */
export function readSource(source: Source, recognition: Recognition, tables: ListingTables): Read {
  const { kind } = recognition;
  const { name: file, text, command } = source;
  const place: ListingSource = command === undefined ? { file } : { file, command };
  const stream = listingStream(kind, place, tables);
  if (stream !== null) {
    stream.push(Buffer.from(text, "utf8"));
    return stream.end();
  }
  if (isConfig(kind)) {
    const service = kind === "other-service" ? (recognition.service ?? "unknown") : CONFIG_SERVICES[kind];
    return { artefact: { kind, file, service, config: readOsloConfig(text, file) }, redactions: [] };
  }
  const reader = TEXT_READERS[kind];
  if (reader !== undefined) return { artefact: reader(text, place), redactions: [] };
  return { artefact: { kind: isText(kind) ? kind : "unknown", file, text }, redactions: [] };
}
