/** One piece of work in a thread of its own, which ends with it: whoever waits for an answer is not held up. */
import { parentPort, Worker } from "node:worker_threads";
import { GlancewrightError } from "../errors.ts";

type Answer<Made> = { made: Made } | { code: string; advice: GlancewrightError["advice"] };

/** `url`: a module that calls `answerThread`. Errors of ours come back as they were thrown; others as what they are. */
export function inThread<Made>(url: URL, workerData: unknown): Promise<Made> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url, { workerData });
    worker.once("message", (answer: Answer<Made>) => {
      if ("made" in answer) resolve(answer.made);
      else reject(new GlancewrightError(answer.code, answer.advice));
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the thread ended without an answer")));
  });
}

/** In the thread: does the work and gives what it made. */
export async function answerThread(work: () => Promise<unknown>): Promise<void> {
  try {
    parentPort?.postMessage({ made: await work() });
  } catch (error) {
    if (!(error instanceof GlancewrightError)) throw error;
    parentPort?.postMessage({ code: error.code, advice: error.advice });
  }
}
