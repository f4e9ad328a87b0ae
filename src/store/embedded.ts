/** PostgreSQL inside of this process, in a folder: synced to disk, and never opened by two processes. */
import { fdatasyncSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { GlancewrightError } from "../errors.ts";

type StreamOperations = { fsync?: (stream: { nfd?: number }) => number };
type RuntimeModule = { NODEFS: { stream_ops: StreamOperations } };

/** As shipped, the engine runs without fsync and its file system has none; both are put right here. Leans on internals: the version is pinned. */
class SyncedNodeFs extends NodeFS {
  readonly #synced: () => void;
  constructor(folder: string, synced: () => void) {
    super(folder);
    this.#synced = synced;
  }
  override async init(...given: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const made = await super.init(...given);
    const addSync = (module: unknown): void => {
      (module as RuntimeModule).NODEFS.stream_ops.fsync ??= ({ nfd }) => {
        if (nfd === undefined) return 0;
        fdatasyncSync(nfd);
        this.#synced();
        return 0;
      };
    };
    made.emscriptenOpts.preRun = [...(made.emscriptenOpts.preRun ?? []), addSync];
    return made;
  }
}

/**
 * 16 MB of shared buffers halve the memory of the process; `fdatasync` stays without effect in the engine, `fsync` does not.
 * The log of changes is kept for a crash alone: by default it takes a gigabyte of the folder.
 */
const START = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  ...["wal_sync_method=fsync", "shared_buffers=16MB", "max_wal_size=64MB", "min_wal_size=32MB"].flatMap((setting) => [
    "-c",
    setting,
  ]),
];

/** `free` gives the folder to others: after the engine is closed. */
export type Embedded = { engine: PGlite; free: () => void };

/** `synced` is told of each sync to disk. `dump` is a folder's content to begin with, as `dumpDataDir` gives it. */
export type EmbeddedOptions = { synced?: () => void; dump?: Blob };

/** Opens the database in `folder`, made with mode 0700. A second process is refused at once; a killed one leaves nothing to clean. */
export async function openEmbedded(folder: string, { synced, dump }: EmbeddedOptions = {}): Promise<Embedded> {
  makePrivate(folder);
  const free = takeLock(folder);
  try {
    const engine = await PGlite.create({
      fs: new SyncedNodeFs(join(folder, "data"), synced ?? (() => {})),
      startParams: START,
      ...(dump ? { loadDataDir: dump } : {}),
    });
    return { engine, free };
  } catch (cause) {
    free();
    throw new GlancewrightError(
      "store.unreadable",
      {
        expected: `a database in ${folder}`,
        got: "one that does not open",
        next: "Check room and permissions of the folder; else restore a copy of it.",
      },
      // The engine's own error carries its whole source text: its message is enough.
      { cause: cause instanceof Error ? cause.message.slice(0, 500) : undefined },
    );
  }
}

function makePrivate(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new GlancewrightError(
      "store.no-folder",
      { expected: `a folder at ${folder}`, got: "one that cannot be made", next: "Check path and permissions." },
      { cause },
    );
  }
}

/** A lock of the kernel, so that it ends with the process however that ends. It stands beside the data, and is opened nowhere else. */
function takeLock(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, "lock"), { timeout: 0 });
  try {
    lock.exec("PRAGMA journal_mode=memory; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new GlancewrightError(
      "store.locked",
      {
        expected: `${folder} to be used by one process`,
        got: "another process that has it open",
        next: "Stop the other process, or give both a PostgreSQL server.",
      },
      { cause },
    );
  }
  return () => lock.close();
}
