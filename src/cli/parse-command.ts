/** parse: the bytes of one file as oslo.config reads them, without clean-up. */
import { readFileSync } from "node:fs";
import { GlancewrightError } from "../errors.ts";
import { intake } from "../intake/intake.ts";
import { parseReport } from "../intake/oslo/parse-report.ts";
import { visible } from "../present/safe-text.ts";
import type { Terminal } from "./command-line.ts";

export function parseCommand(
  file: string,
  { format, raw }: { format: "text" | "json"; raw?: boolean },
  terminal: Terminal,
): void {
  const text = readText(file);
  const shown = raw ? text : (intake([{ name: file, text, pasted: false }]).sources[0]?.text ?? text);
  const report = parseReport(shown, file);
  terminal.out(format === "json" ? `${JSON.stringify(report, null, 2)}\n` : asText(report));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new GlancewrightError(
      "cli.no-such-path",
      { expected: "a file", got: `${file}, which cannot be read`, next: "Check the path and its permissions." },
      { cause },
    );
  }
}

function asText({ sections, errors }: ReturnType<typeof parseReport>): string {
  const lines = Object.entries(sections).flatMap(([section, keys]) => [
    visible(`[${section}]`),
    ...Object.entries(keys).flatMap(([key, values]) =>
      values.map((value) => visible(`${key} = ${value}`, true).replaceAll("\n", "\n    ")),
    ),
    "",
  ]);
  const problems = errors.map(({ line, message }) => `line ${line}: ${message}`);
  return `${[...lines, ...(problems.length > 0 ? ["The service refuses this file:", ...problems] : ["The service reads this file."])].join("\n")}\n`;
}
