/** The weekly digest as messages: one line when nothing moved, else a headline, what is worth an hour, and a thread. */
import type { KnownBlock } from "@slack/types";
import type { Digest } from "../../hygiene/digest.ts";
import type { RecordedPlan } from "../../hygiene/history/record.ts";
import { snapshotLine } from "../../present/digest.ts";
import { type Weekly, weeklyText } from "../../settings/weekly.ts";
import { plain } from "../inert.ts";
import { cut } from "../limits.ts";
import type { SlackMessage } from "../message.ts";
import type { Received } from "../snapshots.ts";
import { actions, bullets, code, context, fallback, header, type Item, paragraph, strong } from "./blocks.ts";
import { type Piece, toMessages } from "./split.ts";

const MOST_ALT = 1_000;
const MOST_SENTENCE = 500;
const MOST_LINES = 8;
const brief = (text: string): string => cut(plain(text), MOST_SENTENCE);

export type DigestParts = {
  /** A sentence of a model over the same lines; null: none, or it did not hold. */
  sentence: string | null;
  picture: { id: string; alt: string } | null;
  /** Id of the snapshot, for the buttons; null: there are no steps. */
  steps: { snapshot: number; count: number } | null;
};

/** The parent; the thread has the rest. */
export function digestMessage(digest: Digest, { sentence, picture, steps }: DigestParts): SlackMessage {
  const { headline, quiet, tasks, promise, ending, ended, late, snapshot } = digest;
  const text = fallback(sentence ? `${headline} ${sentence}` : headline);
  if (quiet) return { text, blocks: [paragraph(brief(headline)), context(brief(snapshotLine(digest)))] };
  const lines = (title: string, items: readonly string[]): KnownBlock[] => {
    const left = items.length - MOST_LINES;
    const shown = [...items.slice(0, MOST_LINES), ...(left > 0 ? [`and ${left} more`] : [])];
    return items.length === 0 ? [] : [strong(title), bullets(shown.map(brief))];
  };
  const blocks: KnownBlock[] = [
    header(`Image stores of ${digest.cloud}`),
    paragraph(brief(headline)),
    ...(sentence ? [paragraph(brief(sentence))] : []),
    ...(tasks.length > 0
      ? [
          strong(tasks.length === 1 ? "Worth an hour" : `${tasks.length} things worth an hour`),
          bullets(
            tasks.map(
              ({ title, why, firstStep }): Item => ({ lead: `${brief(title)}:`, text: brief(`${why} ${firstStep}`) }),
            ),
          ),
        ]
      : []),
    ...lines("The last plan", promise ? [promise] : []),
    ...lines("Acceptances that end within two weeks", ending),
    ...lines("Acceptances that have ended", ended),
    ...lines("Not shown by this snapshot", snapshot.gaps),
    ...(picture
      ? [
          {
            type: "image",
            slack_file: { id: picture.id },
            alt_text: cut(plain(picture.alt) || "Trend", MOST_ALT),
          } as const,
        ]
      : []),
    context(brief([snapshotLine(digest), late].filter((line) => line !== null).join(" "))),
    ...(steps
      ? [
          actions(`digest:${steps.snapshot}`, [
            { action: "digest-steps", text: "Steps of the plan", value: `${steps.snapshot}|0` },
          ]),
        ]
      : []),
  ];
  return { text, blocks };
}

/** The thread below: every class, what is new in it first. */
export function digestDetails({ sections }: Digest): SlackMessage[] {
  const pieces = sections.flatMap(({ title, lines }): Piece[] => [
    { kind: "block", block: strong(brief(title)) },
    { kind: "list", items: lines.map(brief) },
  ]);
  return toMessages("Details of the digest", pieces);
}

/** One step of the plan at a time. It is shown; nothing is ever run from here. */
export function planStep(plan: RecordedPlan, snapshot: number, index: number): SlackMessage {
  const step = plan.steps[index];
  if (!step) return { text: "There is no such step.", blocks: [paragraph("There is no such step any more.")] };
  const text = `Step ${index + 1} of ${plan.steps.length}: ${step.title}`;
  const at = (to: number): string => `${snapshot}|${to}`;
  return {
    text: fallback(text),
    blocks: [
      strong(brief(text)),
      paragraph(brief(step.why)),
      ...(step.command ? [code(cut(plain(step.command), 2_500))] : []),
      context(
        "Shown, never run: copy it to a host with the right keys, or use reclaim.sh, which checks each object again.",
      ),
      actions(`digest-step:${snapshot}:${index}`, [
        ...(index > 0 ? [{ action: "digest-step-back", text: "Before", value: at(index - 1) }] : []),
        ...(index + 1 < plan.steps.length ? [{ action: "digest-step-next", text: "Next", value: at(index + 1) }] : []),
        { action: "digest-step-end", text: "Last", value: at(plan.steps.length - 1) },
      ]),
    ],
  };
}

/** There is nothing to compare: how to begin. */
export function noSnapshot(cloud: string): SlackMessage {
  const text = `There is no snapshot of ${cloud} yet.`;
  return {
    text: fallback(text),
    blocks: [
      paragraph(text),
      bullets([
        `On a host that reaches the cloud: \`glancewright collect --cloud ${plain(cloud)} --send\``,
        "Or mention me here with the file that it writes.",
      ]),
    ],
  };
}

export function snapshotKept(cloud: string, { takenAt, complete, repeated }: Received): SlackMessage {
  const time = takenAt.toISOString().slice(0, 16).replace("T", " ");
  const text = `${repeated ? "I had" : "Kept:"} the snapshot of ${cloud} of ${time} UTC${repeated ? " already" : ""}, ${complete ? "which is whole" : "of which parts are missing"}.`;
  return { text: fallback(text), blocks: [paragraph(text), context("/glance digest now shows what it tells.")] };
}

/** `next`: when the first one comes. */
export function scheduled(cloud: string, weekly: Weekly, next: Date): SlackMessage {
  const text = `The digest of ${cloud} comes here every ${weeklyText(weekly)}, first on ${next.toISOString().slice(0, 16).replace("T", " ")} UTC.`;
  return {
    text: fallback(text),
    blocks: [paragraph(text), context("/glance digest off ends it. /glance digest now shows one at once.")],
  };
}
