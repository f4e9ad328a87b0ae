/** Errors that a person can mend are told at once and not tried again; all others are the queue's. */
import { GlancewrightError } from "../../errors.ts";
import type { Attempt } from "../../work/work.ts";
import { type Desk, postMessage } from "../desk.ts";
import type { Destination } from "../outside.ts";
import { failed } from "../render/notices.ts";

const MENDABLE = /^(intake|slack\.file|cases|facts|rules|options|snapshot)\b/;

export async function explained(
  desk: Desk,
  attempt: Attempt,
  at: Destination,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof GlancewrightError) || !MENDABLE.test(error.code)) throw error;
    desk.log("request.refused", { request: attempt.request.id, code: error.code });
    await postMessage(desk, attempt, "failed", at, "failed", failed(error));
  }
}
