/** Reads what a snapshot says of itself; what is no manifest in its own form is an error, as nothing may rest on it. */
import type { SnapshotArtefact } from "../artefact.ts";
import { isRecord, type ListingSource } from "../listings/reading.ts";
import { MANIFEST_SCHEMA, SNAPSHOT_ORIGINS, type SnapshotManifest, type SnapshotPart } from "./manifest.ts";

const textOf = (value: unknown): string => {
  if (typeof value !== "string") throw new TypeError("a manifest has a text where there is none");
  return value;
};
const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : textOf(value));

function timeText(value: unknown): string {
  const text = textOf(value);
  if (Number.isNaN(Date.parse(text))) throw new TypeError("a manifest has a time that is none");
  return new Date(text).toISOString();
}

/** Throws a `TypeError` for anything else. */
export function manifestOf(value: unknown): SnapshotManifest {
  if (!isRecord(value) || value["schema"] !== MANIFEST_SCHEMA || !Array.isArray(value["parts"]))
    throw new TypeError("no manifest of a snapshot");
  return {
    schema: MANIFEST_SCHEMA,
    cloud: textOf(value["cloud"]),
    region: textOrNull(value["region"]),
    ...(Array.isArray(value["otherRegions"]) ? { otherRegions: value["otherRegions"].map(textOf) } : {}),
    startedAt: timeText(value["startedAt"]),
    endedAt: timeText(value["endedAt"]),
    collector: textOf(value["collector"]),
    parts: value["parts"].map(partOf),
  };
}

function partOf(value: unknown): SnapshotPart {
  if (!isRecord(value)) throw new TypeError("a part of a manifest is no object");
  const from = SNAPSHOT_ORIGINS.find((origin) => origin === value["from"]);
  if (!from) throw new TypeError("a part of a manifest comes from nowhere");
  return {
    file: textOf(value["file"]),
    from,
    what: textOf(value["what"]),
    command: textOrNull(value["command"]),
    // only a plain true is one
    complete: value["complete"] === true,
    rows: typeof value["rows"] === "number" ? value["rows"] : 0,
    startedAt: timeText(value["startedAt"]),
    endedAt: timeText(value["endedAt"]),
    problem: textOrNull(value["problem"]),
  };
}

export const readManifest = (text: string, { file }: ListingSource): SnapshotArtefact => ({
  kind: "snapshot",
  file,
  manifest: manifestOf(JSON.parse(text)),
});
