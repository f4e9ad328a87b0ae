/** Runs one program without a shell, and gives what it prints as it comes. */
import { spawn } from "node:child_process";

export type CommandEnd = {
  /** null: it was ended by a signal, or could not be started. */
  status: number | null;
  /** The last of what it said on standard error, at most 2,000 characters. */
  stderr: string;
  timedOut: boolean;
};

export type Run = (
  program: string,
  args: readonly string[],
  options: { timeoutMs: number; signal?: AbortSignal | undefined },
) => { stdout: AsyncIterable<Uint8Array>; ended: Promise<CommandEnd> };

const MOST_STDERR = 2_000;
/** What a program gets to end by itself; one that waits for a lost cluster may not. */
const GRACE_MS = 5_000;

/** A line of the client library's log, which may stand right behind the program's own words. */
const LOG = /\d{4}-\d\d-\d\dT[\d:.+]+ [0-9a-f]+ +-?\d+ ([^\n]*)/g;
const MOST_SAID = 200;

/** The program's own last words; else the last line of its library's log; else nothing. */
export function lastWords(stderr: string): string {
  const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");
  return (lines(stderr.replace(LOG, "")).at(-1) ?? lines(stderr.replace(LOG, "$1")).at(-1) ?? "")
    .trim()
    .slice(0, MOST_SAID);
}

/** The real thing. Nothing of it is a shell: an argument is an argument, whatever it holds. */
export const runCommand: Run = (program, args, { timeoutMs, signal }) => {
  const child = spawn(program, [...args], { stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
  let stderr = "";
  let timedOut = false;
  let last: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill("SIGTERM");
    last ??= setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  };
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, timeoutMs);
  if (signal?.aborted) stop();
  else signal?.addEventListener("abort", stop, { once: true });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-MOST_STDERR);
  });
  const ended = new Promise<CommandEnd>((done) => {
    const finish = (status: number | null, said = stderr): void => {
      clearTimeout(timer);
      clearTimeout(last);
      signal?.removeEventListener("abort", stop);
      done({ status, stderr: said.trim(), timedOut });
    };
    child.once("error", (error) => finish(null, error.message));
    child.once("close", (status) => finish(status));
  });
  return { stdout: child.stdout, ended };
};
