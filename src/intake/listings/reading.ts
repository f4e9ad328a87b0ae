/** What all readers of listings share. */
import type { RowProblem } from "../artefact.ts";
import type { Redaction } from "../source.ts";

/** Where a text came from. `command`: the shell command whose output it is, if known. */
export type ListingSource = { file: string; command?: string | undefined };

/** Bytes in as they come. Nothing in them makes it throw. */
export type ByteReader = { push(chunk: Uint8Array): void; end(): void };

/** A push reader of one listing. `redactions`: credentials that were taken out of its locations. */
export type ListingStream<Result> = {
  push(chunk: Uint8Array): void;
  end(): { artefact: Result; redactions: Redaction[] };
};

const MOST_PROBLEMS = 100;
const SHOWN = 80;

/** Collects rows that were not understood: the first hundred, so that a wrong file does not fill the answer. */
export function problemList(): { add(line: number, message: string, text?: string): void; list: RowProblem[] } {
  const list: RowProblem[] = [];
  return {
    list,
    add(line, message, text) {
      if (list.length >= MOST_PROBLEMS) return;
      list.push(text === undefined ? { line, message } : { line, message, text: text.slice(0, SHOWN) });
    },
  };
}

/** A shell prompt with a command behind it, as pasted terminal output has; the command or null. */
export function promptCommand(line: string): string | null {
  const match = /^\s*(?:\[?[\w.-]+@[\w.-]+[^$#%>]*[\])]?\s*|\([\w.-]+\)\s*|[\w.-]+)?[$#>%]\s+(\S.*)$/.exec(line);
  const command = match?.[1] ?? null;
  return command !== null &&
    /\b(?:openstack|glance|rbd|ceph|curl|mysql|mariadb|ls|du|find|df|mount|findmnt)\b/.test(command)
    ? command
    : null;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Text of a scalar; null for anything else. */
export function scalarText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** A number given as number or digits; null for anything else. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || !/^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) return null;
  return Number(value);
}

/** A truth value as any of the clients writes it; null for anything else. */
export function truthOf(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const text = scalarText(value)?.trim().toLowerCase();
  if (text === "true" || text === "yes" || text === "1") return true;
  return text === "false" || text === "no" || text === "0" ? false : null;
}

const UNITS = ["", "k", "m", "g", "t", "p", "e"];

/** Bytes of `96 MiB`, `3.1G`, `42k` or plain digits: Ceph, coreutils and df all count by 1,024. Null where it is no size. */
export function bytesOf(text: string): number | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgtpe]?)(?:i?b)?\s*$/i.exec(text);
  if (match === null) return null;
  const power = UNITS.indexOf((match[2] ?? "").toLowerCase());
  return Math.round(Number(match[1]) * 1024 ** power);
}
