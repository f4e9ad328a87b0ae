/** Checks what a model returned, element by element: what holds is kept, what does not is named by its place and reason. */
import type { Change } from "../check/change.ts";
import type { Verified } from "../design/verify.ts";
import type { Refusal } from "./answer-changes.ts";
import { proveChanges, readChange } from "./answer-changes.ts";
import type { Ground } from "./answer-ground.ts";
import { proseIssues } from "./answer-prose.ts";
import type { SeniorAnswer, WireObject } from "./answer-wire.ts";
import { seniorWire } from "./answer-wire.ts";
import type { Case } from "./case.ts";
import { questionsOf } from "./case.ts";

export type CheckedAnswer = {
  answer: SeniorAnswer;
  added: Change[];
  verified: Verified | null;
  refused: Refusal[];
};

/** Longest prose, in characters. */
const LIMITS = { headline: 240, sentence: 400, text: 1200, assumption: 400 } as const;
const MOST = { answers: 8, parts: 5, stores: 8, policy: 4, work: 20, changes: 12, unknown: 3 } as const;

/** The whole text as one JSON object of that shape, else the reasons. Nothing is cut out of prose or code fences. */
export function readWire<Shape extends WireObject>(
  shape: Shape,
  text: string,
): { ok: true; answer: ReturnType<Shape["parse"]> } | { ok: false; refused: Refusal[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, refused: [{ where: "the answer", why: "it is not one JSON object and nothing else" }] };
  }
  const read = shape.safeParse(value);
  if (read.success) return { ok: true, answer: read.data as ReturnType<Shape["parse"]> };
  const places = read.error.issues.slice(0, 12).map(({ path, code }) => ({
    where:
      path
        .filter((step) => typeof step === "number" || step in shape.shape || /^\w{1,12}$/.test(String(step)))
        .join(".") || "the answer",
    why: code === "unrecognized_keys" ? "a field that does not exist" : "not of the shape that was asked for",
  }));
  return { ok: false, refused: places };
}

/** Reads and checks a senior operator's answer; null when it has not even the shape. */
export function checkSenior(
  text: string,
  asked: Case,
  ground: Ground,
): { checked: CheckedAnswer | null; refused: Refusal[] } {
  const read = readWire(seniorWire, text);
  if (!read.ok) return { checked: null, refused: read.refused };
  const checked = checkElements(read.answer, asked, ground);
  return { checked, refused: checked.refused };
}

function checkElements(answer: SeniorAnswer, asked: Case, ground: Ground): CheckedAnswer {
  const refused: Refusal[] = [];
  const say = (where: string, whys: readonly string[]): boolean => {
    for (const why of whys) refused.push({ where, why });
    return whys.length === 0;
  };
  const list = <Item>(
    name: keyof typeof MOST,
    items: readonly Item[],
    key: ((item: Item) => string) | null,
    issues: (item: Item) => readonly string[],
  ): Item[] => {
    const seen = new Set<string>();
    return items.filter((item, index) => {
      const id = key?.(item) ?? String(index);
      const extra = index >= MOST[name] ? ["more than asked for"] : seen.has(id) ? ["twice"] : [];
      seen.add(id);
      return say(`${name}.${index}`, [...extra, ...issues(item)]);
    });
  };
  const prose = (text: string, limit: number, assumption = ""): string[] =>
    text.trim() === "" ? ["empty"] : proseIssues(text, ground, { limit, assumption });
  const assumed = (text: string): string[] =>
    text === "" ? [] : proseIssues(text, ground, { limit: LIMITS.assumption, isAssumption: true });
  const cited = (ids: readonly string[]): string[] => [
    ...(ids.length === 0 ? ["no evidence"] : []),
    ...(ids.some((id) => !ground.evidence.has(id)) ? ["evidence that is no finding or fact of this case"] : []),
  ];
  const questions = new Set(questionsOf(asked).map(({ id }) => id));
  const findings = new Set(asked.reviewed.check.findings.map(({ fingerprint }) => fingerprint));
  const stores = asked.reviewed.review.design.a.stores.filter(
    ({ role }) => role !== "reserved" && role !== "read-only",
  );
  const defaultStore = asked.reviewed.review.design.a.defaultStore?.id;

  const kept: SeniorAnswer = {
    headline: answer.headline !== "" && say("headline", prose(answer.headline, LIMITS.headline)) ? answer.headline : "",
    answers: list(
      "answers",
      answer.answers,
      ({ question }) => question,
      (item) => [
        ...(questions.has(item.question) ? [] : ["not a question that was asked"]),
        ...prose(item.answer, LIMITS.text, item.assumption),
        ...assumed(item.assumption),
        ...cited(item.evidence),
      ],
    ),
    parts: list(
      "parts",
      answer.parts,
      ({ part }) => part,
      (item) => [
        ...prose(item.why, LIMITS.text, item.assumption),
        ...assumed(item.assumption),
        ...cited(item.evidence),
      ],
    ),
    stores: list(
      "stores",
      answer.stores,
      ({ id }) => id,
      ({ id, role, why }) => [
        ...(stores.some((store) => store.id === id) ? [] : ["not a store of the design that takes images"]),
        ...(id === defaultStore && role === "archive" ? ["the default store is no archive"] : []),
        ...prose(why, LIMITS.sentence),
      ],
    ),
    policy: list("policy", answer.policy, null, (text) => prose(text, LIMITS.sentence)),
    work: list(
      "work",
      answer.work,
      ({ finding }) => finding,
      ({ finding, why }) => [
        ...(findings.has(finding) ? [] : ["not a finding of this case"]),
        ...prose(why, LIMITS.sentence),
      ],
    ),
    changes: [],
    unknown: list("unknown", answer.unknown, null, (text) => prose(text, LIMITS.sentence)),
  };
  const candidates = answer.changes.slice(0, MOST.changes).flatMap((proposed, index) => {
    const where = `changes.${index}`;
    const change = readChange(proposed, asked);
    if (typeof change === "string") return say(where, [change]) ? [] : [];
    return say(where, prose(proposed.why, LIMITS.sentence)) ? [{ change, where }] : [];
  });
  if (answer.changes.length > MOST.changes) say(`changes.${MOST.changes}`, ["more than asked for"]);
  const proved = candidates.length > 0 ? proveChanges(candidates, asked) : { verified: null, added: [], refused: [] };
  return { answer: kept, added: proved.added, verified: proved.verified, refused: [...refused, ...proved.refused] };
}
