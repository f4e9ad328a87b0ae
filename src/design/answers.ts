/** Direct answers to what the operator asked, from findings and decisions alone. */
import type { CheckResult } from "../check/finding.ts";
import type { Cloud } from "../facts/cloud.ts";
import { outsideText } from "../facts/outside-text.ts";
import type { Design, Review } from "./schema.ts";

type Answer = Review["answers"][number];

const TOPICS: readonly {
  pattern: RegExp;
  answer: (cloud: Cloud, design: Design) => string;
  parts: readonly ("a" | "b" | "c" | "d" | "e")[];
}[] = [
  { pattern: /\bcache\b/i, answer: (_cloud, design) => design.d.why, parts: ["d"] },
  { pattern: /\b(default store|layout|which store)\b/i, answer: (_cloud, design) => design.a.why, parts: ["a"] },
  {
    pattern: /\b(locations?|old images|existing images|keep working)\b/i,
    answer: (_cloud, design) =>
      design.a.existingImages[0]?.what ??
      "Images that exist keep their locations; nothing is moved by a change of keys.",
    parts: ["a"],
  },
  { pattern: /\b(qcow2|raw|format|convert)\b/i, answer: (_cloud, design) => design.b.why, parts: ["b"] },
  { pattern: /\b(slow|minutes|boots?|fast)\b/i, answer: (_cloud, design) => design.a.cow.why, parts: ["a", "b", "c"] },
  {
    pattern: /\b(orphans?|duplicates?|reclaim|delete|free|clean)\b/i,
    answer: (_cloud, design) => design.e.why,
    parts: ["e"],
  },
  {
    pattern: /\b(lines|glance-api\.conf|what exactly changes|change|broken|wrong)\b/i,
    answer: (_cloud, design) => design.c.why,
    parts: ["c"],
  },
];

/** One answer per question, at most one topic each; a question of no known topic is left to the model. */
export function answerQuestions(cloud: Cloud, { findings }: CheckResult, design: Design): Answer[] {
  return cloud.words.questions.flatMap(({ value }): Answer[] => {
    const topic = TOPICS.find(({ pattern }) => pattern.test(value));
    if (!topic) return [];
    const evidence = findings
      .filter(({ part, severity }) => topic.parts.includes(part) && severity !== "info")
      .slice(0, 5)
      .map(({ fingerprint }) => fingerprint);
    return [{ question: outsideText(value, 200) ?? "your question", answer: topic.answer(cloud, design), evidence }];
  });
}
