/** pack: redact here, offline, and print one file that is safe to paste. */
import { intake } from "../intake/intake.ts";
import { packSources } from "../intake/pack.ts";
import { visible } from "../present/safe-text.ts";
import type { Terminal } from "./command-line.ts";
import { readPaths } from "./read-paths.ts";

export async function packCommand(paths: readonly string[], terminal: Terminal): Promise<void> {
  const { given, streamed, skipped } = await readPaths(paths);
  for (const { name, why } of skipped) terminal.err(`cli.skipped: ${visible(name)}: ${why}\n`);
  const { sources, redactions, refused } = intake(given, streamed);
  for (const { file, code, reason, next } of refused) terminal.err(`${code}: ${file}: ${reason} ${next}\n`);
  for (const { artefact } of streamed?.listings ?? [])
    terminal.err(
      `pack.too-large: ${artefact.file}: a listing of this size is not packed. Give it to glancewright hygiene as a file.\n`,
    );
  terminal.out(packSources(sources, redactions));
}
