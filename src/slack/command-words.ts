/** What was typed behind /glance. */
import { readWeekly, type Weekly } from "../settings/weekly.ts";

export type GlanceCommand =
  | { kind: "design" | "check" | "hygiene" | "why" | "status" }
  | { kind: "ack"; fingerprint: string | null; days: number | null; why: string | null }
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

/** `ack 1a2b3c4d 30d we know, the vendor fixes it in May` */
function acknowledgement(words: readonly string[]): GlanceCommand {
  const fingerprint = words.find((word) => /^[0-9a-f]{8,64}$/i.test(word)) ?? null;
  const length = words.find((word) => /^\d{1,3}[dw]$/i.test(word)) ?? null;
  const days = length ? Number.parseInt(length, 10) * (/w$/i.test(length) ? 7 : 1) : null;
  const why = words.filter((word) => word !== fingerprint && word !== length).join(" ");
  return {
    kind: "ack",
    fingerprint: fingerprint?.toLowerCase() ?? null,
    days: days === null ? null : Math.min(days, LONGEST_ACKNOWLEDGEMENT_DAYS),
    why: why === "" ? null : why.slice(0, 500),
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
