/** /glance and the message shortcut. */

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "@slack/bolt";
import { GlancewrightError } from "../../errors.ts";
import type { Selector } from "../../hygiene/history/acceptances.ts";
import type { Queue } from "../../work/work.ts";
import { acceptanceScope, knownFingerprint } from "../accepted.ts";
import { type Deed, refusalOf } from "../access.ts";
import { putOff } from "../clients.ts";
import { type GlanceCommand, readCommand } from "../command-words.ts";
import { codeOf, type Desk } from "../desk.ts";
import { typed } from "../given.ts";
import type { SlackMessage } from "../message.ts";
import { QUIET, sendable } from "../outside.ts";
import { type FormKind, namedFiles, reviewForm } from "../render/forms.ts";
import { failed, help, refused, status, whyScope } from "../render/notices.ts";
import { type FollowUpRequest, KINDS, type ReviewRequest } from "../requests.ts";
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
    const who: Typed = {
      user: command.user_id,
      workspace: command.team_id,
      channel: command.channel_id,
      direct: command.channel_name === "directmessage",
      trigger: command.trigger_id,
    };
    const answering = answerCommand(desk, queue, readCommand(command.text), who).catch((error: unknown) =>
      failed(commandFailed(desk, error)),
    );
    // what is kept is kept before Slack hears that it arrived; what takes longer is not waited for
    await Promise.race([answering, sleep(LATEST_ACK_MS)]);
    await ack();
    const answer = await answering;
    if (answer) await respond(only(answer));
  });

  app.shortcut({ callback_id: "review-this", type: "message_action" }, async ({ ack, shortcut }) => {
    const { channel, message, user, team, message_ts: ts } = shortcut;
    const words = typed(String(message.text ?? ""));
    const thread = message.thread_ts ?? ts;
    const given = {
      by: { user: user.id, workspace: team?.id ?? "" },
      place: { channel: channel.id, thread, direct: channel.name === "directmessage" },
      files: namedFiles(message["files"]),
      sources: words.sources,
      redactions: words.redactions,
    };
    const event = `shortcut:${channel.id}:${ts}:${shortcut.action_ts}`;
    const open = await desk.store.cases.ofThread({ channel: channel.id, ts: thread });
    if (open) {
      const more: FollowUpRequest = { ...given, question: "", model: null };
      await queue.accept({ event, kind: KINDS.followUp, caseId: open.id, data: more });
      await ack();
      return;
    }
    const data: ReviewRequest = {
      ...given,
      kind: "design",
      release: null,
      cloud: cloudOf(desk, channel.id),
      model: desk.models.names[0] ?? null,
      brief: false,
    };
    await queue.accept({
      event,
      kind: KINDS.review,
      caseId: randomUUID(),
      data,
    });
    await ack();
  });
}

/** Slack wants to hear within three seconds. */
const LATEST_ACK_MS = 2_000;

/** What the person is told: Slack's own reasons in words, anything else as what it is. */
function commandFailed(desk: Desk, error: unknown): GlancewrightError {
  if (error instanceof GlancewrightError) return error;
  const code = codeOf(error);
  desk.log("command.failed", { code: code ?? "unknown", message: error instanceof Error ? error.name : "unknown" });
  if (code !== null && /^(not_in_channel|channel_not_found|is_archived|restricted_action)/.test(code))
    return notPosted();
  if (code !== null && /trigger/.test(code))
    return new GlancewrightError("slack.form-too-late", {
      expected: "to open the form within three seconds",
      got: "more time than Slack gives",
      next: "Type the command again.",
    });
  return new GlancewrightError("slack.command-failed", {
    expected: "to carry out the command",
    got: code === null ? "a failure on my side" : `Slack's word ${code}`,
    next: "Type it again in a minute; nothing was changed. Whoever runs me finds the reason in the log.",
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
  const why = refusalOf(desk.settings.slack, await desk.people(who.user), place, DEEDS[said.kind]);
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
  const posted = await putOff(() => desk.posting.chat.postMessage({ channel: who.channel, text, blocks, ...QUIET }));
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
  new GlancewrightError("slack.closed-channel", {
    expected: "to write in this channel",
    got: "a channel that takes nothing of mine: I am not a member of it, or it is closed",
    next: "Invite me with /invite @glance and type it again, or write to me directly.",
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
  const known = await knownFingerprint(desk, who.channel, cloud, fingerprint);
  if (known === null)
    return refused(
      `No finding that begins with ${fingerprint} is in the last answers of this channel. The fingerprint stands below each finding in its thread.`,
    );
  const scope = acceptanceScope(cloud, who.channel);
  await desk.store.acknowledgements.put({ scope, fingerprint: known, who: who.user, why, until });
  return refused(
    `Acknowledged until ${until.toISOString().slice(0, 10)}: ${fingerprint}. Until then it is not among what comes first.`,
  );
}

type Many = { cloud: string; selector: Selector; until: Date; why: string };

const MOST_ACCEPTED = 10_000;

/** What is there now, one by one: what comes later was not looked at, and is told again. */
async function acknowledgeMany(desk: Desk, { cloud, selector, until, why }: Many, who: Typed): Promise<SlackMessage> {
  const fingerprints = await selectedItems(desk, cloud, selector);
  if (fingerprints === null) return refused(`There is no snapshot of ${cloud} yet.`);
  if (fingerprints.length > MOST_ACCEPTED)
    return refused(
      `That is ${fingerprints.length} things, and no more than ${MOST_ACCEPTED} are accepted at once: nobody has looked at so many. Say which by owner=, pool= or min=.`,
    );
  await desk.store.acknowledgements.putAll(fingerprints, { scope: cloud, who: who.user, why, until });
  const day = until.toISOString().slice(0, 10);
  return refused(
    fingerprints.length === 0
      ? `Nothing of that kind is in the newest snapshot of ${cloud}.`
      : `Accepted until ${day}: ${fingerprints.length} that are there now. What comes later is told all the same.`,
  );
}
