/** What a Ceph cluster holds for Glance, Nova and Cinder: its pools, their objects with parents, usage and trash. Read-only. */
import { type CommandEnd, lastWords, type Run } from "../run-command.ts";
import type { OnCollected, PartWriter, Spool } from "../spool.ts";

export type CephAccess = {
  run: Run;
  spool: Spool;
  /** cephx user without "client."; null: that of the programs. */
  id: string | null;
  conf: string | null;
  /** Pools to list; empty: every pool that is tagged for rbd. */
  pools: readonly string[];
  signal?: AbortSignal;
  onCollected?: OnCollected;
};

/** The monitors answer at once, or not at all. */
const MONITOR_MS = 2 * 60_000;
/** A large pool takes long, `rbd du` above all. */
const POOL_MS = 30 * 60_000;
/** Names of images as Glance gives them: usage is asked only of pools that hold such. */
const IMAGE_NAME = /\{"image":"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"/;
/** What an operator may call a pool; anything else is not put into a command. */
const POOL_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

type Asked = { file: string; what: string; program: "ceph" | "rbd"; args: readonly string[]; json: boolean };
type Told = { complete: boolean; timedOut: boolean; hasImages: boolean; text: string };

/**
 * Resolves also where commands fail: their parts say so. False: not one could be read. Throws the reason of the signal
 * when it is ended.
 */
export async function collectCeph(access: CephAccess): Promise<boolean> {
  const cluster = await askAll(access, [
    {
      file: "ceph-df.json",
      what: "room of the pools",
      program: "ceph",
      args: ["df", "detail", "--format", "json"],
      json: true,
    },
    {
      file: "ceph-versions.json",
      what: "releases of Ceph",
      program: "ceph",
      args: ["versions", "--format", "json"],
      json: true,
    },
    {
      file: "ceph-min-compat-client.txt",
      what: "oldest client that may connect",
      program: "ceph",
      args: ["osd", "get-require-min-compat-client"],
      json: false,
    },
  ]);
  const detail = await ask(access, {
    file: "ceph-pools.json",
    what: "pools",
    program: "ceph",
    args: ["osd", "pool", "ls", "detail", "--format", "json"],
    json: true,
  });
  const pools = new Set(access.pools.length > 0 ? access.pools : rbdPools(detail.text));
  const named = [...pools].filter((pool) => POOL_NAME.test(pool));
  let read = cluster.read || detail.complete;
  // without monitors each command would wait for its whole time
  if (!read && (cluster.timedOut || detail.timedOut)) return false;
  for (const pool of named) read = (await collectPool(access, pool)) || read;
  if (named.length < pools.size) await leaveOut(access, pools.size - named.length);
  return read;
}

async function askAll(access: CephAccess, all: readonly Asked[]): Promise<{ read: boolean; timedOut: boolean }> {
  const told: Told[] = [];
  for (const asked of all) told.push(await ask(access, asked));
  return { read: told.some(({ complete }) => complete), timedOut: told.some(({ timedOut }) => timedOut) };
}

/** Pools with the application rbd, in order of their names. */
function rbdPools(text: string): string[] {
  try {
    const pools = JSON.parse(text) as { pool_name?: unknown; application_metadata?: Record<string, unknown> }[];
    return pools
      .flatMap(({ pool_name: name, application_metadata: tags }) =>
        typeof name === "string" && tags && "rbd" in tags ? [name] : [],
      )
      .sort();
  } catch {
    return [];
  }
}

/** Says that there are pools whose names are not put into a command: they may hold clones. */
async function leaveOut({ spool }: CephAccess, count: number): Promise<void> {
  const part = await spool.part({ file: "rbd-pools-left-out.txt", from: "ceph", what: "other pools", command: null });
  const problem = `${count} with a name that is not put into a command`;
  await part.end({ complete: false, rows: 0, problem });
}

async function collectPool(access: CephAccess, pool: string): Promise<boolean> {
  const listed = await ask(access, {
    file: `rbd-ls-l-${pool}.json`,
    what: `objects of pool ${pool}`,
    program: "rbd",
    args: ["ls", "-l", pool, "--format", "json"],
    json: true,
  });
  const trash = await ask(access, {
    file: `rbd-trash-ls-${pool}.json`,
    what: `trash of pool ${pool}`,
    program: "rbd",
    args: ["trash", "ls", "--all", pool, "--format", "json"],
    json: true,
  });
  if (listed.hasImages)
    await ask(access, {
      file: `rbd-du-${pool}.json`,
      what: `used bytes of pool ${pool}`,
      program: "rbd",
      args: ["du", "-p", pool, "--format", "json"],
      json: true,
    });
  return listed.complete || trash.complete;
}

/** Small outputs are kept as text as well: the pools are read from one. */
const KEPT_TEXT = 4 * 1024 * 1024;

/** One command to one part. The command that is noted is the one that an operator would type. */
async function ask(access: CephAccess, { file, what, program, args, json }: Asked): Promise<Told> {
  const { run, spool, id, conf, signal, onCollected } = access;
  signal?.throwIfAborted();
  const part = await spool.part({ file, from: "ceph", what, command: [program, ...args].join(" ") });
  const who = [...(id === null ? [] : ["--id", id]), ...(conf === null ? [] : ["--conf", conf])];
  const { stdout, ended } = run(program, [...who, ...args], {
    timeoutMs: program === "ceph" ? MONITOR_MS : POOL_MS,
    signal,
  });
  const seen = await copy(stdout, part, (rows) => onCollected?.(file, rows));
  const end = await ended;
  const problem = problemOf(end, seen, json);
  await part.end({ complete: problem === null, rows: seen.rows, problem });
  return { complete: problem === null, timedOut: end.timedOut, hasImages: seen.hasImages, text: seen.text };
}

type Copied = { rows: number; last: string; first: string; hasImages: boolean; text: string };

/** Longer than a row's beginning: it may stand across two chunks. */
const CARRIED = 100;

async function copy(
  stdout: AsyncIterable<Uint8Array>,
  part: PartWriter,
  told: (rows: number) => void,
): Promise<Copied> {
  const seen: Copied = { rows: 0, last: "", first: "", hasImages: false, text: "" };
  const decoder = new TextDecoder();
  let before = "";
  for await (const chunk of stdout) {
    await part.write(chunk);
    const text = decoder.decode(chunk, { stream: true });
    seen.first ||= text.trimStart().slice(0, 1);
    seen.last = text.trimEnd().slice(-1) || seen.last;
    if (seen.text.length < KEPT_TEXT) seen.text += text;
    seen.hasImages ||= IMAGE_NAME.test(before.slice(-CARRIED) + text);
    const start = before.slice(-LONGEST_ROW_START);
    seen.rows += rowsIn(start + text) - rowsIn(start);
    before = (before + text).slice(-CARRIED);
    told(seen.rows);
  }
  return seen;
}

const ROW = /\{"(?:image|name|id|pool_id)":/g;
const LONGEST_ROW_START = '{"pool_id":'.length - 1;
const rowsIn = (text: string): number => text.match(ROW)?.length ?? 0;

/** Why the output is not to be trusted; null: it is whole. */
function problemOf({ status, stderr, timedOut }: CommandEnd, { first, last }: Copied, json: boolean): string | null {
  const said = lastWords(stderr);
  if (timedOut) return `the command took longer than it may${said ? `: ${said}` : ""}`;
  if (status === null) return `the command was ended${said ? `: ${said}` : ""}`;
  if (status !== 0) return `the command ended with ${status}${said ? `: ${said}` : ""}`;
  if (!json) return first === "" ? "the command printed nothing" : null;
  const closed = (first === "[" && last === "]") || (first === "{" && last === "}");
  return closed ? null : "the output is no JSON to its end";
}
