/** Rows of `-f value`: cells with blanks between them and no header, so the command or the cells' own shapes tell the columns. */
import { fieldName } from "./image-fields.ts";

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const STATUS = "queued|saving|active|killed|deleted|pending_delete|deactivated|uploading|importing";

const SHORT = new RegExp(`^(${UUID}) (.*) (${STATUS})$`);
const LONG = new RegExp(
  `^(${UUID}) (.*) (\\w+) (\\w+) (\\d+|None) ([0-9a-f]{32}|None) (${STATUS}) (public|private|shared|community) (True|False) (\\S+|None)(?: (.*))?$`,
);
const LONG_FIELDS = [
  "id",
  "name",
  "disk_format",
  "container_format",
  "size",
  "checksum",
  "status",
  "visibility",
  "protected",
  "owner",
  "tags",
];

/** What one cell of a column may look like; a name is anything. */
const CELL: Readonly<Record<string, string>> = {
  id: UUID,
  status: STATUS,
  size: "\\d+|None",
  disk_format: "\\w+",
  container_format: "\\w+",
  checksum: "[0-9a-f]{32}|None",
  visibility: "public|private|shared|community",
  protected: "True|False",
  owner: "\\S+",
};

/** The columns that `-c` asks for, in the order in which the client prints them as far as it can be known. */
function columnsOfCommand(command: string | undefined): string[] {
  return [...(command ?? "").matchAll(/(?:\s-c|--column)[ =]*(?:"([^"]+)"|'([^']+)'|(\S+))/g)].map((match) =>
    fieldName(match[1] ?? match[2] ?? match[3] ?? ""),
  );
}

/** True for a line that `-f value` may have printed. */
export function looksLikeValueRow(line: string): boolean {
  return SHORT.test(line) || LONG.test(line) || new RegExp(`^${UUID}$`).test(line);
}

/** Makes a reader of lines: fields and cells, or null for a line that is none. */
export function valueRowReader(
  command: string | undefined,
): (line: string) => { fields: readonly string[]; cells: readonly string[] } | null {
  const columns = columnsOfCommand(command);
  const wanted =
    columns.includes("id") && columns.length > 0
      ? new RegExp(`^${columns.map((column) => `(${CELL[column] ?? ".*"})`).join(" ")}$`)
      : null;
  return (line) => {
    const chosen = wanted?.exec(line);
    if (chosen) return { fields: columns, cells: chosen.slice(1) };
    const long = LONG.exec(line);
    if (long) return { fields: LONG_FIELDS, cells: long.slice(1).map((cell) => cell ?? "") };
    const short = SHORT.exec(line);
    if (short) return { fields: ["id", "name", "status"], cells: short.slice(1) };
    if (new RegExp(`^${UUID}$`).test(line)) return { fields: ["id"], cells: [line] };
    const named = new RegExp(`^(${UUID}) (.+)$`).exec(line);
    return named ? { fields: ["id", "name"], cells: named.slice(1) } : null;
  };
}
