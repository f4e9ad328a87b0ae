/**
 * What a model is sent, for catalogues of any size, and the share of it that the second request of another case would find
 * cached, as the stand-in bills it. `node bench/context.ts [images ...]`
 */
import { appendFileSync, copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepare } from "../src/advisor/advise.ts";
import { loadRules } from "../src/check/load-rules.ts";
import { readPaths } from "../src/cli/read-paths.ts";
import { intake } from "../src/intake/intake.ts";
import { review } from "../src/review.ts";
import { startLlmLab } from "../test/llm-lab/llm-lab.ts";
import { labModel, PROVIDERS } from "../test/llm-lab/models-of-the-lab.ts";
import { pageText } from "./generate-catalog.ts";

const EXAMPLE = join(import.meta.dirname, "..", "examples", "02-ceph-80pct-qcow2", "input");
const PAGE = 1000;

const asked = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0);
const rules = await loadRules();
const lab = await startLlmLab();
const sizes = asked.length > 0 ? asked : [100, 10_000, 1_000_000];
for (const [index, images] of sizes.entries()) {
  const folder = mkdtempSync(join(tmpdir(), "glancewright-context-"));
  try {
    for (const file of readdirSync(EXAMPLE))
      if (/\.(conf|md)$/.test(file)) copyFileSync(join(EXAMPLE, file), join(folder, file));
    for (let from = 0; from < images; from += PAGE)
      appendFileSync(join(folder, "images.json"), `${pageText(from, Math.min(PAGE, images - from), images)}\n`);
    const { given, streamed } = await readPaths([folder], () => {});
    const reviewed = review(intake(given, streamed), rules);
    const shares: string[] = [];
    let tokens = 0;
    for (const provider of PROVIDERS) {
      const model = labModel(provider, lab.url, { idleMs: 10_000, totalMs: 30_000, retries: 2 });
      const { request, context } = await prepare({ reviewed, rules, facts: {} }, model);
      tokens = context.tokens;
      const { usage } = await model.ask(request, { signal: new AbortController().signal });
      shares.push(`${provider} ${Math.round((100 * usage.cachedInput) / usage.input)} %`);
    }
    const when = index === 0 ? "first request" : "a later request";
    console.log(`${images} images: ${tokens} tokens (goal 8000 at most); cached in ${when}: ${shares.join(", ")}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
await lab.stop();
