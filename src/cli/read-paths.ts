/** From paths on a command line to sources: the only place of the command line that reads the operator's files. */
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { GlancewrightError } from "../errors.ts";
import type { GivenSource, StreamedListings } from "../intake/intake.ts";
import { imageTableBuilder } from "../intake/listings/image-columns.ts";
import { objectTableBuilder } from "../intake/listings/object-columns.ts";
import type { ListingTables } from "../intake/listings/stream.ts";
import { listingStream } from "../intake/listings/stream.ts";
import { recognise } from "../intake/recognise.ts";
import { TOTAL_LIMIT_BYTES } from "../intake/source.ts";

/** Files above this size are streamed when they are listings. */
const STREAM_ABOVE_BYTES = 8 * 1024 * 1024;
const HEAD_BYTES = 128 * 1024;
const CHUNK_BYTES = 1024 * 1024;

export type ReadPaths = { given: GivenSource[]; streamed: StreamedListings | undefined };

/** Reports a long read: bytes done of all. */
export type OnProgress = (file: string, done: number, total: number) => void;

/** Reads files, folders (all files in them) and `-`. Names are relative to the folder that was given. */
export function readPaths(paths: readonly string[], onProgress: OnProgress = () => {}): ReadPaths {
  const files = paths.flatMap((path) => (path === "-" ? [{ path, name: "stdin" }] : filesAt(path)));
  const tables: ListingTables = { images: imageTableBuilder(), objects: objectTableBuilder() };
  const given: GivenSource[] = [];
  const listings: StreamedListings["listings"] = [];
  for (const { path, name } of files) {
    if (path === "-") {
      given.push({ name: "paste.txt", text: readFileSync(0, "utf8"), pasted: true });
      continue;
    }
    readable(path, () => {
      const { size } = statSync(path);
      const streamed = size > STREAM_ABOVE_BYTES ? streamFile(path, name, tables, onProgress) : null;
      if (streamed) listings.push(streamed);
      // what is far too large is refused by its size, unread
      else if (size > TOTAL_LIMIT_BYTES) given.push({ name, text: "", pasted: false, size });
      else given.push({ name, text: readFileSync(path, "utf8"), pasted: false });
    });
  }
  return { given, streamed: listings.length > 0 ? { tables, listings } : undefined };
}

function filesAt(path: string): { path: string; name: string }[] {
  const kind = statOf(path);
  if (!kind.isDirectory()) return [{ path, name: basename(path) }];
  return filesBelow(path)
    .sort()
    .map((file) => ({ path: file, name: relative(path, file).split(sep).join("/") }));
}

/** Links to files are read, links to folders are not followed: they may lead back up. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith("."))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() || (entry.isSymbolicLink() && isFile(path)) ? [path] : [];
    });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
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

/** Reads a large listing in blocks; null when it is no listing, so that the ordinary limits apply. */
function streamFile(
  path: string,
  name: string,
  tables: ListingTables,
  onProgress: OnProgress,
): StreamedListings["listings"][number] | null {
  const descriptor = openSync(path, "r");
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const length = readSync(descriptor, head, 0, HEAD_BYTES, 0);
    const recognition = recognise({ name, text: head.toString("utf8", 0, length) });
    const stream = listingStream(recognition.kind, { file: name }, tables);
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
