/** rules list and rules test. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { loadRules } from "../check/load-rules.ts";
import type { Terminal } from "./command-line.ts";

export async function rulesListCommand({ out }: Terminal): Promise<void> {
  const rules = await loadRules();
  const width = Math.max(...rules.map(({ id }) => id.length));
  for (const { id, severity, part, title } of rules)
    out(`${id.padEnd(width)}  ${severity.padEnd(6)}  (${part})  ${title}\n`);
  out(`${rules.length} rules\n`);
}

/** Runs the proofs with vitest, which has to be installed (it is a development dependency). */
export async function rulesTestCommand(folder: string | undefined, { err }: Terminal): Promise<number> {
  const root = join(import.meta.dirname, "..", "..");
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const result = spawnSync(process.execPath, [vitest, "run", folder ?? "rules"], { cwd: root, stdio: "inherit" });
  if (result.error)
    err(`rules.no-runner: expected vitest, got ${result.error.message}. Run npm ci without --omit=dev.\n`);
  return result.status === 0 ? 0 : 1;
}
