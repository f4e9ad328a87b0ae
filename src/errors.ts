/** What a reader of an error needs: what was expected, what came instead, what to do next. */
export type ErrorAdvice = { expected: string; got: string; next: string };

/**
 * Every error that a person can meet. `code` is stable and documented in docs/errors.md; the message is one sentence
 * made from the advice, so that a terminal, a log line and a Slack message say the same.
 */
export class GlancewrightError extends Error {
  readonly code: string;
  readonly advice: ErrorAdvice;

  constructor(code: string, advice: ErrorAdvice, options?: ErrorOptions) {
    super(`${code}: expected ${advice.expected}, got ${advice.got}. ${advice.next}`, options);
    this.name = "GlancewrightError";
    this.code = code;
    this.advice = advice;
  }
}
