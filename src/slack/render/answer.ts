/** A review as a thread: a parent that fits a glance, one reply for each part, and files for the whole. */
import type { KnownBlock } from "@slack/types";
import type { Review, ReviewFinding } from "../../design/schema.ts";
import { type Block, outline } from "../../present/outline.ts";
import { plural } from "../../units.ts";
import { LIMITS } from "../limits.ts";
import type { SlackMessage } from "../message.ts";
import { actions, type ButtonWords, bullets, code, context, fallback, header, paragraph, strong } from "./blocks.ts";
import { type Piece, toMessages } from "./split.ts";

export type Kind = "review" | "check" | "hygiene";

/** How far the work is; `failed` names what of it did not come. */
export type Stage = "reading" | "rules" | "model" | "done";

export type AnswerParts = {
  caseId: string;
  kind: Kind;
  stage: Stage;
  /** The name of another model that may be asked; null: none is set. */
  otherModel: string | null;
  /** Id of an uploaded picture, with its alt text. */
  picture: { id: string; alt: string } | null;
};

const TOP = 5;
const PARTS = ["a", "b", "c", "d", "e"] as const;
export type Part = (typeof PARTS)[number];

const MARKS: Readonly<Record<ReviewFinding["severity"], string>> = {
  high: "HIGH",
  medium: "MEDIUM",
  low: "LOW",
  info: "INFO",
};

/** The message that stays one message: it is edited in place from "received" to the answer. */
export function parentMessage(review: Review, parts: AnswerParts): SlackMessage {
  const { verdict, findings } = review;
  const serious = findings.filter(({ severity }) => severity === "high" || severity === "medium");
  const top = (serious.length > 0 ? serious : findings).slice(0, TOP);
  const more = findings.length - top.length;
  const blocks: KnownBlock[] = [
    header(shortVerdict(review)),
    ...(shortVerdict(review) === verdict.headline ? [] : [paragraph(verdict.headline)]),
    ...(parts.picture
      ? [{ type: "image", slack_file: { id: parts.picture.id }, alt_text: parts.picture.alt } as const]
      : []),
    ...(top.length > 0 ? [bullets(top.map(findingLine))] : []),
    ...(more > 0 ? [context(`${plural(more, "more finding")} in the thread and in report.md`)] : []),
    strong("Safe now"),
    bullets(verdict.safeNow),
    context(figures(review)),
    context(stageLine(review, parts)),
    actions(`answer:${parts.caseId}`, buttonsOf(review, parts)),
  ];
  return { text: fallback(`${verdict.headline} ${verdict.safeNow[0] ?? ""}`), blocks };
}

/** A headline is read at a glance: the numbers first; the sentence follows below. */
function shortVerdict({ verdict, findings, mode }: Review): string {
  if ([...verdict.headline].length <= 100) return verdict.headline;
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  if (mode === "repair") return "A file cannot be read by its service";
  const [high, medium] = [count("high"), count("medium")];
  const amounts = [...(high > 0 ? [`${high} high`] : []), ...(medium > 0 ? [`${medium} medium`] : [])].join(" and ");
  return amounts ? `${amounts} ${high + medium === 1 ? "finding" : "findings"}` : "What the files show";
}

const findingLine = ({ severity, title, file, line }: ReviewFinding): string =>
  `${MARKS[severity]}: ${title} (${file}${line === null ? "" : `:${line}`})`;

function figures({ design: { a, c }, release }: Review): string {
  const { before, after, introduced } = c.verification;
  return [
    `Findings before: ${before.high} high, ${before.medium} medium; after the changes: ${after.high} high, ${after.medium} medium; new: ${introduced.length}.`,
    `Clone boot: ${a.cow.recommend}.`,
    `Release: ${release}.`,
  ].join(" ");
}

const STAGES: Readonly<Record<Stage, string>> = {
  reading: "Reading.",
  rules: "The rules are done.",
  model: "The rules are done; a model is being asked, the parts follow in the thread.",
  done: "",
};

function stageLine({ answeredBy, model, mode }: Review, { stage }: AnswerParts): string {
  const by = `Answered by: ${answeredBy}. Checked on paper: rules and option catalogue. Mode: ${mode}.`;
  const why = model?.because ? ` ${model.name}: ${model.because}.` : "";
  const cost = model?.cost ? ` ${model.cost.amount.toFixed(4)} ${model.cost.currency}.` : "";
  return `${STAGES[stage]} ${by}${why}${cost}`.trim();
}

function buttonsOf({ findings, questions }: Review, { caseId, otherModel, stage }: AnswerParts): ButtonWords[] {
  const first = findings[0];
  const ask = questions[0];
  return [
    ...(first ? [{ action: "acknowledge", text: "Acknowledge …", value: caseId }] : []),
    ...(ask ? [{ action: "missing-file", text: "What is missing?", value: caseId }] : []),
    ...(otherModel && stage === "done"
      ? [{ action: "other-model", text: `Ask ${otherModel.split(":")[0]}`, value: caseId }]
      : []),
    { action: "full-report", text: "Full report", value: caseId },
    { action: "helpful", text: "Helpful", value: caseId },
    { action: "not-helpful", text: "Not helpful", value: caseId },
  ];
}

/** One reply for each part, in order; a part that is long goes on in a second message. Check has findings only. */
export function partMessages(review: Review, kind: Kind): { part: string; messages: SlackMessage[] }[] {
  const sections = sectionsOf(outline(review, kind));
  const findings = sections.filter(({ title }) => /^(Findings|Answers|Advice of)/.test(title));
  const replies = [
    ...(findings.length > 0 ? [{ part: "findings", sections: findings }] : []),
    ...PARTS.flatMap((part) => {
      const own = sections.filter(({ title }) => title.startsWith(`(${part})`));
      return own.length > 0 ? [{ part: `part-${part}`, sections: own }] : [];
    }),
    ...questionReply(sections),
  ];
  return replies.map(({ part, sections: own }) => ({
    part,
    messages: toMessages(own[0]?.title ?? part, own.flatMap(piecesOf)),
  }));
}

function questionReply(sections: readonly Section[]): { part: string; sections: Section[] }[] {
  const questions = sections.filter(({ title }) => title === "Questions");
  return questions.length > 0 ? [{ part: "questions", sections: questions }] : [];
}

type Section = { title: string; blocks: Block[] };

function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [];
  for (const block of blocks) {
    if (block.kind === "heading") sections.push({ title: block.text, blocks: [] });
    else sections.at(-1)?.blocks.push(block);
  }
  return sections;
}

/** Long lists are cut here: the report that is attached has them whole. */
const MOST_ITEMS = 40;

function piecesOf({ title, blocks }: Section): Piece[] {
  return [{ kind: "block", block: header(title) }, ...blocks.flatMap(pieceOf)];
}

function pieceOf(block: Block): Piece[] {
  switch (block.kind) {
    case "heading":
      return [];
    case "paragraph":
      return [{ kind: "paragraph", text: block.text }];
    case "list": {
      const shown = block.items.slice(0, MOST_ITEMS);
      const left = block.items.length - shown.length;
      return [{ kind: "list", items: [...shown, ...(left > 0 ? [`${left} more in report.md`] : [])] }];
    }
    case "code":
      return [{ kind: "block", block: code(shortCode(block.text)) }];
    case "finding":
      return findingPieces(block.finding);
  }
}

/** A diff of this length is read on a screen; longer ones are in changes.diff. */
const MOST_CODE = 2_400;

function shortCode(text: string): string {
  if ([...text].length <= MOST_CODE) return text;
  const lines: string[] = [];
  let length = 0;
  for (const line of text.split("\n")) {
    length += line.length + 1;
    if (length > MOST_CODE) break;
    lines.push(line);
  }
  return `${lines.join("\n")}\n… the rest is in changes.diff`;
}

function findingPieces(finding: ReviewFinding): Piece[] {
  return [
    { kind: "block", block: strong(findingLine(finding).slice(0, LIMITS.section)) },
    {
      kind: "list",
      items: [
        finding.why,
        ...(finding.fix ? [`Fix: ${finding.fix}`] : []),
        ...finding.consequences.map(({ title }) => `So: ${title}`),
        `${finding.option}, rule ${finding.rule}, ${finding.fingerprint.slice(0, 12)}`,
      ],
    },
  ];
}
