/** Buttons and submitted forms. What is work becomes a request before it is acknowledged. */
import { randomUUID } from "node:crypto";
import type { App, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from "@slack/bolt";
import type { Queue } from "../../work/work.ts";
import { acceptanceScope } from "../accepted.ts";
import { type Deed, mayOpenCase, type Place, refusalOf } from "../access.ts";
import type { Desk } from "../desk.ts";
import { typed } from "../given.ts";
import type { SlackMessage } from "../message.ts";
import { QUIET, sendable } from "../outside.ts";
import { planStep } from "../render/digest.ts";
import {
  acknowledgeForm,
  type FormPlace,
  type FormState,
  readAcknowledgeForm,
  readReviewForm,
} from "../render/forms.ts";
import { missing, refused, whyLine, whySince } from "../render/notices.ts";
import { type AgainRequest, KINDS, type ReviewRequest } from "../requests.ts";
import { openReviewForm } from "./commands.ts";

type Click = {
  user: string;
  workspace: string;
  place: Place;
  thread: string | null;
  /** Time of the message that the button is on. */
  message: string;
  value: string;
  /** The same for each delivery of one click. */
  key: string;
  trigger: string;
};

type ButtonArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction>>;

function clickOf({ body, action }: Pick<ButtonArgs, "body" | "action">): Click {
  const channel = body.channel?.id ?? "";
  const message = body.message as { ts?: string; thread_ts?: string } | undefined;
  return {
    user: body.user.id,
    workspace: body.user.team_id ?? body.team?.id ?? "",
    place: { channel, direct: channel.startsWith("D") },
    thread: message?.thread_ts ?? message?.ts ?? null,
    message: message?.ts ?? "",
    value: action.value ?? "",
    key: `${action.action_id}:${channel}:${message?.ts ?? ""}:${action.action_ts}:${body.user.id}`,
    trigger: body.trigger_id,
  };
}

export function listenToButtons(app: App, desk: Desk, queue: Pick<Queue, "accept">): void {
  const button = (id: string | RegExp, run: (click: Click, action: string) => Promise<SlackMessage | null>): void =>
    app.action<BlockAction<ButtonAction>>(
      { type: "block_actions", action_id: id },
      async ({ ack, body, action, respond }) => {
        const click = clickOf({ body, action });
        const answer = await run(click, action.action_id);
        await ack();
        if (answer) await respond({ response_type: "ephemeral", replace_original: false, ...sendable(answer) });
      },
    );

  const again = (what: AgainRequest["what"]) => async (click: Click) => {
    const model = what === "other-model" ? await otherModel(desk, click.value) : null;
    const data: AgainRequest = {
      by: { user: click.user, workspace: click.workspace },
      place: { ...click.place, thread: click.thread },
      what,
      model,
    };
    const lane = model === null ? "quick" : "slow";
    await queue.accept({ event: `click:${click.key}`, kind: KINDS.again, caseId: click.value, data, lane });
    return null;
  };
  button("other-model", again("other-model"));
  button("full-report", again("full-report"));
  button("five-parts", again("five-parts"));
  button("missing-file", (click) =>
    guarded(desk, click, "read", async () => missing((await lastReview(desk, click)) ?? none())),
  );
  button("acknowledge", (click) => guarded(desk, click, "decide", () => openAcknowledge(desk, click)));
  button(/^(not-)?helpful$/, (click, action) =>
    guarded(desk, click, "read", async () => {
      const verdict = action === "helpful" ? "helpful" : "wrong";
      await desk.store.feedback.put({ caseId: click.value, about: "verdict", who: click.user, verdict, note: null });
      return refused(verdict === "helpful" ? "Thank you." : "Noted. A reply in the thread may say what is wrong.");
    }),
  );
  button(/^why-(all|one|some-hosts)$/, (click, action) =>
    guarded(desk, click, "review", () => replaceWhy(desk, click, whySince(click.value, action.slice("why-".length)))),
  );
  button(/^why-(today|change|always)$/, (click, action) =>
    guarded(desk, click, "review", () => {
      const [, scope = ""] = click.value.split("|");
      return replaceWhy(desk, click, whyLine(scope, action.slice("why-".length)));
    }),
  );
  button(/^open-(design|check)$/, async (click, action) => {
    const kind = action === "open-design" ? "design" : "check";
    // from the home tab the answer goes to the direct conversation
    await openReviewForm(desk, { ...click, channel: click.user, direct: true }, kind);
    return null;
  });
  listenToSteps(app, desk);
  listenToForms(app, desk, queue);
}

/** The plan of a digest, one step at a time, for whoever asks alone: the step that is shown is replaced by the next. */
function listenToSteps(app: App, desk: Desk): void {
  app.action<BlockAction<ButtonAction>>(
    { type: "block_actions", action_id: /^digest-step/ },
    async ({ ack, body, action, respond }) => {
      await ack();
      const click = clickOf({ body, action });
      const why = refusalOf(desk.settings.slack, await desk.people(click.user), click.place, "read");
      const answer = why ? refused(why) : await stepOf(desk, click.value);
      const replaced = action.action_id !== "digest-steps";
      await respond({ response_type: "ephemeral", replace_original: replaced, ...sendable(answer) });
    },
  );
}

async function stepOf({ store, history }: Desk, value: string): Promise<SlackMessage> {
  const [snapshot = 0, index = 0] = value.split("|").map(Number);
  const packed = await store.snapshots.record(snapshot);
  const plan = packed ? await history("plan", { packed }) : null;
  return plan
    ? planStep(plan, snapshot, index)
    : refused("That plan is no longer kept: /glance digest now makes one of the newest snapshot.");
}

const none = (): never => {
  throw new Error("a case without a revision has no button");
};

async function otherModel({ store, models }: Desk, caseId: string): Promise<string | null> {
  const used = (await store.cases.history(caseId)).at(-1)?.model?.name ?? null;
  // the settings may leave the model's id out, an answer always names it
  const isUsed = (name: string): boolean => used === name || used?.startsWith(`${name}:`) === true;
  return models.names.find((name) => !isUsed(name)) ?? models.names[0] ?? null;
}

/** The deed is allowed, and the case is one that was opened here. */
async function guarded(
  desk: Desk,
  click: Click,
  deed: Deed,
  run: () => Promise<SlackMessage | null>,
): Promise<SlackMessage | null> {
  const why = refusalOf(desk.settings.slack, await desk.people(click.user), click.place, deed);
  if (why) return refused(why);
  const [caseId = ""] = click.value.split("|");
  const head = await desk.store.cases.head(caseId);
  return head && mayOpenCase(head.thread, click.place)
    ? run()
    : refused("This case is not open here, or was forgotten.");
}

async function lastReview({ store }: Desk, { value }: Click) {
  return (await store.cases.read(value))?.revisions.at(-1)?.review ?? null;
}

const today = (now: Date): string => now.toISOString().slice(0, 10);

async function openAcknowledge(desk: Desk, click: Click): Promise<null> {
  const review = await lastReview(desk, click);
  if (review && review.findings.length > 0)
    await desk.client.views.open({
      trigger_id: click.trigger,
      view: acknowledgeForm(click.value, review.findings, today(desk.now())),
    });
  return null;
}

async function replaceWhy(desk: Desk, click: Click, { text, blocks }: SlackMessage): Promise<null> {
  await desk.client.chat.update({ channel: click.place.channel, ts: click.message, text, blocks, ...QUIET });
  return null;
}

function listenToForms(app: App, desk: Desk, queue: Pick<Queue, "accept">): void {
  app.view({ callback_id: "review-form", type: "view_submission" }, async ({ ack, body, view }) => {
    const read = readReviewForm(view.state.values as unknown as FormState);
    if ("errors" in read) {
      await ack({ response_action: "errors", errors: read.errors });
      return;
    }
    const { form } = read;
    const place = JSON.parse(view.private_metadata) as FormPlace;
    const pasted = typed(form.pasted);
    const request = typed(form.request);
    const data: ReviewRequest = {
      by: { user: body.user.id, workspace: body.team?.id ?? body.user.team_id ?? "" },
      place: { channel: place.channel, thread: place.thread, direct: /^[DU]/.test(place.channel) },
      files: form.files,
      sources: [...pasted.sources, ...request.sources],
      redactions: [...pasted.redactions, ...request.redactions],
      kind: place.kind,
      release: form.release,
      cloud: form.cloud,
      model: place.kind === "design" ? form.model : null,
      brief: false,
    };
    await queue.accept({ event: `form:${view.id}`, kind: KINDS.review, caseId: randomUUID(), data });
    await ack();
  });

  app.view({ callback_id: "acknowledge-form", type: "view_submission" }, async ({ ack, body, view }) => {
    const read = readAcknowledgeForm(view.state.values as unknown as FormState, today(desk.now()));
    if ("errors" in read) {
      await ack({ response_action: "errors", errors: read.errors });
      return;
    }
    const { caseId } = JSON.parse(view.private_metadata) as { caseId: string };
    const head = await desk.store.cases.head(caseId);
    const { fingerprint, until, why } = read.form;
    const scope = acceptanceScope(head?.cloud ?? null, head?.thread?.channel ?? caseId);
    await desk.store.acknowledgements.put({
      scope,
      fingerprint,
      who: body.user.id,
      why,
      until: new Date(`${until}T23:59:59Z`),
    });
    await ack();
    if (head?.thread) {
      const { text, blocks } = refused(
        `Acknowledged until ${until}: ${fingerprint.slice(0, 12)}. It comes back after that day.`,
      );
      const { channel, ts } = head.thread;
      await desk.client.chat.postEphemeral({ channel, user: body.user.id, thread_ts: ts, text, blocks });
    }
  });
}
