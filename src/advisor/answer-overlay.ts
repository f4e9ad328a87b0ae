/** Lays what held of a model's answer over the rules' own design, part by part. The rules' words stay and come first. */
import { designOf } from "../design/design.ts";
import type { Design, ModelRecord, Review } from "../design/schema.ts";
import { outsideText } from "../facts/outside-text.ts";
import type { Reviewed } from "../review.ts";
import type { CheckedAnswer } from "./answer-check.ts";
import type { Case } from "./case.ts";
import { questionsOf } from "./case.ts";
import { safe } from "./context.ts";

type Changed = ModelRecord["changed"];

/** The review with the model's part in it, and what differs from the rules' own. */
export function overlay(
  asked: Case,
  { answer, added, verified }: CheckedAnswer,
): { reviewed: Reviewed; changed: Changed } {
  const { reviewed } = asked;
  const changed: Changed = [];
  const own = verified
    ? designOf(reviewed.cloud, reviewed.decisions, reviewed.check.findings, {
        ...verified,
        verification: {
          ...verified.verification,
          dropped: reviewed.review.design.c.verification.dropped,
        },
      })
    : reviewed.review.design;
  for (const { section, key, value } of added)
    changed.push({ part: "c", what: value === null ? `removes [${section}]${key}` : `sets [${section}]${key}` });
  const design: Design = { a: { ...own.a }, b: { ...own.b }, c: { ...own.c }, d: { ...own.d }, e: { ...own.e } };
  for (const { part, why, assumption, evidence } of answer.parts) {
    design[part].why = `${design[part].why} ${withAssumption(why, assumption)}`;
    design[part].evidence = [...new Set([...design[part].evidence, ...evidence])];
    changed.push({ part, what: "adds to the reasons" });
  }
  design.a.stores = own.a.stores.map((store) => {
    const said = answer.stores.find(({ id }) => id === store.id);
    if (!said || (said.role === store.role && said.why === "")) return store;
    changed.push({
      part: "a",
      what:
        said.role === store.role
          ? `explains store ${safe(store.id)}`
          : `store ${safe(store.id)}: ${said.role} instead of ${store.role}`,
    });
    return { ...store, role: said.role, why: `${store.why}; ${said.why}` };
  });
  if (answer.policy.length > 0) {
    design.a.placement = { ...own.a.placement, policy: [...own.a.placement.policy, ...answer.policy] };
    changed.push({ part: "a", what: "adds to the placement policy" });
  }
  const review: Review = { ...reviewed.review, answers: answersOf(asked, answer.answers), design };
  return { reviewed: { ...reviewed, review, patched: verified?.patched ?? reviewed.patched }, changed };
}

function withAssumption(text: string, assumption: string): string {
  return assumption === "" ? text : `${text} (An assumption, not a fact: ${assumption})`;
}

/** The rules' answer to a question first, the model's behind it. */
function answersOf(asked: Case, said: CheckedAnswer["answer"]["answers"]): Review["answers"] {
  const questions = questionsOf(asked);
  const byRules = asked.reviewed.review.answers;
  // as src/design/answers.ts shows it, so that both answers meet
  const shownAs = (text: string): string => outsideText(text, 200) ?? "your question";
  const answers = byRules.map((entry) => ({ ...entry }));
  for (const { question, answer, assumption, evidence } of said) {
    const text = shownAs(questions.find(({ id }) => id === question)?.text ?? "");
    const known = answers.find((entry) => entry.question === text);
    const full = withAssumption(answer, assumption);
    if (known) {
      known.answer = `${known.answer} ${full}`;
      known.evidence = [...new Set([...known.evidence, ...evidence])];
    } else answers.push({ question: text, answer: full, evidence });
  }
  return answers;
}
