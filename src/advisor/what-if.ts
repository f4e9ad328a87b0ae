/** A what-if in words becomes a changed cloud: edits of the operator's own files, words or release, so that all rules run again. */
import type { Change } from "../check/change.ts";
import { applyChanges } from "../design/patch.ts";
import type { Artefact, Intake, TextArtefact } from "../intake/artefact.ts";
import { readOsloConfig } from "../intake/oslo/read-oslo-config.ts";
import { RELEASES } from "../options/option.ts";
import { review } from "../review.ts";
import type { WHAT_IF_SUBJECTS } from "./answer-wire.ts";
import type { Case } from "./case.ts";
import { editsFor } from "./what-if-edits.ts";

export type WhatIf = { subject: (typeof WHAT_IF_SUBJECTS)[number]; value: string };
export type Edit = Pick<Change, "file" | "section" | "key" | "value">;

const HYPOTHETICAL =
  /\b(?:what (?:if|about|happens|changes)|if we|if i|suppose|assume|assuming|imagine|without|instead of|would it|could we|should we|were|was wenn|wenn wir|falls|ohne|et si|si nous|sans|qué pasa si|y si|sin|а если|что если|без)\b|如果/iu;
const NEGATIVE =
  /\b(?:without|no longer|not|no|isn't|aren't|weren't|wasn't|off|remov\w*|drop\w*|disabl\w*|ohne|kein\w*|nicht|sans|pas|sin|без|не)\b/iu;
const STORES: readonly [RegExp, string][] = [
  [/\b(?:s3|object stor\w+|minio)\b/i, "s3"],
  [/\bswift\b/i, "swift"],
  [/\b(?:rbd|ceph) (?:store|backend|pool for images|for images)\b|\brbd\b/i, "rbd"],
  [/\b(?:nfs|file ?(?:system)? (?:store|backend)|filesystem)\b/i, "file"],
  [/\bcinder (?:store|backend)\b/i, "cinder"],
];

/** What the question asks to suppose; empty when it asks nothing of that kind, or nothing that can be run. */
export function readWhatIf(question: string): WhatIf[] {
  if (!HYPOTHETICAL.test(question)) return [];
  return question
    .split(/[,;]|\band\b|\bund\b|\bet\b/i)
    .flatMap((clause) => readClause(clause))
    .filter((found, index, all) => all.findIndex(({ subject }) => subject === found.subject) === index);
}

function readClause(clause: string): WhatIf[] {
  const yes = NEGATIVE.test(clause) ? "no" : "yes";
  const release = RELEASES.find((name) => clause.includes(name));
  if (release) return [{ subject: "release", value: release }];
  const onCeph = /\b(?:ceph|rbd)\b/i.test(clause);
  if (onCeph && /\bnova\b|\bephemeral\b|\broot disks?\b|\bcomputes?\b/i.test(clause))
    return [{ subject: "nova-on-ceph", value: yes }];
  if (onCeph && /\bcinder\b|\bvolumes?\b/i.test(clause)) return [{ subject: "cinder-on-ceph", value: yes }];
  if (/\b(?:image )?cache\b/i.test(clause)) return [{ subject: "glance-cache", value: yes }];
  if (/\bconver(?:t|sion)\w*\b|\bplugin\b/i.test(clause)) return [{ subject: "conversion", value: yes }];
  const type = STORES.find(([pattern]) => pattern.test(clause))?.[1];
  if (!type) return [];
  if (/\bdefault\b/i.test(clause)) return [{ subject: "default-store", value: type }];
  return [{ subject: yes === "yes" ? "add-store" : "remove-store", value: type }];
}

export type Supposed = { asked: Case; edits: Edit[]; notes: string[] };

/**
 * The case as it would be. `notes` say what was taken for granted and what could not be run; null when nothing could.
 */
export function suppose(asked: Case, whatIf: readonly WhatIf[]): Supposed | null {
  const notes: string[] = [];
  const edits: Edit[] = [];
  let intake = asked.reviewed.cloud.intake;
  let facts = asked.facts;
  let cloud = asked.reviewed.cloud;
  let ran = false;
  for (const one of whatIf) {
    if (one.subject === "release") {
      if (!RELEASES.some((name) => name === one.value)) continue;
      facts = { ...facts, release: one.value };
      ran = true;
    } else {
      const made = editsFor(cloud, one);
      notes.push(...made.notes);
      if (made.edits.length === 0 && made.words === null) continue;
      edits.push(...made.edits);
      intake = withEdits(intake, made.edits);
      if (made.words !== null) intake = withWords(intake, made.words);
      ran = true;
    }
    cloud = review(intake, asked.rules, facts).cloud;
  }
  if (!ran) return null;
  return { asked: { ...asked, facts, reviewed: review(intake, asked.rules, facts) }, edits, notes };
}

function withEdits(intake: Intake, edits: readonly Edit[]): Intake {
  const texts = new Map<string, string>();
  const artefacts = intake.artefacts.map((artefact): Artefact => {
    if (!("config" in artefact)) return artefact;
    const own = edits.filter(({ file }) => file === artefact.file).map(asChange);
    const source = intake.sources.find(({ name }) => name === artefact.file);
    if (!source || own.length === 0) return artefact;
    const { text } = applyChanges(source.text, own, artefact.config);
    texts.set(artefact.file, text);
    return { ...artefact, config: readOsloConfig(text, artefact.file) };
  });
  const sources = intake.sources.map((source) => ({ ...source, text: texts.get(source.name) ?? source.text }));
  return { ...intake, artefacts, sources };
}

const asChange = (edit: Edit): Change => ({
  ...edit,
  was: null,
  line: null,
  conditional: false,
  why: "",
  findings: [],
});

/** Words come first: what is said last week counts less than what is supposed now. */
function withWords(intake: Intake, words: string): Intake {
  const isWords = (artefact: Artefact): artefact is TextArtefact => artefact.kind === "words";
  const file = intake.artefacts.find(isWords)?.file ?? "what-if.md";
  const before = intake.artefacts.filter(isWords);
  const text = [words, ...before.map((artefact) => artefact.text)].join("\n\n");
  return {
    ...intake,
    artefacts: [...intake.artefacts.filter((artefact) => !isWords(artefact)), { kind: "words", file, text }],
  };
}
