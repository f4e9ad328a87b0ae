/** More in a case's thread: files make a new revision, shown as what changed; a question is answered. */
import { intakeOf, type StoredCase } from "../../advisor/cases.ts";
import { differenceLines, differenceOf } from "../../advisor/difference.ts";
import { type FollowUp, followUp } from "../../advisor/follow-up.ts";
import { GlancewrightError } from "../../errors.ts";
import { type Reviewed, review } from "../../review.ts";
import type { Attempt } from "../../work/work.ts";
import { acceptedFindings } from "../accepted.ts";
import { mayOpenCase } from "../access.ts";
import { chartsOf } from "../charts.ts";
import { admitted, type Desk, edit, postFiles, postMessage, verdictOf } from "../desk.ts";
import { takeIn } from "../given.ts";
import type { Destination } from "../outside.ts";
import { parentMessage } from "../render/answer.ts";
import { followUpMessages } from "../render/follow-up.ts";
import { changed } from "../render/notices.ts";
import { type FollowUpRequest, followUpRequest, type ReviewRequest } from "../requests.ts";
import { filesOf, pictureOf } from "./deliver.ts";
import { explained } from "./explained.ts";
import { keep, reviewAs, warn } from "./review.ts";

export type OpenCase = {
  id: string;
  cloud: string | null;
  stored: StoredCase;
  last: StoredCase["revisions"][number];
  at: Destination;
};

/** The case of a request, if it may be read here; null: there is none any more. */
export async function openCase(
  desk: Desk,
  attempt: Attempt,
  place: FollowUpRequest["place"],
): Promise<OpenCase | null> {
  const id = attempt.request.caseId;
  const head = id ? await desk.store.cases.head(id) : null;
  if (!id || !head?.thread || !mayOpenCase(head.thread, place)) return null;
  const stored = await desk.store.cases.read(id);
  const last = stored?.revisions.at(-1);
  return stored && last
    ? { id, cloud: head.cloud, stored, last, at: { channel: head.thread.channel, thread: head.thread.ts } }
    : null;
}

export async function followUpHandler(desk: Desk, attempt: Attempt): Promise<void> {
  const asked = followUpRequest.parse(attempt.request.data);
  if (!(await admitted(desk, attempt, asked, "review"))) return;
  const open = await openCase(desk, attempt, asked.place);
  if (!open && (await isUnanswered(desk, attempt, asked.place))) return reviewAs(desk, attempt, asFirst(asked));
  const at = open?.at ?? { channel: asked.place.channel, thread: asked.place.thread };
  await explained(desk, attempt, at, async () => {
    if (!open) throw noCase();
    const brings = asked.files.length > 0 || asked.sources.length > 0;
    const reviewed = brings ? await revise(desk, attempt, asked, open) : reviewAgain(desk, open);
    if (asked.question.trim() === "") return;
    const answer = await answered(desk, attempt, asked, open, reviewed);
    for (const [index, message] of followUpMessages(answer).entries())
      await postMessage(desk, attempt, `answer-${index}`, at, "answer", message);
  });
}

/** The case is open and was never answered: what came first was refused. While it is worked on, this request waits. */
async function isUnanswered({ store }: Desk, { request }: Attempt, place: FollowUpRequest["place"]): Promise<boolean> {
  if (place.thread && (await store.requests.underWay({ channel: place.channel, ts: place.thread })))
    throw new Error("the first answer of this thread is still being made");
  const head = request.caseId ? await store.cases.head(request.caseId) : null;
  return head !== null && mayOpenCase(head.thread, place);
}

/** What was brought later, as if it had come first. */
const asFirst = ({ question, ...asked }: FollowUpRequest): ReviewRequest => ({
  ...asked,
  sources: [...asked.sources, ...(question.trim() === "" ? [] : [{ name: "request.md", text: question }])],
  kind: "design",
  release: null,
  cloud: null,
  brief: false,
});

/** The rules' own answer to the last revision. */
export const byRules = ({ rules }: Desk, { last }: OpenCase): Reviewed => review(intakeOf(last), rules, last.facts);

export function reviewAgain(desk: Desk, open: OpenCase): Reviewed {
  const { last } = open;
  const again = byRules(desk, open);
  // what a model added to it stays
  return last.review.model ? { ...again, review: last.review } : again;
}

/** A new revision: files of the same name are replaced, others stay. */
async function revise(desk: Desk, attempt: Attempt, asked: FollowUpRequest, open: OpenCase): Promise<Reviewed> {
  const taken = await takeIn(asked, open.last.sources, desk.downloads);
  await warn(desk, attempt, asked, taken);
  const facts = { release: open.last.facts.release ?? null };
  const ruled = review(taken, desk.rules, facts);
  const difference = differenceOf(open.last.review, ruled.review);
  await keep(desk, attempt, open.id, asked, taken, ruled, facts);
  const parts = {
    caseId: open.id,
    kind: "review",
    stage: "done",
    otherModel: desk.models.names[0] ?? null,
    picture: await pictureOf(desk, attempt, "", () => chartsOf(ruled)),
    accepted: await acceptedFindings(desk, open.at.channel, open.cloud),
  } as const;
  const parent = await verdictOf(desk, open.id);
  if (parent)
    await edit(desk, attempt, parent, parentMessage(ruled.review, parts), {
      caseId: open.id,
      key: "revised",
      at: open.at,
    });
  await postMessage(desk, attempt, "changed", open.at, "changed", changed(differenceLines(difference)));
  await postFiles(desk, attempt, "files", open.at, await filesOf(ruled, "review"), "The answer as it is now");
  return ruled;
}

/** Asked once for all attempts: what was paid for is kept. */
function answered(
  desk: Desk,
  attempt: Attempt,
  asked: FollowUpRequest,
  open: OpenCase,
  reviewed: Reviewed,
): Promise<Omit<FollowUp, "supposed">> {
  return attempt.step("answer", async () => {
    const facts = { release: open.last.facts.release ?? null };
    const model = asked.model ? await desk.models.open(asked.model).catch(() => null) : null;
    const options = asked.model && model ? await desk.models.options(asked.model, open.id) : {};
    const { supposed: _supposed, ...answer } = await followUp(
      { reviewed, rules: desk.rules, facts },
      asked.question,
      model,
      { ...options, signal: attempt.signal },
    );
    await desk.store.cases.addExchange(open.id, {
      question: asked.question,
      revision: open.stored.revisions.length,
      answer,
    });
    return answer;
  });
}

export const noCase = (): GlancewrightError =>
  new GlancewrightError("cases.none", {
    expected: "a case in this thread",
    got: "none that may be read here, or one that was forgotten",
    next: "Drop the files here again.",
  });
