/** Readers of `rbd ls`, `rbd ls -l` and `rbd du`, as text, JSON or XML. */
import type { ObjectListArtefact } from "../artefact.ts";
import type { Redaction } from "../source.ts";
import { jsonSplitter } from "./json-splitter.ts";
import { lineSplitter } from "./line-splitter.ts";
import type { ObjectRecord, ObjectTableBuilder } from "./object-table.ts";
import { parentSpec, poolOf } from "./rbd-source.ts";
import {
  type ByteReader,
  bytesOf,
  isRecord,
  type ListingSource,
  type ListingStream,
  numberOf,
  problemList,
  promptCommand,
  scalarText,
  truthOf,
} from "./reading.ts";
import { structuredItems } from "./structured-items.ts";

export type ObjectListOptions = { pool?: string | null | undefined; kind?: ObjectListArtefact["kind"] | undefined };

const SIZE = "\\d+(?:\\.\\d+)?\\s?[kKMGTPE]?i?B?";
const LONG_ROW = new RegExp(
  `^(\\S.*?)\\s+(${SIZE})\\s+(?:(\\S+/\\S+)\\s+)?([12])(?:\\s+(yes))?(?:\\s+(excl|shr))?\\s*$`,
);
const USAGE_ROW = new RegExp(`^(\\S.*?)\\s+(${SIZE})\\s+(${SIZE})\\s*$`);
const USED_ONLY_ROW = new RegExp(`^(\\S.*?)\\s+(${SIZE})\\s*$`);
const NOT_A_ROW = /^(?:<TOTAL>|warning:|rbd: |Warning:|\s*$)/;
const MOST_XML = 64 * 1024 * 1024;

type RowSink = { add(record: ObjectRecord): void; long(): void; usage(): void; junk(text: string, line: number): void };

function named(text: string): { name: string; snapshot: string | null } {
  const at = text.lastIndexOf("@");
  return at > 0 ? { name: text.slice(0, at), snapshot: text.slice(at + 1) } : { name: text, snapshot: null };
}

function longRecord(match: RegExpExecArray, line: number): ObjectRecord {
  const record: ObjectRecord = {
    ...named(match[1] ?? ""),
    size: bytesOf(match[2] ?? "") ?? undefined,
    parent: match[3] ?? null,
    line,
  };
  if (record.snapshot === null) record.locked = match[6] !== undefined;
  else record.protected = match[5] === "yes";
  return record;
}

/** Plain output; the header decides, and where it was cut off the shape of the row. */
function plainReader(sink: RowSink): ByteReader {
  let columns: "long" | "usage" | "none" = "none";
  return lineSplitter((text, line) => {
    if (NOT_A_ROW.test(text)) return;
    if (/^NAME\s+SIZE\b/.test(text)) {
      columns = "long";
      return sink.long();
    }
    if (/^NAME\s+PROVISIONED\s+USED/.test(text)) {
      columns = "usage";
      return sink.usage();
    }
    if (promptCommand(text) !== null) return sink.junk(text, line);
    const long = columns === "usage" ? null : LONG_ROW.exec(text);
    if (long !== null) {
      if (columns === "none") sink.long();
      return sink.add(longRecord(long, line));
    }
    const usage = columns === "long" ? null : USAGE_ROW.exec(text);
    if (usage !== null) {
      if (columns === "none") sink.usage();
      return sink.add({
        ...named(usage[1] ?? ""),
        size: bytesOf(usage[2] ?? "") ?? undefined,
        used: bytesOf(usage[3] ?? "") ?? undefined,
        line,
      });
    }
    const used = columns === "usage" ? USED_ONLY_ROW.exec(text) : null;
    if (used !== null) return sink.add({ ...named(used[1] ?? ""), used: bytesOf(used[2] ?? "") ?? undefined, line });
    if (columns === "none" && /^[\w.:@+=%{}~-]+(?: [\w.:@+=%{}~-]+){0,3}$/.test(text.trim()))
      return sink.add({ ...named(text.trim()), line });
    sink.junk(text, line);
  });
}

/** One item of `rbd ls [-l]` or `rbd du` in JSON or XML. */
function addItem(sink: RowSink, value: unknown, line: number): void {
  if (typeof value === "string") {
    sink.add({ ...named(value), line });
    return;
  }
  const name = isRecord(value) ? scalarText(value["image"] ?? value["name"]) : null;
  if (!isRecord(value) || name === null || name === "") {
    sink.junk(JSON.stringify(value) ?? "", line);
    return;
  }
  const snapshot = scalarText(value["snapshot"]);
  const record: ObjectRecord = { name, snapshot: snapshot === "" ? null : snapshot, line };
  if ("provisioned_size" in value || "used_size" in value) {
    sink.usage();
    record.size = numberOf(value["provisioned_size"]) ?? undefined;
    record.used = numberOf(value["used_size"]) ?? undefined;
    sink.add(record);
    return;
  }
  const size = numberOf(value["size"]);
  if (size !== null) {
    sink.long();
    record.size = size;
    record.parent = parentSpec(value["parent"]);
    if (record.snapshot === null) record.locked = value["lock_type"] !== undefined;
    else record.protected = truthOf(value["protected"]) === true;
  }
  sink.add(record);
}

function jsonReader(sink: RowSink, onBroken: (line: number) => void): ByteReader {
  return jsonSplitter(
    {
      items(values, lines) {
        for (let at = 0; at < values.length; at++) addItem(sink, values[at], lines[at] as number);
      },
      document(_value, line, whole) {
        if (!whole) onBroken(line);
      },
      junk: sink.junk,
    },
    ["images"],
  );
}

function xmlReader(sink: RowSink): ByteReader {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    push(chunk) {
      length += chunk.length;
      if (length <= MOST_XML) chunks.push(chunk.slice());
    },
    end() {
      if (length > MOST_XML) return sink.junk("XML above 64 MiB; use --format json", 1);
      const text = Buffer.concat(chunks).toString("utf8");
      const names = [...text.matchAll(/<name>([^<]*)<\/name>/g)];
      const read = structuredItems(text);
      // The short listing holds nothing but names: <images><name>..</name></images>.
      if (names.length > 0 && !/<(?:image|size|snapshot|provisioned_size)>/.test(text)) {
        for (const name of names)
          sink.add({ ...named(name[1] ?? ""), line: text.slice(0, name.index).split("\n").length });
        return;
      }
      for (const item of read?.items ?? []) addItem(sink, item.value, item.line);
      for (const junk of read?.junk ?? [{ value: "no XML that can be read", line: 1 }])
        sink.junk(String(junk.value), junk.line);
    },
  };
}

/** Waits for the first line that is no prompt and starts the reader that fits. */
function recognisingReader(json: () => ByteReader, xml: () => ByteReader, plain: () => ByteReader): ByteReader {
  let reader: ByteReader | null = null;
  let held = Buffer.alloc(0);
  const decide = (final: boolean): void => {
    const lines = held.toString("utf8", 0, 64 * 1024).split("\n");
    const line = lines
      .find((each) => each.trim() !== "" && promptCommand(each) === null)
      ?.replace(/^\uFEFF/, "")
      .trimStart();
    if (line === undefined && !final) return;
    if (line !== undefined && line.length < 9 && lines.length < 2 && !final) return;
    if (line !== undefined && /^[[{]/.test(line)) reader = json();
    else if (line !== undefined && /^<(?!TOTAL)/.test(line)) reader = xml();
    else reader = plain();
    reader.push(held);
    held = Buffer.alloc(0);
  };
  return {
    push(chunk) {
      if (reader !== null) return reader.push(chunk);
      held = Buffer.concat([held, chunk]);
      decide(held.length >= 64 * 1024);
    },
    end() {
      if (reader === null) decide(true);
      reader?.end();
    },
  };
}

/**
 * Reads `rbd ls`, `rbd ls -l` or `rbd du` of one pool as a stream (text, JSON, XML); rows go to `objects`. The pool is
 * `options.pool`, else what the command names, else a guess from the file's name that the artefact tells as such.
 */
export function objectStream(
  source: ListingSource,
  objects: ObjectTableBuilder,
  options: ObjectListOptions = {},
): ListingStream<ObjectListArtefact> {
  const problems = problemList();
  let place = poolOf(source, options.pool);
  let rows = 0;
  let long = false;
  let usage = false;
  const sink: RowSink = {
    add(record) {
      if (record.name === "") return problems.add(record.line, "a row without a name");
      rows++;
      objects.add(record, place.pool, source.file);
    },
    long() {
      long = true;
    },
    usage() {
      usage = true;
    },
    junk(text, line) {
      const command = promptCommand(text);
      if (command === null) problems.add(line, "a line that is no row", text);
      else if (place.poolFrom === "nothing" || place.poolFrom === "file-name") {
        const shown = poolOf({ file: "", command });
        if (shown.pool !== null) place = { ...shown, poolFrom: "listing" };
      }
    },
  };
  const reader = recognisingReader(
    () => jsonReader(sink, (line) => problems.add(line, "the listing ends in the middle")),
    () => xmlReader(sink),
    () => plainReader(sink),
  );
  return {
    push: reader.push,
    end() {
      reader.end();
      const kind = options.kind ?? (usage ? "rbd-du" : "rbd-ls");
      const artefact: ObjectListArtefact = { kind, file: source.file, ...place, long, rows };
      if (problems.list.length > 0) artefact.problems = problems.list;
      return { artefact, redactions: [] as Redaction[] };
    },
  };
}

/** As `objectStream`, for text at hand. */
export function readObjects(
  text: string,
  source: ListingSource,
  objects: ObjectTableBuilder,
  options: ObjectListOptions = {},
): ObjectListArtefact {
  const stream = objectStream(source, objects, options);
  stream.push(Buffer.from(text, "utf8"));
  return stream.end().artefact;
}
