/** Readers of what rbd tells of single images: `info`, `children`, `trash ls`, `snap ls`; as text, JSON or XML. */
import type { ChildrenArtefact, RbdInfoArtefact, RowProblem, SnapArtefact, TrashArtefact } from "../artefact.ts";
import { parentSpec, poolOf, specOfCommand, splitSpec } from "./rbd-source.ts";
import {
  bytesOf,
  isRecord,
  type ListingSource,
  numberOf,
  problemList,
  promptCommand,
  scalarText,
  truthOf,
} from "./reading.ts";
import { type Item, structuredItems } from "./structured-items.ts";

type Options = { pool?: string | null | undefined };
type RbdObject = RbdInfoArtefact["objects"][number];

function withProblems<Result extends object>(artefact: Result, problems: RowProblem[]): Result {
  return problems.length === 0 ? artefact : { ...artefact, problems };
}

function textLines(text: string): { text: string; line: number }[] {
  return text.split("\n").map((each, at) => ({ text: each.replace(/\r$/, ""), line: at + 1 }));
}

function listOf(value: unknown): string[] {
  if (isRecord(value)) return Object.values(value).flatMap(listOf);
  if (Array.isArray(value)) return value.flatMap(listOf);
  const text = scalarText(value);
  return text === null || text === "" ? [] : [text];
}

function infoOfItem({ value, line }: Item, pool: string | null): RbdObject | null {
  if (!isRecord(value)) return null;
  const name = scalarText(value["name"]);
  if (name === null) return null;
  return {
    pool,
    name,
    size: numberOf(value["size"]),
    features: listOf(value["features"]),
    createdAt: scalarText(value["create_timestamp"]),
    parent: parentSpec(value["parent"]),
    snapCount: numberOf(value["snapshot_count"]),
    protected: truthOf(value["protected"]),
    line,
  };
}

function setInfoField(object: RbdObject, text: string): void {
  const size = /^\s+size (.+) in \d+ objects?/.exec(text);
  if (size) object.size = bytesOf(size[1] ?? "");
  const field = /^\s+([a-z_ ]+):\s*(.*)$/.exec(text);
  if (!field) return;
  const value = (field[2] ?? "").trim();
  switch (field[1]) {
    case "features":
      object.features = value
        .split(",")
        .map((each) => each.trim())
        .filter((each) => each !== "");
      break;
    case "create_timestamp":
      object.createdAt = value;
      break;
    case "parent":
      object.parent = value.replace(/\s+\(trash .*\)$/, "");
      break;
    case "snapshot_count":
      object.snapCount = numberOf(value);
      break;
    case "protected":
      object.protected = truthOf(value);
      break;
    default:
  }
}

/** Reads `rbd info`, of one image or several behind each other. The time stays in Ceph's own words: its zone is not told. */
export function readRbdInfo(text: string, source: ListingSource, options: Options = {}): RbdInfoArtefact {
  const problems = problemList();
  const pool = specOfCommand(source.command)?.pool ?? poolOf(source, options.pool).pool;
  const objects: RbdObject[] = [];
  const structured = structuredItems(text);
  if (structured !== null) {
    for (const item of structured.items) {
      const object = infoOfItem(item, pool);
      if (object === null) problems.add(item.line, "an item that is no rbd image");
      else objects.push(object);
    }
    for (const junk of structured.junk) problems.add(junk.line, "a line that is no row", String(junk.value));
    return withProblems({ kind: "rbd-info", file: source.file, objects }, problems.list);
  }
  let shownPool = pool;
  for (const { text: each, line } of textLines(text)) {
    const start = /^rbd image '(.*)':\s*$/.exec(each);
    const last = objects[objects.length - 1];
    const command = promptCommand(each);
    if (command !== null) shownPool = specOfCommand(command)?.pool ?? shownPool;
    else if (start) {
      const { pool: own, name } = splitSpec(start[1] ?? "");
      objects.push({
        pool: own ?? shownPool,
        name,
        size: null,
        features: [],
        createdAt: null,
        parent: null,
        snapCount: null,
        protected: null,
        line,
      });
    } else if (/^\s+\S/.test(each) && last !== undefined) setInfoField(last, each);
    else if (each.trim() !== "") problems.add(line, "a line that is no row", each);
  }
  return withProblems({ kind: "rbd-info", file: source.file, objects }, problems.list);
}

function childOfItem(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!isRecord(value)) return null;
  const spec = parentSpec(value);
  return spec === null || truthOf(value["trash"]) !== true ? spec : `${spec} (trash ${scalarText(value["id"]) ?? ""})`;
}

/** A line that a shell loop prints to tell whose children follow: `== name`, `name:`, `### pool/name@snap`. */
export function loopMarker(text: string): string | null {
  const match =
    /^\s*(?:={2,}|#{1,}|-{2,}|\*{2,}|>{2,})\s*(\S+?)(?:@\S+)?\s*(?:={2,}|#+|-{2,}|\*{2,}|:)?\s*$/.exec(text) ??
    /^\s*([^\s/]\S*?)(?:@\S+)?:\s*$/.exec(text);
  return match?.[1] ?? null;
}

/**
 * Reads `rbd children` of one snapshot, or of many printed by a shell loop with a marker line before each. `all` tells
 * whether children in the trash would be in it.
 */
export function readRbdChildren(text: string, source: ListingSource, options: Options = {}): ChildrenArtefact {
  const problems = problemList();
  let { command } = source;
  const place = poolOf(source, options.pool);
  const spec = specOfCommand(command);
  const full = (name: string, pool: string | null): string =>
    name.includes("/") || pool === null ? name : `${pool}/${name}`;
  const own = spec === null ? null : full(spec.name, spec.pool ?? place.pool);
  const loopPool = place.poolFrom === "file-name" ? null : place.pool;
  const parents: ChildrenArtefact["parents"] = own === null ? [] : [{ parent: own, children: [], line: 1 }];
  const addChild = (child: string, line: number): void => {
    const last = parents[parents.length - 1];
    if (last === undefined) parents.push({ parent: null, children: [child], line });
    else last.children.push(child);
  };
  const structured = structuredItems(text);
  if (structured !== null) {
    for (const item of structured.items) {
      const child = childOfItem(item.value);
      if (child === null) problems.add(item.line, "an item that is no rbd image");
      else addChild(child, item.line);
    }
    for (const junk of structured.junk) problems.add(junk.line, "a line that is no row", String(junk.value));
  } else {
    for (const { text: each, line } of textLines(text)) {
      const prompt = promptCommand(each);
      if (prompt !== null) {
        command = command === undefined ? prompt : `${command}; ${prompt}`;
        const next = specOfCommand(prompt);
        if (next !== null) parents.push({ parent: full(next.name, next.pool), children: [], line });
        continue;
      }
      const marker = loopMarker(each);
      if (marker !== null) parents.push({ parent: full(marker, loopPool), children: [], line });
      else if (/^\S+\/\S+(?: \(trash .*\))?\s*$/.test(each)) addChild(each.trim(), line);
      else if (each.trim() !== "" && !/^(?:do|done|for)\b/.test(each.trim()))
        problems.add(line, "a line that is no row", each);
    }
  }
  const calls = command?.match(/\brbd\b[^;|]*\bchildren\b[^;|]*/g) ?? [];
  const all = calls.length === 0 ? "unknown" : calls.every((call) => /\s(?:--all|-a)\b/.test(call));
  return withProblems({ kind: "rbd-children", file: source.file, parents, all }, problems.list);
}

/** Reads `rbd trash ls`, short or long. Times stay in Ceph's own words. */
export function readRbdTrash(text: string, source: ListingSource, options: Options = {}): TrashArtefact {
  const problems = problemList();
  const { pool, poolFrom } = poolOf(source, options.pool);
  const entries: TrashArtefact["entries"] = [];
  const structured = structuredItems(text);
  for (const { value, line } of structured?.items ?? []) {
    const id = isRecord(value) ? scalarText(value["id"]) : null;
    const name = isRecord(value) ? scalarText(value["name"]) : null;
    if (!isRecord(value) || id === null || name === null) problems.add(line, "an item that is no trash entry");
    else
      entries.push({ id, name, source: scalarText(value["source"]), deletedAt: scalarText(value["deleted_at"]), line });
  }
  for (const { text: each, line } of structured === null ? textLines(text) : []) {
    if (each.trim() === "" || /^ID\s+NAME/.test(each) || promptCommand(each) !== null) continue;
    const long =
      /^([0-9a-f]+)\s+(\S.*?)\s+(USER(?:_PARENT)?|MIRRORING|MIGRATION|REMOVING)\s+(\w{3} \w{3} +\d+ [\d:]{8} \d{4})/.exec(
        each,
      );
    const short = /^([0-9a-f]+)\s+(\S.*?)\s*$/.exec(each);
    if (long)
      entries.push({
        id: long[1] ?? "",
        name: long[2] ?? "",
        source: long[3] ?? null,
        deletedAt: long[4] ?? null,
        line,
      });
    else if (short) entries.push({ id: short[1] ?? "", name: short[2] ?? "", source: null, deletedAt: null, line });
    else problems.add(line, "a line that is no row", each);
  }
  return withProblems({ kind: "rbd-trash", file: source.file, pool, poolFrom, entries }, problems.list);
}

/** Reads `rbd snap ls` of one image. */
export function readRbdSnap(text: string, source: ListingSource, options: Options = {}): SnapArtefact {
  const problems = problemList();
  const spec = specOfCommand(source.command);
  const pool = spec?.pool ?? options.pool ?? null;
  const object = spec === null ? null : pool === null ? spec.name : `${pool}/${spec.name}`;
  const snaps: SnapArtefact["snaps"] = [];
  const structured = structuredItems(text);
  for (const { value, line } of structured?.items ?? []) {
    const name = isRecord(value) ? scalarText(value["name"]) : null;
    if (!isRecord(value) || name === null) problems.add(line, "an item that is no snapshot");
    else snaps.push({ name, size: numberOf(value["size"]), protected: truthOf(value["protected"]), line });
  }
  for (const { text: each, line } of structured === null ? textLines(text) : []) {
    if (each.trim() === "" || /^SNAPID\s+NAME/.test(each) || promptCommand(each) !== null) continue;
    const match = /^\s*\d+\s+(\S.*?)\s+(\d+(?:\.\d+)? ?[kKMGTPE]?i?B)(?:\s+(yes))?(?=\s|$)/.exec(each);
    if (match) snaps.push({ name: match[1] ?? "", size: bytesOf(match[2] ?? ""), protected: match[3] === "yes", line });
    else problems.add(line, "a line that is no row", each);
  }
  return withProblems({ kind: "rbd-snap", file: source.file, object, snaps }, problems.list);
}
