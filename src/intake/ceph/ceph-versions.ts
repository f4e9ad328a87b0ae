/** Reader of `ceph versions` (JSON) and `ceph --version` (one line each). */
import type { VersionsArtefact } from "../artefact.ts";
import { readLinedDocument } from "../listings/document-lines.ts";
import { isRecord, type ListingSource } from "../listings/reading.ts";

/** Reads versions by daemon (`mon`, `osd`, ...); the total over all daemons is left out. The text stays as Ceph wrote it. */
export function readCephVersions(text: string, source: ListingSource): VersionsArtefact {
  const versions: VersionsArtefact["versions"] = [];
  const read = readLinedDocument(text.replace(/^[^{]*(?=\{)/, (before) => before.replace(/[^\n]/g, "")));
  if (read !== null && isRecord(read.document)) {
    for (const [daemon, byVersion] of Object.entries(read.document)) {
      if (daemon === "overall" || !isRecord(byVersion)) continue;
      for (const version of Object.keys(byVersion))
        versions.push({ name: daemon, version, line: read.lineOf[`${daemon}.${version}`] ?? 1 });
    }
  } else {
    for (const [at, line] of text.split("\n").entries()) {
      const match = /\bceph version \d\S*.*$/.exec(line);
      if (match) versions.push({ name: "ceph", version: match[0].trim(), line: at + 1 });
    }
  }
  return { kind: "ceph-versions", file: source.file, versions };
}
