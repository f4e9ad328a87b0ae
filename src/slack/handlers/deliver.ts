/** The model's turn, and the answer as a thread: parts, files, picture, and the parent edited last. */
import { advise } from "../../advisor/advise.ts";
import type { Review } from "../../design/schema.ts";
import { reclaimScript } from "../../hygiene/script.ts";
import { renderReview } from "../../present/render.ts";
import type { Reviewed } from "../../review.ts";
import type { MessageAt } from "../../store/store.ts";
import type { Attempt } from "../../work/work.ts";
import { chartsOf } from "../charts.ts";
import { codeOf, type Desk, edit, noteFile, postFiles, postMessage } from "../desk.ts";
import type { SlackFile } from "../message.ts";
import { type Destination, uploadedIds } from "../outside.ts";
import { type AnswerParts, parentMessage, partMessages } from "../render/answer.ts";
import { type ProgressStep, progress } from "../render/progress.ts";

type Turn = {
  ruled: Reviewed;
  facts: { release: string | null };
  caseId: string;
  name: string;
  at: Destination;
};

/** Milliseconds between two edits of the progress message: Slack takes about one a second for each channel. */
const PROGRESS_EVERY_MS = 1_500;

/** Asks once for all attempts: what was paid for is kept. Progress is one message, edited in place. */
export async function advised(
  desk: Desk,
  attempt: Attempt,
  { ruled, facts, caseId, name, at }: Turn,
): Promise<Reviewed> {
  const message = await postMessage(desk, attempt, "progress", at, "progress", progress(name, "asking", 0));
  let shown = 0;
  let received = 0;
  let editing: Promise<unknown> = Promise.resolve();
  const show = (step: ProgressStep): void => {
    const { text, blocks } = progress(name, step, received);
    editing = editing.then(() => desk.bulk.chat.update({ ...message, text, blocks })).catch(() => {});
  };
  const review = await attempt.step("model", async () => {
    const model = await desk.models.open(name).catch((error: unknown) => {
      desk.log("model.not-opened", { name, code: (error as { code?: string }).code ?? "unknown" });
      return null;
    });
    if (!model) return unavailable(ruled.review, name);
    const answered = await advise(ruled, model, {
      rules: desk.rules,
      facts,
      signal: attempt.signal,
      ...(await desk.models.options(name, caseId)),
      onProgress({ text, thinking }) {
        received = text + thinking;
        const now = desk.now().getTime();
        if (now - shown < PROGRESS_EVERY_MS) return;
        shown = now;
        show("writing");
      },
    });
    return answered.review;
  });
  show(review.model?.outcome === "not-used" ? "failed" : "done");
  await editing;
  return { ...ruled, review };
}

function unavailable(review: Review, name: string): Review {
  const answers = [...review.answers];
  return {
    ...review,
    answers,
    verdict: {
      ...review.verdict,
      safeNow: [...review.verdict.safeNow, `The model ${name} is not set up here: the rules answered alone.`],
    },
  };
}

type Delivery = { answer: Reviewed; parts: AnswerParts; parent: MessageAt; at: Destination; prefix: string };

export async function deliver(
  desk: Desk,
  attempt: Attempt,
  { answer, parts, parent, at, prefix }: Delivery,
): Promise<void> {
  const { review } = answer;
  for (const { part, messages } of partMessages(review, parts.kind))
    for (const [index, message] of messages.entries())
      await postMessage(desk, attempt, `${prefix}${part}-${index}`, at, part, message);
  await postFiles(desk, attempt, `${prefix}files`, at, await filesOf(answer, parts.kind), "The whole answer as files");
  const picture = await pictureOf(desk, attempt, prefix, () => chartsOf(answer));
  const message = parentMessage(review, { ...parts, stage: "done", picture });
  await edit(desk, attempt, parent, message, { caseId: parts.caseId, key: `${prefix}answer`, at });
}

/** Uploaded for the parent alone; an answer without a picture is an answer. */
export function pictureOf(
  desk: Desk,
  attempt: Attempt,
  prefix: string,
  draw: () => Promise<SlackFile | null>,
): Promise<AnswerParts["picture"]> {
  return attempt.step(`${prefix}picture`, async () => {
    try {
      const chart = await draw();
      if (!chart) return null;
      const uploaded = await desk.bulk.filesUploadV2({
        filename: chart.name,
        title: chart.title,
        file: Buffer.from(chart.content),
        alt_text: chart.alt ?? chart.title,
      });
      const [id] = uploadedIds(uploaded);
      if (!id) return null;
      await noteFile(desk, "", id, attempt.request.caseId);
      return { id, alt: chart.alt ?? chart.title };
    } catch (error) {
      desk.log("picture.failed", { code: codeOf(error) ?? "unknown" });
      return null;
    }
  });
}

/** The report whole, the change as a diff, the script where there is something to reclaim. */
export async function filesOf({ review, cloud }: Reviewed, kind: AnswerParts["kind"]): Promise<SlackFile[]> {
  const options = { kind, color: false, width: 100 } as const;
  const { diff } = review.design.c;
  const hasPlan = kind !== "check" && review.design.e.orphans.length > 0;
  return [
    { name: "report.md", title: "Report", content: await renderReview(review, { ...options, format: "markdown" }) },
    {
      name: "review.json",
      title: "Answer as JSON",
      content: await renderReview(review, { ...options, format: "json" }),
    },
    ...(diff === "" || kind !== "review" ? [] : [{ name: "changes.diff", title: "Changes", content: diff }]),
    ...(hasPlan
      ? [{ name: "reclaim.sh", title: "Reclamation, dry run by default", content: reclaimScript(cloud) }]
      : []),
  ];
}
