/** Tells what a source is: by its content, then by the command it is the output of, then by its name. */
import { recogniseCephConf, recogniseCephOutput } from "./recognise/ceph.ts";
import { looksLikeConfig, recogniseConfig, recognisePipelines } from "./recognise/config.ts";
import type { Found, Recogniser } from "./recognise/found.ts";
import {
  recogniseBareLines,
  recogniseFiles,
  recogniseJsonListing,
  recogniseRbd,
  recogniseTable,
  recogniseYamlListing,
} from "./recognise/listings.ts";
import { isRequestName, recogniseCommand, recogniseName } from "./recognise/name.ts";
import { type Sample, sampleOf } from "./recognise/sample.ts";
import {
  recogniseLog,
  recogniseMounts,
  recognisePolicy,
  recogniseScript,
  recogniseSnapshot,
  recogniseStatistics,
  recogniseUseless,
  recogniseVersions,
  recogniseWords,
} from "./recognise/texts.ts";
import { CONFIG_KINDS, type Recognition, type Source, type SourceKind } from "./source.ts";

/** The first that answers wins: what is unmistakable stands before what is only likely. */
const RECOGNISERS: readonly Recogniser[] = [
  recogniseSnapshot,
  recogniseCephOutput,
  recogniseUseless,
  recogniseJsonListing,
  recogniseRbd,
  recognisePipelines,
  recogniseCephConf,
  recogniseLog,
  recogniseMounts,
  recogniseFiles,
  recogniseVersions,
  recogniseConfig,
  recognisePolicy,
  recogniseTable,
  recogniseYamlListing,
  recogniseBareLines,
  recogniseStatistics,
  recogniseScript,
  recogniseWords,
];

function recogniseContent(sample: Sample): Found | null {
  for (const recogniser of RECOGNISERS) {
    const answer = recogniser(sample);
    if (answer !== null) return answer;
  }
  return null;
}

const isConfigKind = (kind: SourceKind): boolean => (CONFIG_KINDS as readonly SourceKind[]).includes(kind);

/** Kinds that print nothing when there is nothing to tell. */
const SILENT_WHEN_EMPTY: readonly SourceKind[] = ["rbd-trash", "rbd-children", "rbd-snap"];

/** Outputs in which lines can read like sentences: there a name goes before what looks like words. */
const WORDLIKE: readonly SourceKind[] = [
  "versions",
  "script",
  "log",
  "policy",
  "mounts",
  "catalog-stats",
  "file-listing",
];

function fromContent(content: Found, kind: SourceKind): Recognition {
  return {
    kind,
    by: "content",
    ...(content.service === undefined ? {} : { service: content.service }),
    ...(content.what === undefined ? {} : { what: content.what }),
    ...(content.mixedWith === undefined ? {} : { mixedWith: content.mixedWith }),
  };
}

/** Whether a name or a command may be believed although the content does not show it. */
function canBe(kind: SourceKind, sample: Sample): boolean {
  if (sample.lines.length === 0) return SILENT_WHEN_EMPTY.includes(kind);
  if (isConfigKind(kind) || kind === "ceph-conf" || kind === "ceph-auth")
    return looksLikeConfig(sample.lines) || sample.lines.every((line) => /^\s*[#;]/.test(line));
  return true;
}

/**
 * Recognises one source. Content goes first; where it allows several kinds, or shows nothing telling, the command and
 * then the name decide. `request.md` and `request.txt` are always the operator's words. Never throws.
 */
export function recognise(source: Source): Recognition {
  if (isRequestName(source.name)) return { kind: "words", by: "name" };
  const sample = sampleOf(source);
  const content = sample.lines.length === 0 ? null : recogniseContent(sample);
  const command = recogniseCommand(sample.command)?.kinds[0];
  const name = recogniseName(source.name);
  if (content !== null) {
    if (content.kinds.length === 1 && content.weak !== true) return fromContent(content, content.kinds[0] ?? "unknown");
    const allowed = (kind: SourceKind | undefined): kind is SourceKind =>
      kind !== undefined && (content.weak === true ? canBe(kind, sample) : content.kinds.includes(kind));
    if (allowed(command)) return { kind: command, by: "command" };
    if (content.kinds[0] === "words" && name !== null && !WORDLIKE.includes(name.kind))
      return fromContent(content, "words");
    if (allowed(name?.kind))
      return content.kinds[0] === name.kind ? fromContent(content, name.kind) : { kind: name.kind, by: "name" };
    return fromContent(content, content.kinds[0] ?? "unknown");
  }
  if (command !== undefined && canBe(command, sample)) return { kind: command, by: "command" };
  if (name !== null && canBe(name.kind, sample)) {
    return {
      kind: name.kind,
      by: "name",
      ...(name.kind === "other-service" && name.service !== undefined ? { service: name.service } : {}),
    };
  }
  return { kind: "unknown", by: "nothing" };
}
