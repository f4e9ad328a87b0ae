/** One snapshot of a cloud from all that is reachable here, as one file. Nothing is changed anywhere. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GlancewrightError } from "../errors.ts";
import type { SnapshotManifest } from "../intake/snapshot/manifest.ts";
import { folderSpool } from "./archive/folder-spool.ts";
import { packSnapshot } from "./archive/pack-snapshot.ts";
import { collectCeph } from "./ceph/collect-ceph.ts";
import { collectDependents } from "./ceph/collect-dependents.ts";
import { collectDirectory, type DirectoryHolds } from "./file-store/collect-directory.ts";
import type { CloudAccess } from "./openstack/access.ts";
import { collectOpenStack } from "./openstack/collect-openstack.ts";
import type { Transport } from "./openstack/transport.ts";
import type { Run } from "./run-command.ts";
import type { OnCollected } from "./spool.ts";
import { unreferencedObjects } from "./unreferenced-objects.ts";

export type SnapshotSources = {
  openstack: { access: CloudAccess; transport: Transport } | null;
  ceph: { id: string | null; conf: string | null; pools: readonly string[] } | null;
  /** Directories of file stores, of staging, of the image cache. */
  directories: readonly { path: string; holds: DirectoryHolds }[];
  /** What the operator adds, without its secrets: rows of the database, configuration. */
  added: readonly { name: string; text: string; command: string | null }[];
};

export type SnapshotRun = {
  cloud: string;
  collector: string;
  sources: SnapshotSources;
  /** The file to write. */
  target: string;
  run: Run;
  clock: () => Date;
  sleep: (milliseconds: number) => Promise<void>;
  signal?: AbortSignal | undefined;
  onCollected?: OnCollected | undefined;
};

const DISK_FAULTS: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS", "ENOENT", "EIO"]);

const isOfDisk = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && "code" in error && DISK_FAULTS.has(error.code);

const cannotWrite = (cause: NodeJS.ErrnoException, target: string): GlancewrightError =>
  new GlancewrightError(
    "collect.cannot-write",
    {
      expected: `room and rights for ${target}, and for the parts in ${tmpdir()}`,
      got: cause.code ?? cause.message,
      next: "Make room, or name another folder with --out, and with TMPDIR for the parts.",
    },
    { cause },
  );

/** Objects that the cluster is asked about one by one: two commands each. */
const MOST_ASKED = 200;

/** Throws `collect.nothing` where not one part could be read: then nothing is written. */
export async function collectSnapshot(options: SnapshotRun): Promise<SnapshotManifest> {
  const { cloud, collector, sources, target, run, clock, sleep, signal, onCollected } = options;
  const folder = await mkdtemp(join(tmpdir(), "glancewright-collect-"));
  const shared = { signal, onCollected } as { signal?: AbortSignal; onCollected?: OnCollected };
  try {
    const spool = folderSpool(folder, clock);
    let region: string | null = null;
    let otherRegions: string[] = [];
    let fault: GlancewrightError | null = null;
    if (sources.openstack)
      try {
        const read = await collectOpenStack({ ...sources.openstack, ...shared, spool, clock, sleep });
        region = read.regions.filter(Boolean).join(", ") || null;
        otherRegions = [...read.otherRegions];
      } catch (error) {
        if (!(error instanceof GlancewrightError)) throw error;
        fault = error;
        const part = await spool.part({
          file: "openstack.txt",
          from: "keystone",
          what: "the OpenStack services",
          command: null,
        });
        await part.end({ complete: false, rows: 0, problem: `${error.code}: ${error.advice.got}` });
      }
    if (sources.ceph) {
      const ceph = { ...sources.ceph, ...shared, run, spool };
      await collectCeph(ceph);
      const { parts } = spool.manifest({ cloud, region, collector });
      const { objects, count } = await unreferencedObjects(folder, parts, MOST_ASKED);
      if (count > 0) await collectDependents(ceph, objects, count);
    }
    for (const [index, { path, holds }] of sources.directories.entries())
      await collectDirectory({ ...shared, spool, directory: path, holds, file: `files-${index + 1}-${holds}.tsv` });
    for (const [index, { name, text, command }] of sources.added.entries()) {
      const file = `added-${index + 1}-${name.replaceAll(/[^A-Za-z0-9._-]/g, "_").slice(-100)}`;
      const part = await spool.part({ file, from: "operator", what: name, command });
      await part.write(text);
      await part.end({ complete: true, rows: 0, problem: null });
    }
    signal?.throwIfAborted();
    const manifest = spool.manifest({ cloud, region, collector, otherRegions });
    if (!manifest.parts.some(({ complete, rows }) => complete || rows > 0))
      throw (
        fault ??
        new GlancewrightError("collect.nothing", {
          expected: "at least one listing",
          got: manifest.parts[0]?.problem ?? "nothing to collect from",
          next: "Check clouds.yaml or the OS_ variables, and whether rbd ls works here with that cephx user.",
        })
      );
    await packSnapshot(folder, manifest, target);
    return manifest;
  } catch (error) {
    throw isOfDisk(error) ? cannotWrite(error, target) : error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
