/** One question to a model that cannot hang, overspend or throw: a text, or the reason why there is none. */
import { GlancewrightError } from "../errors.ts";
import type { Budget, Reservation } from "./budget.ts";
import type { Model, ModelProgress, ModelReply, ModelRequest, Usage } from "./model.ts";

export type Cost = { amount: number; currency: string };

export const NO_USAGE: Usage = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 };

export const sum = (left: Usage, right: Usage): Usage => ({
  input: left.input + right.input,
  cachedInput: left.cachedInput + right.cachedInput,
  cacheWrite: left.cacheWrite + right.cacheWrite,
  output: left.output + right.output,
});

export type Asking = {
  model: Model;
  signal: AbortSignal;
  onProgress?: (progress: ModelProgress) => void;
  budget?: Budget;
};

export type Asked =
  | { text: string; usage: Usage; sent: true }
  | { text: null; because: string; usage: Usage; sent: boolean };

/** Asks the budget first, then the model; `refused` and `truncated` texts are never looked at. */
export async function askModel(request: ModelRequest, asking: Asking): Promise<Asked> {
  const { model, signal, onProgress, budget } = asking;
  let reservation: Reservation | null = null;
  let billed: Usage | null = null;
  try {
    const reserved = (await budget?.reserve(request)) ?? null;
    if (reserved && "refused" in reserved)
      return { text: null, because: reserved.refused, usage: NO_USAGE, sent: false };
    reservation = reserved;
    if (signal.aborted) return { text: null, because: ended(signal), usage: NO_USAGE, sent: false };
    const reply = await orAbort(model.ask(request, { signal, ...(onProgress ? { onProgress } : {}) }), signal);
    billed = reply.usage;
    const because = STOPS[reply.stop];
    return because === null
      ? { text: reply.text, usage: reply.usage, sent: true }
      : { text: null, because, usage: reply.usage, sent: true };
  } catch (error) {
    const gaveUp = signal.aborted && !(error instanceof GlancewrightError);
    // a provider may well bill what nobody waited for
    if (gaveUp) reservation = null;
    return { text: null, because: gaveUp ? ended(signal) : reasonOf(error), usage: NO_USAGE, sent: true };
  } finally {
    // an answer is not lost because its bill cannot be written; what was set aside then stays so
    await reservation?.settle(billed).catch(() => {});
  }
}

const STOPS: Readonly<Record<ModelReply["stop"], string | null>> = {
  complete: null,
  refused: "the model declined to answer",
  truncated: "the answer was cut off at its length limit",
};

function ended(signal: AbortSignal): string {
  return signal.reason instanceof DOMException && signal.reason.name === "TimeoutError"
    ? "the model did not answer in time"
    : "it was cancelled";
}

/** Also ends where a model does not listen to its signal. */
async function orAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stop = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Codes and our own words only: what a provider or library says may hold anything. */
export function reasonOf(error: unknown): string {
  return error instanceof GlancewrightError
    ? `${error.code}: ${error.advice.next}`
    : "an unexpected failure on the way to the model";
}
