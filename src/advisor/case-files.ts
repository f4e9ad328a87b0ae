/** Cases as files: a folder for each case, a file for each revision and question. Readable by its owner only. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GlancewrightError } from "../errors.ts";
import type { CaseStore, Exchange, Revision, StoredCase } from "./cases.ts";

const FORMAT = "glancewright.case/1";

/** A store below `root`; the id of a case is the name of its folder. */
export function caseFiles(root: string): CaseStore {
  const folderOf = (id: string): string => {
    if (!/^[\w][\w.-]{0,120}$/.test(id))
      throw new GlancewrightError("cases.wrong-name", {
        expected: "a name of letters, digits, dots and dashes",
        got: "another name for the case",
        next: "Choose a plain folder name.",
      });
    return join(root, id);
  };
  const append = (id: string, kind: "revision" | "question", value: unknown): number => {
    const folder = folderOf(id);
    const number = numbered(folder, kind).length + 1;
    write(join(folder, `${kind}-${String(number).padStart(4, "0")}.json`), value);
    return number;
  };
  return {
    async create(id, first) {
      const folder = folderOf(id);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (!existsSync(join(folder, "case.json"))) write(join(folder, "case.json"), { format: FORMAT, id });
      append(id, "revision", first);
    },
    async read(id) {
      const folder = folderOf(id);
      if (!existsSync(join(folder, "case.json"))) return null;
      const { format } = read<{ format: string }>(join(folder, "case.json"));
      if (format !== FORMAT) throw unreadable(join(folder, "case.json"), `the format ${String(format).slice(0, 40)}`);
      const stored: StoredCase = {
        id,
        revisions: numbered(folder, "revision").map((name) => read<Revision>(join(folder, name))),
        exchanges: numbered(folder, "question").map((name) => read<Exchange>(join(folder, name))),
      };
      return stored;
    },
    addRevision: async (id, revision) => append(id, "revision", revision),
    addExchange: async (id, exchange) => void append(id, "question", exchange),
  };
}

function numbered(folder: string, kind: string): string[] {
  const pattern = new RegExp(`^${kind}-\\d{4,}\\.json$`);
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => pattern.test(name))
        .sort()
    : [];
}

/** Whole or not at all: a file that was half written is never read. */
function write(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function read<Value>(path: string): Value {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Value;
  } catch (cause) {
    throw unreadable(path, "a file that cannot be read", cause);
  }
}

function unreadable(path: string, got: string, cause?: unknown): GlancewrightError {
  return new GlancewrightError(
    "cases.unreadable",
    { expected: `a case of ${FORMAT}`, got: `${got} at ${path}`, next: "Review the files again with --case." },
    { cause },
  );
}
