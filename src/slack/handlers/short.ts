/** Help in a thread, and forgetting a case with all that was posted for it. */
import type { Attempt } from "../../work/work.ts";
import { mayOpenCase } from "../access.ts";
import { admitted, type Desk, postMessage, whisper } from "../desk.ts";
import { forgotten, help } from "../render/notices.ts";
import { type ShortRequest, shortRequest } from "../requests.ts";
import { takeBack } from "../take-back.ts";

export async function shortHandler(desk: Desk, attempt: Attempt): Promise<void> {
  const asked = shortRequest.parse(attempt.request.data);
  if (!(await admitted(desk, attempt, asked, asked.what === "forget" ? "decide" : "read"))) return;
  const { channel, thread } = asked.place;
  if (asked.what === "help") {
    await postMessage(desk, attempt, "help", { channel, thread }, "help", help(null));
    return;
  }
  await forget(desk, attempt, asked);
}

/** The request itself belongs to no case, so that it outlives what it deletes. */
async function forget(desk: Desk, attempt: Attempt, asked: ShortRequest): Promise<void> {
  const { channel, thread } = asked.place;
  const head = thread ? await desk.store.cases.ofThread({ channel, ts: thread }) : null;
  const messages = await attempt.step("forget", async () =>
    head && mayOpenCase(head.thread, asked.place) ? (await desk.store.forget(head.id)).messages : [],
  );
  const taken = await attempt.step("taken-back", () => takeBack(desk, messages));
  await whisper(desk, attempt, "forgotten", asked, forgotten(taken));
}
