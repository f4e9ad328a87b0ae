/** review, check and hygiene: read, review, render, and write the files of --out. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { loadRules, RULE_FOLDER } from "../check/load-rules.ts";
import type { Severity } from "../check/rule.ts";
import { SEVERITIES } from "../check/rule.ts";
import { GlancewrightError } from "../errors.ts";
import type { Intake } from "../intake/artefact.ts";
import { intake } from "../intake/intake.ts";
import { renderReview } from "../present/render.ts";
import { review } from "../review.ts";
import type { Format, Terminal } from "./command-line.ts";
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
};

export async function reviewCommand(
  kind: ReviewKind,
  paths: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const taken = takeIn(paths, options, terminal);
  refuseWhenEmpty(taken);
  const rules = await loadRules([RULE_FOLDER, ...(options.rules ?? [])]);
  const reviewed = review(taken, rules, { release: options.release ?? null });
  for (const { file, code, reason, next } of taken.refused) terminal.err(`${code}: ${file}: ${reason} ${next}\n`);
  const text = await renderReview(reviewed.review, {
    format: options.format ?? "text",
    kind,
    color: terminal.color,
    width: terminal.width,
  });
  terminal.out(text.endsWith("\n") ? text : `${text}\n`);
  if (options.out) await writeOut(options.out, reviewed, terminal);
  return atOrAbove(reviewed.review.findings, options.failOn) ? 1 : 0;
}

function takeIn(paths: readonly string[], options: Options, terminal: Terminal): Intake {
  const progress = progressLine(terminal);
  const { given, streamed } = readPaths(paths, progress);
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
    got: first ? `${first.file}: ${first.reason}` : "nothing",
    next: first?.next ?? "Give a file, a folder, or - with a paste on standard input.",
  });
}

function atOrAbove(findings: readonly { severity: Severity }[], limit: Severity | undefined): boolean {
  return (
    limit !== undefined && findings.some(({ severity }) => SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(limit))
  );
}
