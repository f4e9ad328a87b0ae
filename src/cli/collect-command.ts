/** collect: one read-only snapshot of a cloud, from a host that reaches it. */
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { GlancewrightError } from "../errors.ts";
import { intake } from "../intake/intake.ts";
import { collectSnapshot, type SnapshotSources } from "../inventory/collect-snapshot.ts";
import { runCommand } from "../inventory/run-command.ts";
import { visible } from "../present/safe-text.ts";
import { humanBytes, plural } from "../units.ts";
import { accessHere, cloudsFile, isInCloudsFile } from "./cloud-files.ts";
import type { Terminal } from "./command-line.ts";
import { readPaths } from "./read-paths.ts";
import { ingestAddress, sendSnapshot } from "./send-snapshot.ts";
import { VERSION } from "./version.ts";

export type CollectOptions = {
  cloud: string;
  osCloud?: string;
  region?: string[];
  out?: string;
  openstack?: boolean;
  ceph?: boolean;
  cephId?: string;
  cephConf?: string;
  pool?: string[];
  fileStore?: string[];
  staging?: string[];
  cache?: string[];
  with?: string[];
  send?: boolean;
};

const TOLD_EVERY_MS = 2_000;
const ENDINGS = ["SIGINT", "SIGTERM"] as const;

const interrupted = (): GlancewrightError =>
  new GlancewrightError("collect.interrupted", {
    expected: "a collection that runs to its end",
    got: "it was ended from outside",
    next: "Start it again: nothing was written, and nothing was changed.",
  });

/** Prints the name of the file. Exit status 0 also where parts are missing: they are named. */
export async function collectCommand(
  options: CollectOptions,
  terminal: Terminal,
  environment: NodeJS.ProcessEnv = process.env,
  now: () => Date = () => new Date(),
): Promise<number> {
  // a large cloud is read for hours: what could not be sent then is told now
  if (options.send) ingestAddress(environment, options.cloud, "Nothing was collected yet.");
  const sources = { ...sourcesOf(options, terminal, environment), added: await addedFiles(options.with ?? []) };
  const target = targetOf(options, now());
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(interrupted());
  for (const signal of ENDINGS) process.once(signal, interrupt);
  let told = 0;
  try {
    const { parts } = await collectSnapshot({
      cloud: options.cloud,
      collector: `glancewright ${VERSION}`,
      sources,
      target,
      run: runCommand,
      clock: now,
      sleep: (milliseconds) => sleep(milliseconds),
      signal: stop.signal,
      onCollected(part, rows) {
        const at = Date.now();
        if (at - told < TOLD_EVERY_MS) return;
        told = at;
        terminal.err(`${part}: ${rows} so far\n`);
      },
    });
    for (const { what, rows, complete, problem } of parts)
      terminal.err(
        complete
          ? `${visible(what)}: ${rows > 0 ? rows : "read"}\n`
          : `incomplete: ${visible(what)}: ${visible(problem ?? "")}\n`,
      );
    terminal.err(`${plural(parts.length, "part")}, ${humanBytes(statSync(target).size)}\n`);
  } finally {
    for (const signal of ENDINGS) process.removeListener(signal, interrupt);
  }
  if (options.send) {
    const host = await sendSnapshot(target, options.cloud, environment, (milliseconds) => sleep(milliseconds));
    terminal.err(`sent: ${host} took it\n`);
  }
  terminal.out(`${target}\n`);
  return 0;
}

/** Their secrets are replaced here, before anything is written. */
async function addedFiles(paths: readonly string[]): Promise<SnapshotSources["added"]> {
  if (paths.length === 0) return [];
  const { sources } = intake((await readPaths(paths)).given);
  return sources.map(({ name, text, command }) => ({ name, text, command: command ?? null }));
}

function sourcesOf(
  options: CollectOptions,
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
): Omit<SnapshotSources, "added"> {
  const { cloud, osCloud, region = [], pool = [], fileStore = [], staging = [], cache = [] } = options;
  const named = osCloud ?? (isInCloudsFile(cloud, environment) ? cloud : null);
  if (options.openstack !== false) refuseUnknown(named, cloud, environment);
  const hasCeph = options.cephId !== undefined || options.cephConf !== undefined || pool.length > 0;
  const ceph = options.ceph !== false && (hasCeph || existsSync("/etc/ceph"));
  if (options.ceph !== false && !ceph) terminal.err("no Ceph: there is no /etc/ceph here, and no --ceph-conf\n");
  return {
    openstack: options.openstack === false ? null : accessHere(named, region, environment),
    ceph: ceph ? { id: plainId(options.cephId), conf: options.cephConf ?? null, pools: pool } : null,
    directories: [
      ...fileStore.map((path) => ({ path, holds: "file-store" as const })),
      ...staging.map((path) => ({ path, holds: "staging" as const })),
      ...cache.map((path) => ({ path, holds: "image-cache" as const })),
    ],
  };
}

/** A name that is in no clouds.yaml, with nothing in the environment to go by. */
function refuseUnknown(named: string | null, cloud: string, environment: NodeJS.ProcessEnv): void {
  if (named !== null || environment["OS_AUTH_URL"] || environment["OS_CLOUD"]) return;
  const path = cloudsFile(environment);
  throw new GlancewrightError("cloud.unknown", {
    expected: `a cloud ${cloud} in clouds.yaml, or OS_AUTH_URL in the environment`,
    got: path === null ? "neither, and no clouds.yaml" : `neither: ${path} has no cloud of that name`,
    next: "Name the entry with --os-cloud, load an openrc file, or leave OpenStack out with --no-openstack.",
  });
}

const plainId = (id: string | undefined): string | null => id?.replace(/^client\./, "") ?? null;

/** A folder, or the file itself; without either a name of its own here. */
function targetOf({ cloud, out }: CollectOptions, now: Date): string {
  const time = now.toISOString().slice(0, 16).replaceAll(/[-:]/g, "");
  const name = `${cloud.replaceAll(/[^A-Za-z0-9._-]/g, "_")}-${time}Z.snapshot.tar.gz`;
  if (out === undefined) return resolve(name);
  if (existsSync(out) && statSync(out).isDirectory()) return join(out, name);
  if (/\.snapshot\.tar\.gz$/.test(out)) return resolve(out);
  throw new GlancewrightError("collect.out", {
    expected: "--out with a folder that is there, or a name that ends with .snapshot.tar.gz",
    got: out,
    next: "Make the folder, or change the name: readers know a snapshot by it.",
  });
}
