/** Buttons of an answer that need work: another model, the full report, the five parts of a night's brief. */

import { intakeOf } from "../../advisor/cases.ts";
import type { Attempt } from "../../work/work.ts";
import { acceptedFindings } from "../accepted.ts";
import { admitted, type Desk, postFiles, verdictOf } from "../desk.ts";
import type { AnswerParts } from "../render/answer.ts";
import { type AgainRequest, againRequest } from "../requests.ts";
import { advised, deliver, filesOf } from "./deliver.ts";
import { explained } from "./explained.ts";
import { byRules, noCase, openCase, reviewAgain } from "./follow-up.ts";
import { keep } from "./review.ts";

export async function againHandler(desk: Desk, attempt: Attempt): Promise<void> {
  const asked: AgainRequest = againRequest.parse(attempt.request.data);
  if (!(await admitted(desk, attempt, asked, "review"))) return;
  const open = await openCase(desk, attempt, asked.place);
  const at = open?.at ?? { channel: asked.place.channel, thread: asked.place.thread };
  await explained(desk, attempt, at, async () => {
    if (!open) throw noCase();
    const reviewed = reviewAgain(desk, open);
    if (asked.what === "full-report") {
      await postFiles(desk, attempt, "report", at, await filesOf(reviewed, "review"), "The full report");
      return;
    }
    const facts = { release: open.last.facts.release ?? null };
    const answer =
      asked.what === "other-model" && asked.model
        ? await advised(desk, attempt, {
            ruled: byRules(desk, open),
            facts,
            caseId: open.id,
            name: asked.model,
            at,
          })
        : reviewed;
    const parent = await verdictOf(desk, open.id);
    if (!parent) throw noCase();
    const parts: AnswerParts = {
      caseId: open.id,
      kind: "review",
      stage: "done",
      otherModel: desk.models.names.find((name) => name !== asked.model) ?? null,
      picture: null,
      accepted: await acceptedFindings(desk, at.channel, open.cloud),
    };
    if (answer !== reviewed) await keep(desk, attempt, open.id, asked, intakeOf(open.last), answer, facts);
    await deliver(desk, attempt, { answer, parts, parent, at, prefix: "" });
  });
}
