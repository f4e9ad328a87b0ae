/**
 * Keeps a question to a model from hanging: an end after silence, an end for all tries together, and tries again where that
 * helps. The libraries' own timeout ends with the response headers, so it is not relied on.
 */
import { GlancewrightError } from "../errors.ts";
import { failureOf, type Where } from "./model-errors.ts";

/** Milliseconds; `retries` counts tries after a busy or unreachable provider. */
export type Limits = { idleMs: number; totalMs: number; retries: number };

export const LIMITS: Limits = { idleMs: 45_000, totalMs: 180_000, retries: 2 };

/** A longer wait than this, asked for by a provider, is told instead of taken. */
const LONGEST_WAIT_MS = 20_000;

export type Timers = {
  now: () => number;
  set: (run: () => void, ms: number) => unknown;
  clear: (timer: unknown) => void;
};

export const TIMERS: Timers = {
  now: () => performance.now(),
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** For one try: `fetch` takes every byte for a sign of life, also those that a library keeps to itself. */
export type Watch = { signal: AbortSignal; fetch: typeof fetch };

export type Guard = { limits: Limits; timers: Timers; where: Where; signal: AbortSignal };

/**
 * Runs `attempt` under the limits. Throws `model.silent`, `model.too-late`, or what `failureOf` makes of the failure; the
 * caller's own abort is thrown as its reason. An answer that broke off is asked for once more.
 */
export async function watched<Value>(guard: Guard, attempt: (watch: Watch) => Promise<Value>): Promise<Value> {
  const { limits, timers, where, signal } = guard;
  const late = new AbortController();
  const deadline = timers.now() + limits.totalMs;
  const timer = timers.set(() => late.abort(tooLate(limits.totalMs)), limits.totalMs);
  const ends = AbortSignal.any([signal, late.signal]);
  let [busy, cuts] = [0, 0];
  try {
    for (;;) {
      const tried = await tryOnce(guard, ends, attempt);
      if ("value" in tried) return tried.value;
      // an abort has its own reason, whatever the library made of it
      ends.throwIfAborted();
      const { error, again, cut, waitMs } = failureOf(tried.thrown, tried.answering, where);
      const wait = cut ? 0 : (waitMs ?? 500 * 2 ** busy);
      const allowed = cut ? cuts < 1 : busy < limits.retries;
      if (!again || !allowed || wait > LONGEST_WAIT_MS || timers.now() + wait >= deadline) throw error;
      if (cut) cuts += 1;
      else busy += 1;
      if (wait > 0) await pause(wait, timers, ends);
    }
  } finally {
    timers.clear(timer);
  }
}

type Tried<Value> = { value: Value } | { thrown: unknown; answering: boolean };

async function tryOnce<Value>(
  { limits, timers }: Guard,
  ends: AbortSignal,
  attempt: (watch: Watch) => Promise<Value>,
): Promise<Tried<Value>> {
  const idle = new AbortController();
  const signal = AbortSignal.any([ends, idle.signal]);
  const life = { answering: false };
  let timer: unknown = null;
  const alive = (): void => {
    timers.clear(timer);
    timer = timers.set(() => idle.abort(silent(limits.idleMs)), limits.idleMs);
  };
  alive();
  try {
    const value = await orAborted(attempt({ signal, fetch: watchedFetch(alive, life) }), signal);
    // the libraries end a stream quietly when it is aborted
    signal.throwIfAborted();
    return { value };
  } catch (thrown) {
    return { thrown: idle.signal.aborted ? idle.signal.reason : thrown, answering: life.answering };
  } finally {
    timers.clear(timer);
  }
}

function watchedFetch(alive: () => void, life: { answering: boolean }): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    alive();
    if (!response.ok || !response.body) return response;
    life.answering = true;
    const body = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          alive();
          controller.enqueue(chunk);
        },
      }),
    );
    return new Response(body, { status: response.status, headers: response.headers });
  };
}

/** Rejects with the signal's reason, also where the work does not listen. */
function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const abort = (): void => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  return promise;
}

function pause(ms: number, timers: Timers, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = timers.set(resolve, ms);
  return orAborted(promise, signal).finally(() => timers.clear(timer));
}

function silent(ms: number): GlancewrightError {
  return new GlancewrightError("model.silent", {
    expected: `a sign of life every ${ms / 1000} seconds`,
    got: "none",
    next: "Try again, or raise GLANCEWRIGHT_MODEL_IDLE_SECONDS for a server that thinks long.",
  });
}

function tooLate(ms: number): GlancewrightError {
  return new GlancewrightError("model.too-late", {
    expected: `an answer within ${ms / 1000} seconds`,
    got: "none",
    next: "Try again, or take a faster model.",
  });
}
