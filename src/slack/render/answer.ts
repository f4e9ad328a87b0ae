/** A review as a thread: a parent that fits a glance, one reply for each part, and files for the whole. */
import type { KnownBlock } from "@slack/types";
import type { Review, ReviewFinding } from "../../design/schema.ts";
import { type Block, outline, type Table } from "../../present/outline.ts";
import { plural } from "../../units.ts";
import { plain } from "../inert.ts";
import { cut, LIMITS } from "../limits.ts";
import type { SlackMessage } from "../message.ts";
import {
  actions,
  type ButtonWords,
  bullets,
  code,
  context,
  fallback,
  header,
  type Item,
  labelled,
  paragraph,
  strong,
} from "./blocks.ts";
import { headOf } from "./head.ts";
import { type Piece, toMessages } from "./split.ts";

export type Kind = "review" | "check" | "hygiene";

/** How far the work is; `failed` names what of it did not come. */
type Stage = "reading" | "rules" | "model" | "done";

export type AnswerParts = {
  caseId: string;
  kind: Kind;
  stage: Stage;
  /** The name of another model that may be asked; null: none is set. */
  otherModel: string | null;
  /** Id of an uploaded picture, with its alt text. */
  picture: { id: string; alt: string } | null;
  /** Findings that somebody accepted: they do not come first again before their day. */
  accepted: readonly AcceptedFinding[];
};

/** `until` as 2026-11-23; null: without an end. */
export type AcceptedFinding = { fingerprint: string; until: string | null };

const TOP = 5;
const PARTS = ["a", "b", "c", "d", "e"] as const;

const MARKS: Readonly<Record<ReviewFinding["severity"], string>> = {
  high: "HIGH",
  medium: "MEDIUM",
  low: "LOW",
  info: "INFO",
};

/** Characters of the description of a picture, and of any one sentence in the parent: it must stay one message. */
const MOST_ALT = 1_000;
const MOST_SENTENCE = 500;
const brief = (text: string): string => cut(plain(text), MOST_SENTENCE);

/** The message that stays one message: it is edited in place from "received" to the answer. Words come before the picture. */
export function parentMessage(review: Review, parts: AnswerParts): SlackMessage {
  const accepted = acceptedAmong(review, parts);
  const open = review.findings.filter(({ fingerprint }) => !accepted.some((one) => one.fingerprint === fingerprint));
  const { title, sentence, figures, findings, safeNow } = headOf({ ...review, findings: open }, parts.kind);
  const serious = findings.filter(({ severity }) => severity === "high" || severity === "medium");
  const top = (serious.length > 0 ? serious : findings).slice(0, TOP);
  const more = findings.length - top.length;
  // the first finding stands below: a sentence that ends with it need not be said as well
  const said = title === sentence || (top[0] !== undefined && sentence.endsWith(top[0].title));
  const blocks: KnownBlock[] = [
    header(title),
    ...(said ? [] : [paragraph(brief(sentence))]),
    bullets(figures),
    ...(top.length > 0
      ? [strong(top.length === 1 ? "What stands out" : "What comes first"), bullets(top.map(findingItem))]
      : []),
    ...(more > 0 ? [context(`${plural(more, "more finding")} in the thread and in report.md`)] : []),
    ...(accepted.length > 0 ? [context(acceptedLine(accepted))] : []),
    strong("What is safe now"),
    bullets(safeNow.map(safeItem)),
    ...(parts.picture
      ? [
          {
            type: "image",
            slack_file: { id: parts.picture.id },
            alt_text: cut(plain(parts.picture.alt) || "Picture", MOST_ALT),
          } as const,
        ]
      : []),
    context(brief(stageLine(review, parts))),
    actions(`answer:${parts.caseId}`, buttonsOf(review, parts)),
  ];
  return { text: fallback(`${sentence.replace(/(?<![.?!])$/, ".")} ${safeNow[0] ?? ""}`), blocks };
}

const acceptedAmong = ({ findings }: Review, { accepted }: AnswerParts): readonly AcceptedFinding[] =>
  accepted.filter(({ fingerprint }) => findings.some((finding) => finding.fingerprint === fingerprint));

function acceptedLine(accepted: readonly AcceptedFinding[]): string {
  const [next] = accepted.flatMap(({ until }) => until ?? []).toSorted();
  const ends =
    next === undefined ? "without an end" : accepted.length === 1 ? `until ${next}` : `the next until ${next}`;
  return `${plural(accepted.length, "finding")} accepted by your team, ${ends}: not among what comes first`;
}

const placeOf = ({ file, line }: ReviewFinding): string => `${file}${line === null ? "" : `:${line}`}`;
const findingLine = (finding: ReviewFinding): string =>
  `${MARKS[finding.severity]}: ${finding.title} (${placeOf(finding)})`;
const findingItem = (finding: ReviewFinding): Item => ({
  lead: `${MARKS[finding.severity]}:`,
  text: `${brief(finding.title)} (${brief(placeOf(finding))})`,
});

/** What is not safe stands out among what is. */
function safeItem(text: string): Item {
  const lead = "Not tonight:";
  return text.startsWith(lead) ? { lead, text: brief(text.slice(lead.length).trim()) } : brief(text);
}

const STAGES: Readonly<Record<Stage, string>> = {
  reading: "Reading.",
  rules: "The rules are done.",
  model: "The rules are done; a model is being asked, the parts follow in the thread.",
  done: "",
};

function stageLine({ answeredBy, model, mode }: Review, { stage }: AnswerParts): string {
  const by = `Answered by: ${answeredBy}. Checked on paper: rules and option catalogue.${mode === "advise" ? "" : ` Mode: ${mode.replaceAll("_", " ")}.`}`;
  const why = model?.because ? ` ${model.name}: ${model.because}.` : "";
  const cost = model?.cost ? ` ${model.cost.amount.toFixed(4)} ${model.cost.currency}.` : "";
  return `${STAGES[stage]} ${by}${why}${cost}`.trim();
}

const PROVIDERS: Readonly<Record<string, string>> = { claude: "Claude", chatgpt: "ChatGPT" };

function buttonsOf({ findings, questions }: Review, { caseId, otherModel, stage }: AnswerParts): ButtonWords[] {
  const done = stage === "done";
  const button = (action: string, text: string): ButtonWords => ({ action, text, value: caseId });
  return [
    ...(findings.length > 0 ? [button("acknowledge", "Acknowledge …")] : []),
    ...(questions.length > 0 ? [button("missing-file", "What is missing?")] : []),
    ...(otherModel && done
      ? [button("other-model", `Ask ${PROVIDERS[otherModel.split(":")[0] ?? ""] ?? "the other model"}`)]
      : []),
    button("full-report", "Full report"),
    ...(done ? [button("helpful", "Helpful"), button("not-helpful", "Not helpful")] : []),
  ];
}

/** The messages as they would be posted, without a case: for `--format slack`, to be tried in Slack's own builder. */
export function answerMessages(review: Review, kind: Kind): { parent: SlackMessage; replies: SlackMessage[] } {
  const parts = { caseId: "preview", kind, stage: "done", otherModel: null, picture: null, accepted: [] } as const;
  return {
    parent: parentMessage(review, parts),
    replies: partMessages(review, kind).flatMap(({ messages }) => messages),
  };
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
      return [{ kind: "paragraph", text: labelled(block.text) }];
    case "list": {
      if (block.table && block.items.length > 1) return tablePieces(block.table);
      const shown = block.items.slice(0, MOST_ITEMS);
      const left = block.items.length - shown.length;
      return [{ kind: "list", items: [...shown.map(labelled), ...(left > 0 ? [`${left} more in report.md`] : [])] }];
    }
    case "code":
      return [{ kind: "block", block: code(shortCode(block.text)) }];
    case "finding":
      return findingPieces(block.finding);
  }
}

/** Rows of a table on a screen; the report has all. */
const MOST_ROWS = 60;

function tablePieces({ columns, rows }: Table): Piece[] {
  const left = rows.length - MOST_ROWS;
  return [
    { kind: "table", columns, rows: rows.slice(0, MOST_ROWS) },
    ...(left > 0 ? [{ kind: "block", block: context(`${left} more in report.md`) } as const] : []),
  ];
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
    { kind: "block", block: strong(cut(findingLine(finding), LIMITS.section)) },
    {
      kind: "list",
      items: [
        finding.why,
        ...(finding.fix ? [{ lead: "Fix:", text: finding.fix }] : []),
        ...finding.consequences.map(({ title }) => ({ lead: "So:", text: title })),
        `${finding.option}, rule ${finding.rule}, ${finding.fingerprint.slice(0, 12)}`,
      ],
    },
  ];
}
