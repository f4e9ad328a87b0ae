/** What a model may look up in a case: one fact, option, rule or row of figures. Read-only, short, and our own words. */
import { explainOption } from "../options/explain.ts";
import { renderExplanation } from "../options/explain-text.ts";
import type { FollowUpAnswer } from "./answer-wire.ts";
import type { Case } from "./case.ts";
import { factText } from "./context.ts";
import { catalogueLines } from "./context-design.ts";

export type LookUp = FollowUpAnswer["lookUps"][number];

const MOST = 4;
const LONGEST = 900;

/** Answers up to four look-ups, each of at most 900 characters. Names that do not exist are told so, not repeated. */
export function answerLookUps(asked: Case, lookUps: readonly LookUp[]): string[] {
  return lookUps
    .slice(0, MOST)
    .map((lookUp, index) => `${index + 1}. ${(found(asked, lookUp) ?? "there is no such name").slice(0, LONGEST)}`);
}

function found({ reviewed, rules }: Case, { about, name }: LookUp): string | null {
  switch (about) {
    case "fact": {
      const { facts } = reviewed.review;
      return Object.hasOwn(facts, name) ? `${name}: ${factText(facts[name])}` : null;
    }
    case "rule": {
      const rule = rules.find(({ id }) => id === name);
      return rule ? `${rule.id}: ${rule.title}. ${rule.why} Silent when: ${rule.silentWhen.join("; ")}` : null;
    }
    case "option": {
      const explained = /^[\w[\] .<>-]{1,120}$/.test(name) ? explainOption(name) : null;
      return explained && (explained.places.length > 0 || explained.authPlugin) ? renderExplanation(explained) : null;
    }
    default: {
      const lines = catalogueLines(reviewed.cloud).filter(({ text }) => text.startsWith(CATALOGUE[name] ?? "\u0000"));
      return lines.map(({ text }) => text).join("\n") || null;
    }
  }
}

const CATALOGUE: Readonly<Record<string, string>> = {
  formats: "formats",
  statuses: "status",
  visibility: "visibility",
  stores: "pool",
  boots: "boots",
  duplicates: "duplicates",
};
