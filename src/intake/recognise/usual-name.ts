/** Names for what was pasted without one. */

import { poolOf } from "../listings/rbd-source.ts";
import type { Source, SourceKind } from "../source.ts";

const CONFIG_NAMES: Partial<Record<SourceKind, string>> = {
  "glance-api": "glance-api.conf",
  "glance-image-import": "glance-image-import.conf",
  "glance-cache": "glance-cache.conf",
  "glance-scrubber": "glance-scrubber.conf",
  "glance-swift-store": "glance-swift-store.conf",
  nova: "nova.conf",
  cinder: "cinder.conf",
  "ceph-conf": "ceph.conf",
  "ceph-auth": "ceph-auth.txt",
  "paste-pipeline": "glance-api-paste.ini",
  words: "request.md",
  log: "pasted.log",
  script: "pasted.sh",
  unknown: "pasted.txt",
};

const STEMS: Partial<Record<SourceKind, string>> = {
  "image-list": "images",
  "images-sql": "sql-images",
  "image-locations-sql": "sql-image-locations",
  "boot-counts": "boots",
  "file-listing": "files",
};

function extensionOf(text: string): string {
  const start = text.trimStart().slice(0, 200);
  if (/^[{[]/.test(start)) return "json";
  if (/^<[?\w]/.test(start)) return "xml";
  if (/^- [\w ]+:/.test(start)) return "yaml";
  return /^"?[\w ]+"?,"?[\w ]+"?,/.test(start) ? "csv" : "txt";
}

/** The name that a source of that kind usually has: `nova.conf`, `rbd-ls-images.txt`, `images.json`. */
export function usualName(kind: SourceKind, source: Source, service?: string): string {
  if (kind === "other-service") return service === "horizon" ? "local_settings.py" : `${service ?? "other"}.conf`;
  if (kind === "policy") return /^\s*\{/.test(source.text) ? "policy.json" : "policy.yaml";
  const fixed = CONFIG_NAMES[kind];
  if (fixed !== undefined) return fixed;
  const pool = kind.startsWith("rbd-") ? poolOf({ file: "", command: source.command }).pool : null;
  const stem = STEMS[kind] ?? kind;
  return `${stem}${pool !== null && /^[\w.-]+$/.test(pool) ? `-${pool}` : ""}.${extensionOf(source.text)}`;
}

/** A name from outside made fit to be a relative path: no root, no parent folders, no control characters. */
export function safeName(name: string): string {
  const plain = name.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "").trim();
  const parts = (
    plain.startsWith("/") || plain.startsWith("~") ? plain.slice(plain.lastIndexOf("/") + 1) : plain
  ).split(/[\\/]/);
  return parts
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("/")
    .slice(-160);
}

/** `nova.conf`, `nova-2.conf`, …: the first free name. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > name.lastIndexOf("/") + 1 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  let number = 2;
  while (taken.has(`${stem}-${number}${ending}`)) number++;
  return `${stem}-${number}${ending}`;
}
