/** The commands and their options; each action lives in its own file and is loaded when it is called. */
import { Command, CommanderError, Option } from "commander";
import { GlancewrightError } from "../errors.ts";

export type Terminal = { out: (text: string) => void; err: (text: string) => void; color: boolean; width: number };

const FORMATS = ["text", "json", "markdown", "sarif", "slack"] as const;
export type Format = (typeof FORMATS)[number];

/** Runs one command. Exit status: 0 an answer in any mode, 1 findings at or above --fail-on, 2 no answer could be made. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  let status = 0;
  const program = commands(terminal, (code) => {
    status = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return status;
  } catch (error) {
    return failure(error, terminal);
  }
}

function failure(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof GlancewrightError) terminal.err(`${error.message}\n`);
  else
    terminal.err(
      `internal.defect: expected an answer, got ${error instanceof Error ? error.message : String(error)}. Please report this with the command; nothing was changed.\n`,
    );
  return 2;
}

function commands(terminal: Terminal, setStatus: (code: number) => void): Command {
  const program = new Command("glancewright")
    .description("Designs, checks and keeps the image stores of an OpenStack cloud.")
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError("(glancewright --help shows all commands)");
  const format = () => new Option("--format <form>", "form of the answer").choices([...FORMATS]).default("text");
  const failOn = () =>
    new Option("--fail-on <severity>", "exit with 1 when a finding is at or above it").choices([
      "low",
      "medium",
      "high",
    ]);

  for (const [name, description] of [
    ["review", "findings and the five-part design, proved"],
    ["check", "findings only"],
    ["hygiene", "catalogue and store listings only: orphans, duplicates, stale, plan"],
  ] as const) {
    const command = program
      .command(name)
      .description(description)
      .argument("<path...>", "files, folders, or - for standard input")
      .option("--request <text|file>", "your words: what you ask, what the files do not show")
      .option("--release <release>", "OpenStack release, such as 2025.1 or epoxy")
      .option("--out <folder>", "also write report.md, review.json, changes.diff, patched/ and reclaim.sh there")
      .option("--rules <folder...>", "rule folders of your own, beside those that ship")
      .addOption(format())
      .addOption(failOn())
      .action(async (paths: string[], options: Record<string, unknown>) => {
        const { reviewCommand } = await import("./review-command.ts");
        setStatus(await reviewCommand(name, paths, options, terminal));
      });
    if (name === "review")
      command
        .option("--model <model>", "none, claude, chatgpt or compatible, also claude:<model id>")
        .option("--dry-run", "with --model: print the exact request, send nothing")
        .option("--case <folder|name>", "keep the case there, for glancewright ask");
  }
  program
    .command("ask")
    .description("one more question about a kept case, or a what-if")
    .argument("<case>", "folder or name given to review --case or --out")
    .argument("<question>", "such as: what if we add S3 for cold images?")
    .option("--model <model>", "none, claude, chatgpt or compatible, also claude:<model id>")
    .option("--dry-run", "with --model: print the exact request, send nothing")
    .option("--rules <folder...>", "rule folders of your own, beside those that ship")
    .addOption(new Option("--format <form>", "form of the answer").choices(["text", "json"]).default("text"))
    .action(async (name: string, question: string, options: Record<string, unknown>) => {
      const { askCommand } = await import("./ask-command.ts");
      setStatus(await askCommand(name, question, options, terminal));
    });
  program
    .command("collect")
    .description("a read-only snapshot of a live cloud, as one file")
    .requiredOption("--cloud <name>", "how the cloud is called, here and in clouds.yaml")
    .option("--os-cloud <name>", "its name in clouds.yaml, where that is another")
    .option("--region <name...>", "regions; without it all that have Glance")
    .option("--out <file|folder>", "where to write it (default: here, with the time in its name)")
    .option("--ceph-id <user>", "cephx user, as client.glancewright")
    .option("--ceph-conf <file>", "ceph.conf, where it is not /etc/ceph/ceph.conf")
    .option("--pool <name...>", "pools to list; without it all that are tagged for rbd")
    .option("--file-store <folder...>", "directories of file stores that this host has mounted")
    .option("--staging <folder...>", "staging directories of Glance")
    .option("--cache <folder...>", "directories of Glance's image cache")
    .option("--with <file...>", "files to add, their secrets replaced: rows of the database, glance-api.conf")
    .option("--no-openstack", "leave the OpenStack services out")
    .option("--no-ceph", "leave Ceph out")
    .option("--send", "send it to the bot: GLANCEWRIGHT_INGEST_URL and GLANCEWRIGHT_INGEST_TOKEN")
    .action(async (options: { cloud: string }) => {
      const { collectCommand } = await import("./collect-command.ts");
      setStatus(await collectCommand(options, terminal));
    });
  program
    .command("digest")
    .description("what a cloud's image stores gained, lost and owe since the last digest made here")
    .requiredOption("--cloud <name>", "the name that its history is kept under")
    .argument("[path...]", "a snapshot of glancewright collect, or files and folders with listings")
    .option("--rules <folder...>", "rule folders of your own, beside those that ship")
    .option("--no-keep", "leave the history as it is")
    .addOption(
      new Option("--format <form>", "form of the digest").choices(["text", "markdown", "json"]).default("text"),
    )
    .action(async (paths: string[], options: { cloud: string }) => {
      const { digestCommand } = await import("./digest-command.ts");
      setStatus(await digestCommand(paths, options, terminal));
    });
  program
    .command("serve")
    .description("the Slack bot, until it is told to stop")
    .action(async () => {
      const { serveCommand } = await import("./serve-command.ts");
      await serveCommand();
    });
  program
    .command("doctor")
    .description("settings, database, Slack, models: what works, what does not, what to do")
    .action(async () => {
      const { doctorCommand } = await import("./doctor-command.ts");
      setStatus(await doctorCommand(terminal));
    });
  program
    .command("parse")
    .description("how the service reads one file, byte by byte")
    .argument("<file>")
    .addOption(new Option("--format <form>", "form of the answer").choices(["text", "json"]).default("text"))
    .option("--raw", "show secrets as they are")
    .action(async (file: string, options: { format: "text" | "json"; raw?: boolean }) => {
      const { parseCommand } = await import("./parse-command.ts");
      parseCommand(file, options, terminal);
    });
  program
    .command("pack")
    .description("redact here, offline, into one file that is safe to paste anywhere")
    .argument("<path...>")
    .action(async (paths: string[]) => {
      const { packCommand } = await import("./pack-command.ts");
      await packCommand(paths, terminal);
    });
  program
    .command("explain")
    .description("a rule or an option: what, why, wrong, right, sources; option data per release")
    .argument("<rule|option>")
    .action(async (query: string) => {
      const { explainCommand } = await import("./explain-command.ts");
      await explainCommand(query, terminal);
    });
  const rules = program.command("rules").description("the rules themselves");
  rules
    .command("list")
    .description("all rules, a line each")
    .action(async () => {
      const { rulesListCommand } = await import("./rules-command.ts");
      await rulesListCommand(terminal);
    });
  rules
    .command("test")
    .description("run the proofs of all rules, or of a folder of your own")
    .argument("[folder]")
    .action(async (folder: string | undefined) => {
      const { rulesTestCommand } = await import("./rules-command.ts");
      setStatus(await rulesTestCommand(folder, terminal));
    });
  return program;
}
