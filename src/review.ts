/** The main way in one function: artefacts to facts, findings, design, proof, answer. Pure; the rim brings bytes and rules. */
import type { CheckResult, Finding } from "./check/finding.ts";
import type { Rule } from "./check/rule.ts";
import { runRules } from "./check/run.ts";
import { answerQuestions } from "./design/answers.ts";
import type { Decisions } from "./design/decide.ts";
import { designAnswer } from "./design/design.ts";
import { questionsFor } from "./design/questions.ts";
import type { Review, ReviewFinding } from "./design/schema.ts";
import { verdictOf } from "./design/verdict.ts";
import type { PatchedFile } from "./design/verify.ts";
import type { FactOptions } from "./facts/build-cloud.ts";
import { buildCloud } from "./facts/build-cloud.ts";
import type { Cloud } from "./facts/cloud.ts";
import { modeOf } from "./facts/mode.ts";
import { namedFacts } from "./facts/named-facts.ts";
import type { Intake } from "./intake/artefact.ts";
import { effectiveSections } from "./intake/oslo/oslo-view.ts";

export type Reviewed = {
  review: Review;
  cloud: Cloud;
  check: CheckResult;
  decisions: Decisions;
  patched: PatchedFile[];
};

/** Reviews one intake with the rules' own design. Same input, same bytes. */
export function review(intake: Intake, rules: readonly Rule[], options: FactOptions = {}): Reviewed {
  const cloud = buildCloud(intake, options);
  const check = runRules(rules, cloud);
  const { design, decisions, verified } = designAnswer(cloud, rules, check, options);
  const mode = modeOf(cloud);
  const answer: Review = {
    schema: "glancewright.review/1",
    mode,
    release: cloud.release.value,
    answeredBy: "rules",
    verdict: verdictOf(cloud, check, design, mode),
    facts: namedFacts(cloud) as Review["facts"],
    effective: effectiveFiles(intake),
    findings: check.findings.map(reviewFinding),
    unchecked: check.unchecked.map(({ rule, needs }) => ({ rule, needs: [...needs] })),
    questions: questionsFor(cloud, check, decisions),
    answers: answerQuestions(cloud, check, design),
    design,
    redactions: intake.redactions,
    inputs: inputLines(intake),
  };
  return { review: answer, cloud, check, decisions, patched: verified.patched };
}

function effectiveFiles(intake: Intake): Review["effective"] {
  return Object.fromEntries(
    intake.artefacts.flatMap((artefact) =>
      "config" in artefact ? [[artefact.file, effectiveSections(artefact.config)]] : [],
    ),
  );
}

function reviewFinding(finding: Finding): ReviewFinding {
  const { fix, remedy, objects, sources, consequences, ...rest } = finding;
  const text = fix
    .map(({ section, key, value, file }) =>
      value === null ? `remove [${section}] ${key} from ${file}` : `[${section}] ${key} = ${value} in ${file}`,
    )
    .join("; ");
  return {
    ...rest,
    fix: text || remedy,
    objects: [...objects],
    sources: [...sources],
    consequences: [...consequences],
    badge: "paper",
  };
}

/** What became of each source: its kind, and why it was not used where it was not. */
function inputLines(intake: Intake): Review["inputs"] {
  const lines = Object.entries(intake.recognitions).map(([file, { kind, what }]) => ({
    file,
    kind,
    note: noteOf(intake, file) ?? (kind === "unknown" ? (what ?? "not recognised") : null),
  }));
  const refused = intake.refused
    .filter(({ file }) => !(file in intake.recognitions))
    .map(({ file, reason, next }) => ({ file, kind: "refused", note: `${reason} ${next}` }));
  return [...lines, ...refused].sort((left, right) => (left.file < right.file ? -1 : 1));
}

function noteOf(intake: Intake, file: string): string | null {
  const refusal = intake.refused.find((entry) => entry.file === file);
  return refusal ? `${refusal.reason} ${refusal.next}` : null;
}
