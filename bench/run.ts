/**
 * All measurements in one run: a warm review of pasted configurations, the cold command line, redaction by size, and with
 * `--million` the large catalogue (some minutes). Prints what was measured, on which input, and against what.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadRules } from "../src/check/load-rules.ts";
import { intake } from "../src/intake/intake.ts";
import { review } from "../src/review.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const EXAMPLES = join(ROOT, "examples");
const WARM_RUNS = 60;
const COLD_RUNS = 9;

type Spread = { least: number; middle: number; most: number };

function spreadOf(figures: number[]): Spread {
  const sorted = figures.toSorted((left, right) => left - right);
  return { least: sorted[0] ?? 0, middle: sorted[sorted.length >> 1] ?? 0, most: sorted.at(-1) ?? 0 };
}

const shown = ({ least, middle, most }: Spread): string =>
  `${middle.toFixed(1)} ms (${least.toFixed(1)} to ${most.toFixed(1)})`;

function timed(run: () => void): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

function filesOf(folder: string) {
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8"), pasted: false }));
}

/** Sources in, proved answer out, everything loaded; goal 5 ms for pasted configurations. */
async function warmReviews(): Promise<void> {
  const rules = await loadRules();
  console.log(
    `\nWarm review: sources to proved answer, ${rules.length} rules, ${WARM_RUNS} runs each (goal 5 ms for a pasted configuration)`,
  );
  for (const name of readdirSync(EXAMPLES).toSorted()) {
    const given = filesOf(join(EXAMPLES, name, "input"));
    const bytes = given.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    const run = () => void review(intake(given), rules);
    for (let warm = 0; warm < 20; warm++) run();
    const spread = spreadOf(Array.from({ length: WARM_RUNS }, () => timed(run)));
    console.log(`  ${name.padEnd(36)} ${String(bytes).padStart(8)} bytes  ${shown(spread)}`);
  }
}

/** A whole process, compile cache filled; goal 400 ms. Against the same Node that does nothing. */
function coldCommands(): void {
  const input = join(EXAMPLES, readdirSync(EXAMPLES).toSorted()[0] ?? "", "input");
  const start = (args: string[]): number =>
    timed(() => void spawnSync(process.execPath, args, { cwd: ROOT, stdio: "ignore" }));
  const measure = (args: string[]): Spread => {
    start(args);
    return spreadOf(Array.from({ length: COLD_RUNS }, () => start(args)));
  };
  const nothing = measure(["-e", "0"]);
  console.log(`\nCold command line, ${COLD_RUNS} runs each (goal 400 ms)`);
  console.log(`  ${"node -e 0".padEnd(36)} ${shown(nothing)}`);
  for (const [name, args] of [
    ["review of the first example", ["src/main.ts", "review", input]],
    ["explain show_image_direct_url", ["src/main.ts", "explain", "show_image_direct_url"]],
    ["--help", ["src/main.ts", "--help"]],
  ] as const) {
    const spread = measure([...args]);
    console.log(`  ${name.padEnd(36)} ${shown(spread)}, ${(spread.middle / nothing.middle).toFixed(1)} x node alone`);
  }
}

function script(name: string): void {
  console.log(`\n${name}`);
  spawnSync(process.execPath, [join(ROOT, "bench", name)], { cwd: ROOT, stdio: "inherit" });
}

console.log(`Node ${process.version}`);
await warmReviews();
coldCommands();
script("redact.ts");
if (process.argv.includes("--million")) script("million.ts");
else console.log("\nThe large catalogue: npm run bench -- --million");
