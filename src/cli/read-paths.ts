/** From paths on a command line to sources: the only place of the command line that reads the operator's files. */
import { closeSync, type Dirent, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { GlancewrightError } from "../errors.ts";
import type { GivenSource, StreamedListings } from "../intake/intake.ts";
import { imageTableBuilder } from "../intake/listings/image-columns.ts";
import { objectTableBuilder } from "../intake/listings/object-columns.ts";
import type { ListingTables } from "../intake/listings/stream.ts";
import { listingStream } from "../intake/listings/stream.ts";
import { recognise } from "../intake/recognise.ts";
import { MANIFEST_NAME } from "../intake/snapshot/manifest.ts";
import { manifestOf } from "../intake/snapshot/read-manifest.ts";
import { LISTING_KINDS, SOURCE_LIMIT_BYTES, type SourceKind, TOTAL_LIMIT_BYTES } from "../intake/source.ts";

/** Files above this size are streamed when they are listings. */
const STREAM_ABOVE_BYTES = 8 * 1024 * 1024;
const HEAD_BYTES = 128 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** `skipped`: what stands in a folder and is not read, with why. */
export type ReadPaths = {
  given: GivenSource[];
  streamed: StreamedListings | undefined;
  skipped: { name: string; why: string }[];
};

/** Reports a long read: bytes done of all. */
export type OnProgress = (file: string, done: number, total: number) => void;

/**
 * Reads files, folders (all files in them), snapshots and `-`. Names are relative to the folder that was given; the files in
 * a snapshot have its name before theirs where several snapshots were given.
 */
export async function readPaths(paths: readonly string[], onProgress: OnProgress = () => {}): Promise<ReadPaths> {
  const skipped: ReadPaths["skipped"] = [];
  const files = paths.flatMap((path) => (path === "-" ? [{ path, name: "stdin" }] : filesAt(path, skipped)));
  const tables: ListingTables = { images: imageTableBuilder(), objects: objectTableBuilder() };
  const given: GivenSource[] = [];
  const listings: StreamedListings["listings"] = [];
  const commands = new Map(files.filter(({ name }) => basename(name) === MANIFEST_NAME).flatMap(commandsOf));
  const archives = files.filter(({ name }) => isArchive(name)).length;
  for (const { path, name } of files) {
    if (path === "-") {
      given.push({ name: "paste.txt", text: readFileSync(0, "utf8"), pasted: true });
      continue;
    }
    if (isArchive(name)) {
      const read = await readSnapshotFile(
        path,
        archives > 1 ? `${name.replace(ARCHIVE, "")}/` : "",
        tables,
        onProgress,
      );
      given.push(...read.given);
      listings.push(...read.listings);
      continue;
    }
    readable(path, () => {
      const { size } = statSync(path);
      const command = commands.get(path);
      const streamed = size > STREAM_ABOVE_BYTES ? streamFile({ path, name, command }, tables, onProgress) : null;
      if (streamed) listings.push(streamed);
      // what is far too large is refused by its size, unread
      else if (size > TOTAL_LIMIT_BYTES) given.push({ name, text: "", pasted: false, size });
      else given.push({ name, text: readFileSync(path, "utf8"), pasted: false, command });
    });
  }
  return { given, streamed: listings.length > 0 ? { tables, listings } : undefined, skipped };
}

const ARCHIVE = /\.snapshot\.tar\.gz$/i;
const isArchive = (name: string): boolean => ARCHIVE.test(name);

type Found = { path: string; name: string };

function filesAt(path: string, skipped: ReadPaths["skipped"]): Found[] {
  const kind = statOf(path);
  if (!kind.isDirectory()) return [{ path, name: basename(path) }];
  const root = realpathSync(path);
  const nameOf = (file: string): string => relative(path, file).split(sep).join("/");
  /** Links to folders are not followed: they may lead back up. */
  const below = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith("."))
      .flatMap((entry) => {
        const file = join(folder, entry.name);
        if (entry.isDirectory()) return below(file);
        const why = whySkipped(entry, file, root);
        if (why === null) return [file];
        skipped.push({ name: nameOf(file), why });
        return [];
      });
  return below(path)
    .sort()
    .map((file) => ({ path: file, name: nameOf(file) }));
}

/** Null for a file or folder in its own place, and for a link to a file in the folder that was given. */
function whySkipped(entry: Dirent, path: string, root: string): string | null {
  if (entry.isFile()) return null;
  if (!entry.isSymbolicLink()) return "neither a file nor a folder";
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind) return "a link to nothing";
  if (!kind.isFile()) return "a link to something that is no file";
  return realpathSync(path).startsWith(root + sep) ? null : "a link that leads out of the folder: give the file itself";
}

/** Of a snapshot that somebody unpacked: the commands of its parts, by their paths. None where the manifest is none. */
function commandsOf({ path }: Found): [path: string, command: string][] {
  try {
    const { parts } = manifestOf(JSON.parse(readFileSync(path, "utf8")));
    return parts.flatMap(({ file, command }): [string, string][] =>
      command === null ? [] : [[join(dirname(path), file), command]],
    );
  } catch {
    // it is read as any other file, and what is wrong with it is told there
    return [];
  }
}

const statOf = (path: string) => readable(path, () => statSync(path));

function readable<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new GlancewrightError(
      "cli.no-such-path",
      {
        expected: "a file, a folder or -",
        got: `${path}, which cannot be read`,
        next: "Check the path and its permissions.",
      },
      { cause },
    );
  }
}

const isListing = (kind: SourceKind): boolean => (LISTING_KINDS as readonly SourceKind[]).includes(kind);

/** Listings in it are streamed whatever their size; of the rest no more is held than a source may have. */
async function readSnapshotFile(
  path: string,
  before: string,
  tables: ListingTables,
  onProgress: OnProgress,
): Promise<{ given: GivenSource[]; listings: StreamedListings["listings"] }> {
  const { readArchive } = await import("../inventory/archive/read-archive.ts");
  const given: GivenSource[] = [];
  const listings: StreamedListings["listings"] = [];
  let held = 0;
  readable(path, () => statSync(path));
  await readArchive(path, (own, part, size) => {
    const name = before + own;
    const command = part?.command ?? undefined;
    let head = Buffer.alloc(0);
    const rest: Uint8Array[] = [];
    let most = Math.min(SOURCE_LIMIT_BYTES, TOTAL_LIMIT_BYTES - held);
    let done = 0;
    let stream: ReturnType<typeof listingStream> | undefined;
    let recognition = recognise({ name, text: "" });
    const begin = (): void => {
      recognition = recognise({ name, text: head.toString("utf8", 0, HEAD_BYTES), command });
      stream = listingStream(recognition.kind, { file: name, command }, tables);
      if (stream) stream.push(head);
      else if (isListing(recognition.kind)) most = TOTAL_LIMIT_BYTES - held;
    };
    return {
      push(chunk) {
        done += chunk.byteLength;
        if (size > STREAM_ABOVE_BYTES) onProgress(name, done, size);
        if (stream) stream.push(chunk);
        else if (stream === undefined) {
          head = Buffer.concat([head, chunk]);
          if (head.byteLength >= HEAD_BYTES) begin();
        } else if (done <= most) rest.push(Uint8Array.from(chunk));
        else rest.length = 0;
      },
      end() {
        // an empty directory, or a command that failed: its manifest says which
        if (done === 0) return;
        if (stream === undefined) begin();
        if (stream) listings.push({ recognition, ...stream.end() });
        else if (done > most) given.push({ name, text: "", pasted: false, size: done });
        else {
          held += done;
          given.push({ name, text: Buffer.concat([head, ...rest]).toString("utf8"), pasted: false, command });
        }
      },
    };
  });
  return { given, listings };
}

/** Reads a large listing in blocks; null when it is no listing, so that the ordinary limits apply. */
function streamFile(
  { path, name, command }: Found & { command: string | undefined },
  tables: ListingTables,
  onProgress: OnProgress,
): StreamedListings["listings"][number] | null {
  const descriptor = openSync(path, "r");
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const length = readSync(descriptor, head, 0, HEAD_BYTES, 0);
    const recognition = recognise({ name, text: head.toString("utf8", 0, length), command });
    const stream = listingStream(recognition.kind, { file: name, command }, tables);
    if (!stream) return null;
    const total = statSync(path).size;
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let done = 0;
    for (
      let count = readSync(descriptor, chunk, 0, CHUNK_BYTES, 0);
      count > 0;
      count = readSync(descriptor, chunk, 0, CHUNK_BYTES, done)
    ) {
      stream.push(chunk.subarray(0, count));
      done += count;
      onProgress(name, done, total);
    }
    return { recognition, ...stream.end() };
  } finally {
    closeSync(descriptor);
  }
}
