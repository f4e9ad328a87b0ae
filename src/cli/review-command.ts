/** review, check and hygiene: read, review, render, and write the files of --out. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { loadRules, RULE_FOLDER } from "../check/load-rules.ts";
import type { Severity } from "../check/rule.ts";
import { SEVERITIES } from "../check/rule.ts";
import type { Review } from "../design/schema.ts";
import { GlancewrightError } from "../errors.ts";
import type { Intake } from "../intake/artefact.ts";
import { intake } from "../intake/intake.ts";
import { renderReview } from "../present/render.ts";
import { visible } from "../present/safe-text.ts";
import { review } from "../review.ts";
import { keepCase } from "./case-folder.ts";
import type { Format, Terminal } from "./command-line.ts";
import { readModelChoice } from "./model-settings.ts";
import { dryRun, modelTurn } from "./model-turn.ts";
import { type OpenModel, openModel } from "./open-model.ts";
import { readPaths } from "./read-paths.ts";
import { writeOut } from "./write-out.ts";

export type ReviewKind = "review" | "check" | "hygiene";
type Options = {
  request?: string;
  release?: string;
  out?: string;
  rules?: string[];
  format?: Format;
  failOn?: Severity;
  model?: string;
  dryRun?: boolean;
  case?: string;
};

export async function reviewCommand(
  kind: ReviewKind,
  paths: readonly string[],
  options: Options,
  terminal: Terminal,
  open: OpenModel = openModel,
): Promise<number> {
  const choice = kind === "review" ? readModelChoice(options.model) : null;
  const taken = await takeIn(paths, options, terminal);
  refuseWhenEmpty(taken);
  if (taken.sources.length >= MANY_FILES) terminal.err(`${taken.sources.length} files are read; checking them\n`);
  const rules = await loadRules([RULE_FOLDER, ...(options.rules ?? [])]);
  const facts = { release: options.release ?? null };
  const ruled = review(taken, rules, facts);
  const turn = choice && { choice, open, rules, facts, caseId: caseName(options) ?? "once", terminal };
  if (turn && options.dryRun) {
    terminal.out(await dryRun(ruled, turn));
    return 0;
  }
  const reviewed = turn ? await modelTurn(ruled, turn) : ruled;
  for (const { file, code, reason, next } of taken.refused) terminal.err(`${code}: ${file}: ${reason} ${next}\n`);
  const text = await rendered(reviewed.review, kind, options.format ?? "text", terminal);
  terminal.out(text.endsWith("\n") ? text : `${text}\n`);
  if (options.out) await writeOut(options.out, reviewed, terminal);
  const name = kind === "review" ? caseName(options) : null;
  if (name) await keepCase(name, reviewed, facts, terminal);
  return atOrAbove(reviewed.review.findings, options.failOn) ? 1 : 0;
}

async function rendered(answer: Review, kind: ReviewKind, format: Format, { color, width }: Terminal): Promise<string> {
  if (format !== "slack") return renderReview(answer, { format, kind, color, width });
  const { answerMessages } = await import("../slack/render/answer.ts");
  return JSON.stringify(answerMessages(answer, kind), null, 2);
}

/** `--case` names it; `--out` keeps one beside its files. */
function caseName({ case: name, out }: Options): string | null {
  return name ?? (out ? join(out, "case") : null);
}

/** So many take more than a second. */
const MANY_FILES = 300;

async function takeIn(paths: readonly string[], options: Options, terminal: Terminal): Promise<Intake> {
  const progress = progressLine(terminal);
  const { given, streamed, skipped } = await readPaths(paths, progress);
  for (const { name, why } of skipped) terminal.err(`cli.skipped: ${visible(name)}: ${why}\n`);
  if (options.request !== undefined)
    given.push({ name: "request.md", text: requestText(options.request), pasted: false });
  return intake(given, streamed);
}

function requestText(request: string): string {
  return existsSync(request) && statSync(request).isFile() ? readFileSync(request, "utf8") : request;
}

/** One line for each tenth of a large file. */
function progressLine({ err }: Terminal): (file: string, done: number, total: number) => void {
  let shown = "";
  return (file, done, total) => {
    const tenth = Math.floor((10 * done) / total);
    const line = `${file}: ${tenth * 10} %`;
    if (line !== shown && tenth > 0) err(`reading ${line}\n`);
    shown = line;
  };
}

function refuseWhenEmpty({ artefacts, refused }: Intake): void {
  if (artefacts.length > 0) return;
  const [first] = refused;
  throw new GlancewrightError(first?.code ?? "intake.nothing", {
    expected: "at least one file or paste with something in it",
    got: first ? `${first.file}: ${first.reason.replace(/\.$/, "")}` : "nothing",
    next: first?.next ?? "Give a file, a folder, or - with a paste on standard input.",
  });
}

function atOrAbove(findings: readonly { severity: Severity }[], limit: Severity | undefined): boolean {
  return (
    limit !== undefined && findings.some(({ severity }) => SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(limit))
  );
}
