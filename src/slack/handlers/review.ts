/** A new case: received, findings and the rules' design within a second, then the model, then the whole answer. */

import { revisionOf } from "../../advisor/cases.ts";
import type { Intake } from "../../intake/artefact.ts";
import type { Reviewed } from "../../review.ts";
import { review } from "../../review.ts";
import type { Attempt } from "../../work/work.ts";
import { acceptedFindings } from "../accepted.ts";
import { admitted, type Desk, edit, postMessage, whisper } from "../desk.ts";
import { namesOf, refuseEmpty, takeIn } from "../given.ts";
import { type AnswerParts, parentMessage } from "../render/answer.ts";
import { briefMessage } from "../render/follow-up.ts";
import { leaked, received } from "../render/notices.ts";
import { type AgainRequest, KINDS, type ReviewRequest, reviewRequest } from "../requests.ts";
import { deliver } from "./deliver.ts";
import { explained } from "./explained.ts";

export async function reviewHandler(desk: Desk, attempt: Attempt): Promise<void> {
  const asked = reviewRequest.parse(attempt.request.data);
  if (await admitted(desk, attempt, asked, "review")) await reviewAs(desk, attempt, asked);
}

/** For somebody who may. */
export async function reviewAs(desk: Desk, attempt: Attempt, asked: ReviewRequest): Promise<void> {
  const caseId = attempt.request.caseId ?? attempt.request.id;
  if (asked.brief) return briefly(desk, attempt, asked, caseId);
  const { channel, thread } = asked.place;
  const first = received(namesOf(asked.files, asked.sources), null);
  const parent = await postMessage(desk, attempt, "parent", { channel, thread }, "verdict", first);
  const at = { channel: parent.channel, thread: thread ?? parent.ts };
  await desk.store.cases.open({
    id: caseId,
    thread: { channel: at.channel, ts: at.thread },
    cloud: asked.cloud,
    openedBy: asked.by.user,
  });
  await explained(desk, attempt, at, async () => {
    const { ruled, facts, taken } = await firstReview(desk, attempt, asked);
    const parts: AnswerParts = {
      caseId,
      kind: asked.kind === "design" ? "review" : asked.kind,
      stage: asked.model ? "model" : "rules",
      otherModel: desk.models.names.find((name) => name !== asked.model) ?? null,
      picture: null,
      accepted: await acceptedFindings(desk, at.channel, asked.cloud),
    };
    const shown = parentMessage(ruled.review, parts);
    const now = await edit(desk, attempt, parent, shown, { caseId, key: "findings", at });
    await keep(desk, attempt, caseId, asked, taken, ruled, facts);
    if (asked.model === null) await deliver(desk, attempt, { answer: ruled, parts, parent: now, at, prefix: "" });
    else await askLater(desk, attempt, caseId, asked, at.thread, asked.model);
  });
}

/** Two lines for a phone. Posted, not edited in: only what is posted is notified. */
async function briefly(desk: Desk, attempt: Attempt, asked: ReviewRequest, caseId: string): Promise<void> {
  const { channel, thread } = asked.place;
  const at = { channel, thread };
  await explained(desk, attempt, at, async () => {
    const { ruled, facts, taken } = await firstReview(desk, attempt, asked);
    await keep(desk, attempt, caseId, asked, taken, ruled, facts);
    await postMessage(desk, attempt, "brief", at, "verdict", briefMessage(ruled.review, caseId));
  });
}

async function firstReview(desk: Desk, attempt: Attempt, asked: ReviewRequest) {
  const taken = await takeIn(asked, [], desk.downloads);
  await warn(desk, attempt, asked, taken);
  refuseEmpty(taken);
  const release = asked.release ?? (asked.cloud ? (desk.settings.clouds[asked.cloud]?.release ?? null) : null);
  const facts = { release };
  return { taken, facts, ruled: review(taken, desk.rules, facts) };
}

/** A model may take minutes: its turn is a request of the slow lane, that ends with the whole answer. */
async function askLater(
  desk: Desk,
  attempt: Attempt,
  caseId: string,
  { by, place }: ReviewRequest,
  thread: string,
  model: string,
): Promise<void> {
  const data: AgainRequest = { by, place: { ...place, thread }, what: "other-model", model };
  const event = `advice:${attempt.request.id}`;
  await desk.accept({ event, kind: KINDS.again, caseId, data, lane: "slow" });
}

/** Notes the revision once, whatever attempt it is. */
export function keep(
  desk: Desk,
  attempt: Attempt,
  caseId: string,
  { by }: Pick<ReviewRequest, "by">,
  taken: Intake,
  { review: answer }: Reviewed,
  facts: { release: string | null },
): Promise<number> {
  const model = answer.model;
  return attempt.step("revision", () =>
    desk.store.cases.addRevision(caseId, revisionOf(taken, facts, answer), {
      by: by.user,
      model: model
        ? {
            name: model.name,
            prompt: model.prompt.hash,
            inputTokens: model.usage.input,
            outputTokens: model.usage.output,
          }
        : null,
    }),
  );
}

/** Secrets that were posted in Slack: said to the one who posted them, once. What came in files is in Slack as well. */
export async function warn(
  desk: Desk,
  attempt: Attempt,
  asked: Pick<ReviewRequest, "by" | "place" | "redactions">,
  taken: Intake,
): Promise<void> {
  const found = [...asked.redactions, ...taken.redactions];
  if (found.length === 0) return;
  const kinds = found.map(({ kind }) => kind);
  await whisper(
    desk,
    attempt,
    "leak",
    asked,
    leaked(
      kinds,
      found.map(({ file }) => file),
    ),
  );
}
