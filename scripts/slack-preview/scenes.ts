/** What people meet in Slack, one scene each, made of an example's real answer. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { differenceLines, differenceOf } from "../../src/advisor/difference.ts";
import { followUp } from "../../src/advisor/follow-up.ts";
import type { Rule } from "../../src/check/rule.ts";
import { GlancewrightError } from "../../src/errors.ts";
import { intake } from "../../src/intake/intake.ts";
import { type Reviewed, review } from "../../src/review.ts";
import { chartsOf } from "../../src/slack/charts.ts";
import { filesOf } from "../../src/slack/handlers/deliver.ts";
import type { SlackMessage } from "../../src/slack/message.ts";
import { type AnswerParts, parentMessage, partMessages } from "../../src/slack/render/answer.ts";
import { briefMessage, followUpMessages } from "../../src/slack/render/follow-up.ts";
import { acknowledgeForm, reviewForm } from "../../src/slack/render/forms.ts";
import { homeView } from "../../src/slack/render/home.ts";
import * as notices from "../../src/slack/render/notices.ts";
import { progress } from "../../src/slack/render/progress.ts";
import { digestScenes } from "./digest-scenes.ts";
import type { Scene, Shown } from "./page.ts";

const EXAMPLES = join(import.meta.dirname, "..", "..", "examples");
const MODEL = "claude:claude-opus-5-5";
const CASE = "0b8a3c1e";

export type Staged = { scenes: Scene[]; pictures: Record<string, string> };

type Files = Readonly<Record<string, string>>;

const filesIn = (example: string): Files => {
  const folder = join(EXAMPLES, example, "input");
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
};

const answerTo = (files: Files, rules: readonly Rule[]): Reviewed =>
  review(intake(Object.entries(files).map(([name, text]) => ({ name, text, pasted: false }))), rules);

const PARTS: AnswerParts = {
  caseId: CASE,
  kind: "review",
  stage: "done",
  otherModel: "chatgpt:gpt-6.1",
  picture: null,
  accepted: [],
};

/** All scenes. `rules` as loaded; no clock, no network. */
export async function scenes(rules: readonly Rule[]): Promise<Staged> {
  const files = filesIn("02-ceph-80pct-qcow2");
  const answer = answerTo(files, rules);
  const pictures: Record<string, string> = {};
  const journey = await thread("F1", answer, pictures);
  const hostile = await thread("F2", answerTo(filesIn("07-prompt-injection"), rules), pictures);
  const broken = answerTo(filesIn("06-broken-ini"), rules);
  const few = answerTo(filesIn("08-huge-catalog-stats-only"), rules);
  const asked: Shown = { by: "Ines", text: files["request.md"] ?? "", blocks: [], files: Object.keys(files) };
  const working: Shown = {
    ...parentMessage(answer.review, { ...PARTS, stage: "model" }),
    replies: [progress(MODEL, "writing", 4_200)],
  };
  return {
    pictures,
    scenes: [
      one(
        "1-received",
        "Received",
        { by: "Ines", text: "/glance design", blocks: [] },
        notices.received(Object.keys(files), null),
      ),
      one("2-working", "The rules are done, a model is asked", working),
      one("3-answer", "The answer, in the channel", asked, { ...journey, replies: [] }),
      ...(journey.replies ?? []).map((reply, index) =>
        one(replyName(reply, index), `In its thread: ${reply.text}`, reply),
      ),
      one("check", "Findings only", {
        ...parentMessage(answer.review, { ...PARTS, kind: "check" }),
        replies: replies(answer, "check"),
      }),
      one("hygiene", "What lies in the stores", {
        ...parentMessage(answer.review, { ...PARTS, kind: "hygiene" }),
        replies: replies(answer, "hygiene"),
      }),
      one("broken", "A file that its service cannot read", {
        ...parentMessage(broken.review, PARTS),
        replies: replies(broken, "review"),
      }),
      one("few", "Too little given", { ...parentMessage(few.review, PARTS), replies: replies(few, "review") }),
      one("hostile", "Names that give orders", hostile),
      ...(await talk(answer, files, rules)),
      ...(await digestScenes(pictures)),
      ...small(answer),
      ...forms(answer),
    ],
  };
}

/** "part-a" to "part-e", else its number in the thread. */
const replyName = ({ text }: Shown, index: number): string => {
  const part = /^\(([a-e])\)(?!.*\(\d+ of)/.exec(text)?.[1];
  return part ? `part-${part}` : `reply-${index + 1}`;
};

const one = (name: string, title: string, ...messages: Shown[]): Scene => ({ name, title, kind: "messages", messages });

const replies = ({ review: of }: Reviewed, kind: AnswerParts["kind"]): SlackMessage[] =>
  partMessages(of, kind).flatMap(({ messages }) => messages);

async function thread(id: string, answer: Reviewed, pictures: Record<string, string>): Promise<Shown> {
  const chart = await chartsOf(answer);
  if (chart) pictures[id] = `data:image/png;base64,${Buffer.from(chart.content).toString("base64")}`;
  const attached = await filesOf(answer, "review");
  return {
    ...parentMessage(answer.review, { ...PARTS, picture: chart ? { id, alt: chart.alt ?? "" } : null }),
    replies: [
      ...replies(answer, "review"),
      { text: "The whole answer as files", blocks: [], files: attached.map(({ name }) => name) },
    ],
  };
}

async function talk(answer: Reviewed, files: Files, rules: readonly Rule[]): Promise<Scene[]> {
  const question = "What if we add S3?";
  const said = await followUp({ reviewed: answer, rules, facts: {} }, question, null);
  const glance = files["glance-api.conf"] ?? "";
  const revised = answerTo({ ...files, "glance-api.conf": glance.replace(/^show_multiple_locations.*$/m, "") }, rules);
  return [
    one("what-if", "A question in the thread", { by: "Ines", text: question, blocks: [] }, ...followUpMessages(said)),
    one(
      "revision",
      "A new file in the thread",
      { by: "Ines", text: "fixed one", blocks: [], files: ["glance-api.conf"] },
      notices.changed(differenceLines(differenceOf(answer.review, revised.review))),
    ),
  ];
}

function small(answer: Reviewed): Scene[] {
  const whisper = (message: SlackMessage): Shown => ({ ...message, only: true });
  const error = new GlancewrightError("slack.file-too-large", {
    expected: "images.csv with at most 10 MiB",
    got: "48 MiB",
    next: "Review it with the command line: it has no limit for listings.",
  });
  return [
    one(
      "why",
      "On a phone at night",
      notices.whyScope(CASE),
      notices.whySince(CASE, "all"),
      notices.whyLine("all", "change"),
      briefMessage(answer.review, CASE),
    ),
    one(
      "leaked",
      "A secret was posted",
      whisper(notices.leaked(["password", "password", "url-password"], ["cinder.conf", "nova.conf"])),
    ),
    one(
      "notices",
      "Short answers",
      notices.help(null),
      notices.help("desing"),
      whisper(notices.missing(answer.review)),
      notices.status({ accepted: 1, working: 2, clouds: ["production"], models: [MODEL] }),
      notices.forgotten({ messages: 9, files: 3, left: 0 }),
    ),
    one(
      "errors",
      "What went wrong",
      notices.failed(error),
      notices.gaveUp("7f3a91c2"),
      whisper(notices.refused("You may read cases here; acknowledging is for administrators.")),
      progress(MODEL, "failed", 0),
    ),
  ];
}

function forms({ review: { findings } }: Reviewed): Scene[] {
  const place = { channel: "C1", thread: null, caseId: null } as const;
  const choices = { clouds: ["production", "edge"], models: [MODEL, "chatgpt:gpt-6.1"] };
  const home = {
    clouds: [{ name: "production", release: "2025.1", digest: "mon 09:00 Europe/Berlin", snapshot: "2026-11-22" }],
    models: [MODEL, "chatgpt:gpt-6.1"],
    high: [
      { cloud: "production", key: "lifecycle/data-missing image location", fingerprint: "6c1d5c0f2b3a".repeat(5) },
    ],
    ending: [
      { scope: "production", fingerprint: "1a2b3c4d5e6f7a8b", until: "2026-12-01", why: "the vendor fixes it in May" },
    ],
    spent: { tokens: 182_400, limit: 5_000_000, cost: "1.92" },
    mayUse: true,
  };
  return [
    {
      name: "form-design",
      title: "/glance design",
      kind: "view",
      view: reviewForm({ kind: "design", ...place }, choices),
    },
    {
      name: "form-check",
      title: "/glance check",
      kind: "view",
      view: reviewForm({ kind: "check", ...place }, choices),
    },
    {
      name: "form-acknowledge",
      title: "Acknowledge",
      kind: "view",
      view: acknowledgeForm(CASE, findings, "2026-11-24"),
    },
    { name: "home", title: "App Home", kind: "view", view: homeView(home) },
    {
      name: "home-stranger",
      title: "App Home of somebody else",
      kind: "view",
      view: homeView({ ...home, mayUse: false }),
    },
  ];
}
