/** /glance and the message shortcut. */

import { randomUUID } from "node:crypto";
import type { App } from "@slack/bolt";
import { GlancewrightError } from "../../errors.ts";
import type { Selector } from "../../hygiene/history/acceptances.ts";
import type { Queue } from "../../work/work.ts";
import { type Deed, refusalOf } from "../access.ts";
import { type GlanceCommand, readCommand } from "../command-words.ts";
import type { Desk } from "../desk.ts";
import { typed } from "../given.ts";
import type { SlackMessage } from "../message.ts";
import { QUIET, sendable } from "../outside.ts";
import { type FormKind, namedFiles, reviewForm } from "../render/forms.ts";
import { failed, help, refused, status, whyScope } from "../render/notices.ts";
import { KINDS, type ReviewRequest } from "../requests.ts";
import { selectedItems } from "../snapshots.ts";
import { cloudOf, onlyCloud } from "./claims.ts";
import { digestCommand } from "./digests.ts";

export type Typed = { user: string; workspace: string; channel: string; direct: boolean; trigger: string };

const DEEDS: Readonly<Record<GlanceCommand["kind"], Deed>> = {
  design: "review",
  check: "review",
  hygiene: "review",
  why: "review",
  status: "read",
  ack: "decide",
  digest: "review",
  forget: "decide",
  help: "read",
};

const only = (message: SlackMessage) => ({ response_type: "ephemeral" as const, ...sendable(message) });

export function listenToCommands(app: App, desk: Desk, queue: Pick<Queue, "accept" | "schedules">): void {
  app.command("/glance", async ({ ack, command, respond }) => {
    await ack();
    const who: Typed = {
      user: command.user_id,
      workspace: command.team_id,
      channel: command.channel_id,
      direct: command.channel_name === "directmessage",
      trigger: command.trigger_id,
    };
    const said = readCommand(command.text);
    const answer = await answerCommand(desk, queue, said, who);
    if (answer) await respond(only(answer));
  });

  app.shortcut({ callback_id: "review-this", type: "message_action" }, async ({ ack, shortcut }) => {
    const { channel, message, user, team, message_ts: ts } = shortcut;
    const words = typed(String(message.text ?? ""));
    const data: ReviewRequest = {
      by: { user: user.id, workspace: team?.id ?? "" },
      place: { channel: channel.id, thread: message.thread_ts ?? ts, direct: channel.name === "directmessage" },
      files: namedFiles(message["files"]),
      sources: words.sources,
      redactions: words.redactions,
      kind: "design",
      release: null,
      cloud: cloudOf(desk, channel.id),
      model: desk.models.names[0] ?? null,
      brief: false,
    };
    await queue.accept({
      event: `shortcut:${channel.id}:${ts}:${shortcut.action_ts}`,
      kind: KINDS.review,
      caseId: randomUUID(),
      data,
    });
    await ack();
  });
}

/** Null: the answer is a form, or a message of its own. */
async function answerCommand(
  desk: Desk,
  queue: Pick<Queue, "accept" | "schedules">,
  said: GlanceCommand,
  who: Typed,
): Promise<SlackMessage | null> {
  const place = { channel: who.channel, direct: who.direct };
  const why = refusalOf(desk.settings.slack, await desk.people(who.user, who.workspace), place, DEEDS[said.kind]);
  if (why) return refused(why);
  switch (said.kind) {
    case "design":
    case "check":
    case "hygiene":
      await openReviewForm(desk, who, said.kind);
      return null;
    case "why":
      return startWhy(desk, who);
    case "status": {
      const { accepted, working } = await desk.store.requests.counts();
      return status({ accepted, working, clouds: Object.keys(desk.settings.clouds), models: desk.models.names });
    }
    case "ack":
      return acknowledge(desk, said, who);
    case "digest":
      return digestCommand(desk, queue, said, who);
    case "forget":
      return refused(
        "Write forget as a reply in the thread of the case: a command does not tell me which thread it is.",
      );
    case "help":
      return help(said.unknown);
  }
}

export async function openReviewForm(desk: Desk, who: Typed, kind: FormKind): Promise<void> {
  const view = reviewForm(
    { kind, channel: who.channel, thread: null, caseId: null },
    { clouds: Object.keys(desk.settings.clouds), models: desk.models.names },
  );
  await desk.client.views.open({ trigger_id: who.trigger, view });
}

/** Two questions with buttons; the thread is where the files go, and its case has no answer until they do. */
async function startWhy(desk: Desk, who: Typed): Promise<SlackMessage | null> {
  const id = randomUUID();
  const { text, blocks } = whyScope(id);
  const posted = await desk.client.chat.postMessage({ channel: who.channel, text, blocks, ...QUIET });
  if (!posted.ts || !posted.channel) return failed(notPosted());
  await desk.store.cases.open({
    id,
    thread: { channel: posted.channel, ts: posted.ts },
    cloud: cloudOf(desk, who.channel),
    openedBy: who.user,
  });
  await desk.store.messages.note({ channel: posted.channel, ts: posted.ts, caseId: id, purpose: "why" });
  return null;
}

const notPosted = (): GlancewrightError =>
  new GlancewrightError("slack.unexpected", {
    expected: "a message in this channel",
    got: "no place for it",
    next: "Invite me to the channel, and try again.",
  });

const DAY_MS = 86_400_000;

async function acknowledge(
  desk: Desk,
  { fingerprint, selector, days, why }: Extract<GlanceCommand, { kind: "ack" }>,
  who: Typed,
): Promise<SlackMessage> {
  if ((!fingerprint && !selector) || !days || !why)
    return refused(
      "Say which, until when, and why: /glance ack 1a2b3c4d5e6f 30d the vendor mends it in May, or /glance ack orphans pool=images 30d kept for the audit. The button Acknowledge does the same for findings.",
    );
  const cloud = onlyCloud(desk, who.channel);
  const until = new Date(desk.now().getTime() + days * DAY_MS);
  if (!fingerprint || selector) {
    if (cloud === null || selector === null)
      return refused("Things of a snapshot are accepted in the channel of their cloud.");
    return acknowledgeMany(desk, { cloud, selector, until, why }, who);
  }
  const scope = cloud ?? `channel:${who.channel}`;
  await desk.store.acknowledgements.put({ scope, fingerprint, who: who.user, why, until });
  return refused(
    `Acknowledged until ${until.toISOString().slice(0, 10)}: ${fingerprint}. It comes back after that day.`,
  );
}

type Many = { cloud: string; selector: Selector; until: Date; why: string };

/** What is there now, one by one: what comes later was not looked at, and is told again. */
async function acknowledgeMany(desk: Desk, { cloud, selector, until, why }: Many, who: Typed): Promise<SlackMessage> {
  const fingerprints = await selectedItems(desk.store, cloud, selector);
  if (fingerprints === null) return refused(`There is no snapshot of ${cloud} yet.`);
  for (const fingerprint of fingerprints)
    await desk.store.acknowledgements.put({ scope: cloud, fingerprint, who: who.user, why, until });
  const day = until.toISOString().slice(0, 10);
  return refused(
    fingerprints.length === 0
      ? `Nothing of that kind is in the newest snapshot of ${cloud}.`
      : `Accepted until ${day}: ${fingerprints.length} that are there now. What comes later is told all the same.`,
  );
}
