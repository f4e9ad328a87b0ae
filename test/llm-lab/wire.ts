/** What the three wires have in common. */
import type { Billed, Plan, Reply } from "./plan.ts";
import { isObject } from "./schema-rules.ts";

export type Body = Readonly<Record<string, unknown>>;
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One provider's way of speaking. */
export type Wire = {
  path: string;
  /** What the provider would refuse; `status` and type are those that it would answer. */
  faults: (headers: Headers, body: Body) => { status: number; type: string; message: string } | null;
  /** The unchanging first part, by which the provider's cache works; null: this request is not to be cached. */
  cachedPart: (body: Body) => string | null;
  reply: (plan: Plan, body: Body, billed: Billed) => Reply;
};

export const EFFORTS = ["low", "medium", "high"];

/** Keys that are not among those allowed. */
export const strange = (value: unknown, allowed: readonly string[]): string[] =>
  isObject(value) ? Object.keys(value).filter((key) => !allowed.includes(key)) : ["no object"];

/** The first fault that holds, as an answer of status 400. */
export function firstFault(faults: readonly (string | false | null | undefined)[]) {
  const message = faults.find((fault): fault is string => typeof fault === "string" && fault !== "");
  return message ? { status: 400, type: "invalid_request_error", message } : null;
}

export function wrongKey({ authorization }: Headers): { status: number; type: string; message: string } | null {
  return authorization === "Bearer key-of-the-lab"
    ? null
    : { status: 401, type: "authentication_error", message: "invalid bearer token" };
}

/** Turns must alternate, begin and end with the user, and say something. */
export function turnFault(turns: unknown): string | null {
  if (!Array.isArray(turns) || turns.length === 0) return "no turns";
  const ill = turns.some(
    (turn, index) =>
      !isObject(turn) ||
      turn["role"] !== (index % 2 === 0 ? "user" : "assistant") ||
      typeof turn["content"] !== "string" ||
      turn["content"].trim() === "",
  );
  return ill || turns.length % 2 === 0 ? "turns must alternate, begin and end with the user, and not be empty" : null;
}
