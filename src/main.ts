#!/usr/bin/env -S node --max-semi-space-size=4
/** Composition: the command line on this machine's files, terminal and clock. */
import { enableCompileCache } from "node:module";

// loading some two hundred small files cold is most of a short command's time
enableCompileCache();
// whoever reads may stop early (`| head`): that is no fault
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
const { runCommandLine } = await import("./cli/command-line.ts");
process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  color: process.stdout.isTTY && !process.env["NO_COLOR"],
  width: process.stdout.columns ?? 100,
});
