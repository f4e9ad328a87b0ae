/** What the stand-in does with one request: answers, or one of the ways in which providers fail. */
export type Plan =
  | { kind: "answer"; text: string; thinking?: string }
  | { kind: "refuse" }
  | { kind: "truncate"; text: string }
  | { kind: "status"; status: number; type?: string; headers?: Readonly<Record<string, string>>; body?: string }
  /** Not even headers. */
  | { kind: "mute" }
  /** Headers and some text, then nothing, with the connection open. */
  | { kind: "stall"; text: string }
  /** Headers and some text, then the connection is gone. */
  | { kind: "cut"; text: string }
  /** Headers, some text and an orderly end, without the provider's own last event. */
  | { kind: "unfinished"; text: string }
  /** An error inside the stream. */
  | { kind: "error-event"; type: string }
  /** A page of a proxy, with status 200. */
  | { kind: "page" }
  /** Events whose data is no JSON. */
  | { kind: "garbage" }
  /** The text in pieces, one every few milliseconds. */
  | { kind: "drip"; text: string; pieces: number; everyMs: number };

/** Tokens as the stand-in bills them: its own plain measure, four characters each. */
export const tokensOf = (text: string): number => Math.ceil(text.length / 4);

export type Billed = { input: number; cached: number; written: number };

/** One thing that is written to the stream; `waitMs` before it. */
export type Piece = { data: string; waitMs?: number };

/** How a stream ends: in order, by a broken connection, or not at all. */
export type Ending = "end" | "destroy" | "hang";

export type Reply =
  | { kind: "status"; status: number; headers: Readonly<Record<string, string>>; body: string }
  | { kind: "stream"; pieces: readonly Piece[]; ending: Ending; headers: Readonly<Record<string, string>> }
  | { kind: "mute" };

/** The text of a plan in the pieces in which it is sent. */
export function textPieces(plan: Plan): { text: string; waitMs: number }[] {
  if (plan.kind === "drip") {
    const size = Math.max(1, Math.ceil(plan.text.length / plan.pieces));
    return (plan.text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? []).map((text) => ({
      text,
      waitMs: plan.everyMs,
    }));
  }
  const text = "text" in plan ? plan.text : "";
  return (text.match(/[\s\S]{1,700}/g) ?? []).map((piece) => ({ text: piece, waitMs: 0 }));
}

/** A plan that has nothing to do with the wire; null: the wire must shape it. */
export function plainReply(plan: Plan, errorBody: (type: string) => string): Reply | null {
  switch (plan.kind) {
    case "mute":
      return { kind: "mute" };
    case "status":
      return {
        kind: "status",
        status: plan.status,
        headers: { "content-type": "application/json", ...plan.headers },
        body: plan.body ?? errorBody(plan.type ?? "api_error"),
      };
    case "page":
      return {
        kind: "status",
        status: 200,
        headers: { "content-type": "text/html" },
        body: "<!doctype html><title>Sign in</title><p>Please sign in to the proxy.</p>",
      };
    default:
      return null;
  }
}

/** How the stream of a plan ends. */
export const endingOf = ({ kind }: Plan): Ending => (kind === "cut" ? "destroy" : kind === "stall" ? "hang" : "end");

/** The wire's own last events are missing. */
export const breaksOff = ({ kind }: Plan): boolean =>
  ["cut", "stall", "unfinished", "error-event", "garbage"].includes(kind);
