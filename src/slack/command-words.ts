/** What was typed behind /glance. */
import type { Selector } from "../hygiene/history/acceptances.ts";
import { ITEM_CLASSES } from "../hygiene/history/record.ts";
import { readWeekly, type Weekly } from "../settings/weekly.ts";

export type GlanceCommand =
  | { kind: "design" | "check" | "hygiene" | "why" | "status" }
  | { kind: "ack"; fingerprint: string | null; selector: Selector | null; days: number | null; why: string | null }
  | DigestCommand
  | { kind: "forget" }
  | { kind: "help"; unknown: string | null };

/** `cloud` null: that of the channel. `wrong`: what could not be read as a day, time or zone. */
export type DigestCommand =
  | { kind: "digest"; what: "now"; cloud: string | null }
  | { kind: "digest"; what: "off"; cloud: string | null }
  | { kind: "digest"; what: "weekly"; cloud: string | null; weekly: Weekly; wrong: string | null };

/** Words that people try, and what they mean. */
const SYNONYMS: Readonly<Record<string, string>> = {
  review: "design",
  acknowledge: "ack",
  accept: "ack",
  slow: "why",
  delete: "forget",
  "": "help",
  "?": "help",
};

const SIMPLE = ["design", "check", "hygiene", "why", "status"] as const;
const LONGEST_ACKNOWLEDGEMENT_DAYS = 365;

/** Never fails: what is not understood becomes help that names it. */
export function readCommand(text: string): GlanceCommand {
  const [first = "", ...rest] = text.trim().split(/\s+/);
  const asked = first.toLowerCase();
  const word = SYNONYMS[asked] ?? asked;
  const simple = SIMPLE.find((kind) => kind === word);
  if (simple) return { kind: simple };
  if (word === "ack") return acknowledgement(rest);
  if (word === "digest") return digest(rest);
  if (word === "forget") return { kind: "forget" };
  return { kind: "help", unknown: word === "help" ? null : first.slice(0, 40) };
}

/** `ack 1a2b3c4d 30d we know, the vendor fixes it in May`, or `ack orphan pool=images min=10G 30d kept for the audit`. */
function acknowledgement(words: readonly string[]): GlanceCommand {
  const fingerprint = words.find((word) => /^[0-9a-f]{8,64}$/i.test(word)) ?? null;
  const selector = fingerprint === null ? selectorOf(words) : null;
  const length = words.find((word) => /^\d{1,3}[dw]$/i.test(word)) ?? null;
  const days = length ? Number.parseInt(length, 10) * (/w$/i.test(length) ? 7 : 1) : null;
  const own = selector === null ? [] : words.filter((word, at) => at === 0 || PART.test(word));
  const why = words.filter((word) => word !== fingerprint && word !== length && !own.includes(word)).join(" ");
  return {
    kind: "ack",
    fingerprint: fingerprint?.toLowerCase() ?? null,
    selector,
    days: days === null ? null : Math.min(days, LONGEST_ACKNOWLEDGEMENT_DAYS),
    why: why === "" ? null : why.slice(0, 500),
  };
}

const PART = /^(pool|owner|min)=(\S{1,100})$/i;
const UNITS: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** A class first (`orphan`, also `orphans`), then what narrows it. */
function selectorOf(words: readonly string[]): Selector | null {
  const first = (words[0] ?? "").toLowerCase();
  const kind = ITEM_CLASSES.find((name) => name === first || `${name}s` === first);
  if (!kind) return null;
  const parts = new Map(
    words.flatMap((word) => {
      const [, name, value] = PART.exec(word) ?? [];
      return name && value ? [[name.toLowerCase(), value] as const] : [];
    }),
  );
  const [, amount, unit] = /^(\d+)([KMGT])?i?B?$/i.exec(parts.get("min") ?? "") ?? [];
  return {
    class: kind,
    pool: parts.get("pool") ?? null,
    owner: parts.get("owner") ?? null,
    atLeastBytes: amount ? Number(amount) * (UNITS[(unit ?? "").toUpperCase()] ?? 1) : null,
  };
}

/** `digest`, `digest now`, `digest berlin weekly mon 09:00 Europe/Berlin`, `digest off`: a cloud's name may stand before. */
function digest(words: readonly string[]): DigestCommand {
  const at = words.findIndex((word) => /^(?:now|weekly|off)$/i.test(word));
  const cloud = (at < 0 ? words : words.slice(0, at)).join(" ") || null;
  const what = words[at]?.toLowerCase();
  if (what === "off") return { kind: "digest", what, cloud };
  if (what !== "weekly") return { kind: "digest", what: "now", cloud };
  return { kind: "digest", what, cloud, ...readWeekly(words.slice(at + 1).join(" ")) };
}
