/** From what a provider's library throws to our codes. Nothing that a server or library says is passed on: it may hold the key or the request. */
import { GlancewrightError } from "../errors.ts";

export type Where = { provider: string; model: string };

/** `again`: worth another try. `waitMs`: what the provider asked for. `cut`: it broke off inside an answer. */
export type Failure = { error: GlancewrightError; again: boolean; cut: boolean; waitMs: number | null };

/** The stream ended before the provider's own last event. */
export function cutOff(): GlancewrightError {
  return new GlancewrightError("model.cut", {
    expected: "an answer up to its end",
    got: "a connection that broke off inside it",
    next: "Try again; if it stays so, look at the proxy between here and the provider.",
  });
}

type Thrown = {
  status?: number;
  type?: string;
  code?: string;
  message?: string;
  headers?: { get?: (name: string) => string | null };
};

/** `answering`: headers of a good response were there, so that what broke, broke in mid-stream. */
export function failureOf(thrown: unknown, answering: boolean, where: Where): Failure {
  if (thrown instanceof GlancewrightError)
    return { error: thrown, again: thrown.code === "model.cut", cut: thrown.code === "model.cut", waitMs: null };
  const known: Thrown = typeof thrown === "object" && thrown !== null ? thrown : {};
  if (thrown instanceof SyntaxError && answering) return final(unreadable());
  const kind = kindOf(known);
  if (kind !== null) {
    const told = known.headers?.get?.("x-should-retry");
    const waitMs = waitOf(known);
    const again = kind === "busy" && told !== "false" && known.status !== undefined;
    return { error: explain(kind, known.status ?? null, waitMs, where), again, cut: false, waitMs };
  }
  if (answering) return { error: cutOff(), again: true, cut: true, waitMs: null };
  return { error: explain("unreachable", null, null, where), again: true, cut: false, waitMs: null };
}

const final = (error: GlancewrightError): Failure => ({ error, again: false, cut: false, waitMs: null });

type Kind = "refused-key" | "no-credit" | "unknown" | "busy" | "refused-request" | "unreachable";

/** Error types as the providers document them; they also come inside a stream, where there is no status. */
const TYPES: Readonly<Record<string, Kind>> = {
  authentication_error: "refused-key",
  permission_error: "refused-key",
  invalid_api_key: "refused-key",
  billing_error: "no-credit",
  insufficient_quota: "no-credit",
  not_found_error: "unknown",
  model_not_found: "unknown",
  rate_limit_error: "busy",
  rate_limit_exceeded: "busy",
  overloaded_error: "busy",
  api_error: "busy",
  timeout_error: "busy",
  server_error: "busy",
  invalid_request_error: "refused-request",
  invalid_prompt: "refused-request",
};

const BROAD: ReadonlySet<unknown> = new Set(["invalid_request_error", "invalid_prompt", "api_error", "server_error"]);

const STATUSES: Readonly<Record<number, Kind>> = {
  401: "refused-key",
  402: "no-credit",
  403: "refused-key",
  404: "unknown",
  408: "busy",
  409: "busy",
  429: "busy",
};

function kindOf({ status, type, code, message }: Thrown): Kind | null {
  if (/credit balance/i.test(message ?? "") && status === 400) return "no-credit";
  for (const name of [code, type]) {
    const kind = typeof name === "string" && Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
    // a type as broad as invalid_request_error or api_error says less than the status
    if (kind && (status === undefined || !BROAD.has(name))) return kind;
  }
  if (typeof status !== "number") return null;
  return STATUSES[status] ?? (status >= 500 ? "busy" : "refused-request");
}

function waitOf({ headers }: Thrown): number | null {
  const read = (name: string, unit: number): number | null => {
    const value = Number(headers?.get?.(name) ?? Number.NaN);
    return Number.isFinite(value) && value >= 0 ? value * unit : null;
  };
  return read("retry-after-ms", 1) ?? read("retry-after", 1000);
}

function explain(
  kind: Kind,
  status: number | null,
  waitMs: number | null,
  { provider, model }: Where,
): GlancewrightError {
  const got = status === null ? "an error inside the answer" : `status ${status}`;
  const expected = `an answer of ${provider}`;
  const seconds = waitMs !== null && waitMs >= 1000 ? ` in ${Math.ceil(waitMs / 1000)} seconds` : " later";
  switch (kind) {
    case "refused-key":
      return new GlancewrightError("model.refused-key", {
        expected: `a key that ${provider} takes`,
        got,
        next: `Check the key, and that it may use ${model}.`,
      });
    case "no-credit":
      return new GlancewrightError("model.refused-key", {
        expected: `an account of ${provider} with credit`,
        got,
        next: "Check credit and spending limit of the account.",
      });
    case "unknown":
      return new GlancewrightError("model.unknown", {
        expected: `a model that ${provider} has`,
        got,
        next: `Check the model id ${model} and the base URL.`,
      });
    case "busy":
      return new GlancewrightError("model.busy", {
        expected,
        got,
        next: `${provider} is busy or failing; try again${seconds}.`,
      });
    case "refused-request":
      return new GlancewrightError("model.refused-request", {
        expected: `a request that ${provider} takes`,
        got,
        next: `Check that ${model} takes a schema and this effort, or take another model; --dry-run shows the request.`,
      });
    case "unreachable":
      return new GlancewrightError("model.unreachable", {
        expected,
        got: "no connection",
        next: "Check the network, the proxy and the base URL.",
      });
  }
}

function unreadable(): GlancewrightError {
  return new GlancewrightError("model.cut", {
    expected: "a stream in the provider's form",
    got: "one that cannot be read",
    next: "Look at the proxy between here and the provider, or at the server's version.",
  });
}
