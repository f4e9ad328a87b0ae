/** 1,000 answers of a lying model, each twice in a row, over the shipped cases: what of it would be shown? `node evals/lying-model.ts [count]` */
import { readdirSync } from "node:fs";
import { advise } from "../src/advisor/advise.ts";
import type { SeniorAnswer } from "../src/advisor/answer-wire.ts";
import type { Case } from "../src/advisor/case.ts";
import type { Model } from "../src/advisor/model.ts";
import { loadRules } from "../src/check/load-rules.ts";
import { elsewhere } from "../src/options/catalogue.ts";
import { renderReview } from "../src/present/render.ts";
import type { Reviewed } from "../src/review.ts";
import { caseOf, EXAMPLES, exampleSources } from "./case-folder.ts";
import { lyingAnswer } from "./lies.ts";

export type LieReport = {
  answers: number;
  used: number;
  shown: { seed: number; kinds: string[]; canary: string }[];
  falseKeys: number;
};

/** A plain answer that holds in every case: lies are planted beside true words. */
function honest(ids: readonly string[]): SeniorAnswer {
  return {
    headline: "Begin with what stops clones, then tidy up.",
    answers: [],
    parts: [],
    stores: [],
    policy: ["New boot images are built as raw where boots are clones."],
    work: ids.slice(1, 2).map((finding) => ({ finding, why: "It keeps the pile from growing." })),
    changes: [],
    unknown: ["Whether snapshots must stay fast is not known."],
  };
}

function liar(text: string): Model {
  return {
    provider: "compatible",
    name: "liar",
    ask: async () => ({
      text,
      stop: "complete",
      usage: { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 },
      requestId: null,
      note: null,
    }),
    bodyOf: (request) => request,
  };
}

async function everythingShown({ review, patched }: Reviewed): Promise<string> {
  const options = { kind: "review", color: false, width: 200 } as const;
  const forms = await Promise.all(
    (["text", "json", "markdown", "sarif"] as const).map((format) => renderReview(review, { ...options, format })),
  );
  return [...forms, ...patched.map(({ text }) => text)].join("\n");
}

/** Runs answers from `first` on over the cases in turn. */
export async function runLies(first: number, count: number): Promise<LieReport> {
  const rules = await loadRules();
  const cases: Case[] = readdirSync(EXAMPLES)
    .sort()
    .map((name) => caseOf(exampleSources(name), rules))
    .filter(({ reviewed }) => reviewed.check.findings.length > 0);
  const report: LieReport = { answers: 0, used: 0, shown: [], falseKeys: 0 };
  for (let seed = first; seed < first + count; seed += 1) {
    const asked = cases[seed % cases.length];
    if (!asked) break;
    const ids = asked.reviewed.check.findings.map(({ fingerprint }) => fingerprint);
    const { text, kinds, canaries } = lyingAnswer(seed, honest(ids), ids);
    const result = await advise(asked.reviewed, liar(text), asked);
    const shown = await everythingShown(result);
    report.answers += 1;
    if (result.review.model?.outcome !== "not-used") report.used += 1;
    for (const canary of canaries) if (shown.includes(canary)) report.shown.push({ seed, kinds, canary });
    report.falseKeys += result.review.design.c.changes.filter(
      ({ key, findings }) =>
        findings.length > 0 && elsewhere(result.cloud.release.catalogues, "glance", key).length === 0,
    ).length;
  }
  return report;
}

if (import.meta.main) {
  const count = Number(process.argv[2] ?? 1000);
  const started = performance.now();
  const { answers, used, shown, falseKeys } = await runLies(1, count);
  console.log(
    `${answers} answers, ${used} used in part, ${shown.length} lies shown, ${falseKeys} false keys, ${Math.round(performance.now() - started)} ms`,
  );
  for (const { seed, kinds, canary } of shown.slice(0, 20))
    console.log(`seed ${seed} (${kinds.join(", ")}): ${canary}`);
  process.exitCode = shown.length + falseKeys > 0 ? 1 : 0;
}
