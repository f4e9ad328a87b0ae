/** Answers in a thread: to a question, to a what-if, and the two lines for a phone. */
import { type Difference, differenceLines } from "../../advisor/difference.ts";
import type { FollowUp } from "../../advisor/follow-up.ts";
import type { Review } from "../../design/schema.ts";
import { humanBytes } from "../../units.ts";
import { cut } from "../limits.ts";
import type { SlackMessage } from "../message.ts";
import { actions, context, fallback, paragraph, strong } from "./blocks.ts";
import { type Piece, toMessages } from "./split.ts";

export function followUpMessages(answer: Omit<FollowUp, "supposed">): SlackMessage[] {
  const { byRules, difference, notes, model, answeredBy } = answer;
  const said = answer.answer;
  const pieces: Piece[] = [
    ...(said ? [{ kind: "paragraph", text: said.text } as const] : []),
    ...(said?.assumption
      ? [{ kind: "paragraph", text: `An assumption, not a fact: ${said.assumption}` } as const]
      : []),
    ...(said && said.unknown.length > 0
      ? [{ kind: "list", items: said.unknown.map((text) => `not known: ${text}`) } as const]
      : []),
    ...(byRules ? [{ kind: "paragraph", text: byRules } as const] : []),
    ...(difference
      ? [{ kind: "block", block: strong("What would change") } as const, ...differencePieces(difference)]
      : []),
    ...(notes.length > 0 ? [{ kind: "list", items: notes } as const] : []),
    ...(!said && !byRules && !difference
      ? [{ kind: "paragraph", text: noAnswer(answer.whatIf.length > 0) } as const]
      : []),
    {
      kind: "block",
      block: context(
        `Answered by: ${answeredBy}.${model?.because ? ` ${model.name} was not used: ${model.because}.` : ""}${said ? ` Evidence: ${said.evidence.join(", ")}.` : ""}`,
      ),
    },
  ];
  const first = said?.text ?? byRules ?? (difference ? "What would change" : noAnswer(false));
  return toMessages(cut(first, 300), pieces);
}

/** Decisions and facts side by side; findings that come and go below. */
function differencePieces(difference: Difference): Piece[] {
  const { decisions, facts, gone, added } = difference;
  const rows = [
    ...decisions.map(({ part, what, before, after }) => [`(${part}) ${what}`, before, after]),
    ...facts.map(({ name, before, after }) => [name, before, after]),
  ];
  const items = [
    ...added.map(({ severity, title }) => ({ lead: `New, ${severity}:`, text: title })),
    ...gone.map(({ severity, title }) => ({ lead: `No longer, ${severity}:`, text: title })),
  ];
  if (rows.length + items.length === 0) return [{ kind: "list", items: differenceLines(difference) }];
  return [
    ...(items.length > 0 ? [{ kind: "list", items } as const] : []),
    ...(rows.length > 0 ? [{ kind: "table", columns: ["What", "Now", "Then"], rows } as const] : []),
  ];
}

const noAnswer = (supposes: boolean): string =>
  supposes
    ? "That cannot be run on what was given."
    : "The rules have no answer to that. Ask about stores, formats, boots, the cache, orphans or keys, or ask a what-if.";

/** What the record of one image tells by itself, where no configuration says more; null: something else was given. */
function oneImage({ mode, facts }: Review): string | null {
  const formats = facts["catalog.by_format"];
  if (mode !== "insufficient_input" || facts["catalog.images"] !== 1 || typeof formats !== "object") return null;
  const [format] = Object.keys(formats ?? {});
  const bytes = facts["catalog.bytes_total"];
  const size = typeof bytes === "number" ? `, ${humanBytes(bytes)}` : "";
  if (format === undefined) return null;
  return format === "raw"
    ? `The image is raw${size}: it can be cloned, if Glance and the disks are on one Ceph. glance-api.conf and nova.conf tell.`
    : `The image is ${format}${size}: its boots are copies, never clones. On Ceph only raw is cloned.`;
}

/** Two lines that fit a notification: what it is, and what is safe tonight. */
export function briefMessage(review: Review, caseId: string): SlackMessage {
  const { findings, verdict } = review;
  const [worst] = findings.filter(({ severity }) => severity === "high" || severity === "medium");
  const what = cut(
    oneImage(review) ??
      (worst ? `${worst.title} (${worst.file})` : "Nothing in these files keeps boots from being clones."),
    160,
  );
  const safe = verdict.safeNow.filter((line) => !line.startsWith("Not tonight"));
  const not = verdict.safeNow.find((line) => line.startsWith("Not tonight"));
  const tonight = cut(`Safe tonight: ${safe[0] ?? "reading and listing."}${not ? ` ${not}` : ""}`, 200);
  return {
    text: fallback(`${what}\n${tonight}`),
    blocks: [
      strong(what),
      paragraph(tonight),
      actions(`brief:${caseId}`, [{ action: "five-parts", text: "The five parts", value: caseId }]),
    ],
  };
}
