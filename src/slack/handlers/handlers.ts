/** All kinds of requests that Slack makes, for the queue. */
import type { Attempt, Handlers } from "../../work/work.ts";
import { type Desk, postMessage } from "../desk.ts";
import { gaveUp } from "../render/notices.ts";
import { followUpRequest, KINDS } from "../requests.ts";
import { againHandler } from "./again.ts";
import { digestHandler } from "./digest.ts";
import { followUpHandler } from "./follow-up.ts";
import { inItsPlace } from "./place.ts";
import { reviewHandler } from "./review.ts";
import { shortHandler } from "./short.ts";
import { snapshotHandler } from "./snapshot.ts";

export function slackHandlers(desk: Desk): Handlers {
  return {
    kinds: {
      [KINDS.review]: inItsPlace(desk, reviewHandler),
      [KINDS.followUp]: inItsPlace(desk, followUpHandler),
      [KINDS.again]: inItsPlace(desk, againHandler),
      [KINDS.digest]: inItsPlace(desk, digestHandler),
      [KINDS.snapshot]: inItsPlace(desk, snapshotHandler),
      [KINDS.short]: inItsPlace(desk, shortHandler),
    },
    gaveUp: inItsPlace(desk, sayGaveUp),
  };
}

/** In the thread if there is one, else where it was asked; to the person alone if the channel takes nothing. */
async function sayGaveUp(desk: Desk, attempt: Attempt): Promise<void> {
  const { place, by } = followUpRequest.pick({ place: true, by: true }).parse(attempt.request.data);
  const message = gaveUp(attempt.request.id.slice(0, 8));
  try {
    await postMessage(desk, attempt, "gave-up", { channel: place.channel, thread: place.thread }, "gave-up", message);
  } catch {
    await postMessage(desk, attempt, "gave-up-direct", { channel: by.user, thread: null }, "gave-up", message);
  }
}
