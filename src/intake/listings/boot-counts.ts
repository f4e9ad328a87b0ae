/** Reader of boots by image: a CSV, TSV, drawn table or JSON list with an image id, a count, and perhaps more. */
import type { BootCountsArtefact } from "../artefact.ts";
import { secondsOf } from "./columns.ts";
import { isRecord, type ListingSource, numberOf, problemList, scalarText } from "./reading.ts";
import { structuredItems } from "./structured-items.ts";
import { headingKey, tableRows } from "./table-rows.ts";

type Row = { fields: Record<string, unknown>; line: number };

const ID_KEYS = ["image_id", "image", "id", "image_uuid", "uuid", "image_ref", "glance_image_id", "base_image_ref"];
const BOOTS =
  /^(?:boots?|boot_count|count|launches|instances|spawns|servers|vms|starts|uses)(?:_|$)|_(?:boots?|launches|spawns)(?:_|$)/;
const LAST = /last.*(?:boot|used|launch|seen|start)|(?:boot|used|launch).*last|^last/;
const HOSTS = /hosts?|computes?|nodes?|hypervisors?/;
const DAYS: Readonly<Record<string, number>> = {
  d: 1,
  day: 1,
  days: 1,
  w: 7,
  week: 7,
  weeks: 7,
  m: 30,
  mo: 30,
  month: 30,
  months: 30,
  y: 365,
  year: 365,
  years: 365,
};

/** Days of a period named in text: `boots_30d`, `last 90 days`, `12 months`, `365`. */
export function periodOf(text: string): number | null {
  const match = /(\d+)[\s_-]*(days?|d|weeks?|w|months?|mo|m|years?|y)(?![a-z])/i.exec(text);
  return match ? Number(match[1]) * (DAYS[(match[2] ?? "").toLowerCase()] ?? 1) : null;
}

function rowsOf(text: string): { headings: string[]; rows: Row[]; junk: { text: string; line: number }[] } {
  const structured = structuredItems(text, ["boots", "images", "rows", "data"]);
  if (structured === null) return tableRows(text, ID_KEYS);
  const rows = structured.items
    .filter((item) => isRecord(item.value))
    .map((item) => ({
      fields: Object.fromEntries(
        Object.entries(item.value as Record<string, unknown>).map(([key, value]) => [headingKey(key), value]),
      ),
      line: item.line,
    }));
  return { headings: Object.keys(rows[0]?.fields ?? {}), rows, junk: [] };
}

function isoOf(value: unknown): string | null {
  const text = scalarText(value)?.trim() ?? "";
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const seconds = secondsOf(text);
  return Number.isNaN(seconds) ? null : `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** Reads boot counts. The period comes from a heading (`boots_30d`), a column or the file's name; null where none names it. */
export function readBootCounts(text: string, source: ListingSource): BootCountsArtefact {
  const problems = problemList();
  const { headings, rows, junk } = rowsOf(text);
  const idKey = ID_KEYS.find((key) => headings.includes(key));
  const lastKey = headings.find((heading) => LAST.test(heading));
  const bootsKey = headings.find((heading) => heading !== idKey && heading !== lastKey && BOOTS.test(heading));
  const hostsKey = headings.find((heading) => heading !== bootsKey && HOSTS.test(heading));
  const periodKey = headings.find((heading) => /period|window|days|interval/.test(heading) && heading !== bootsKey);
  const remarks = junk.map((line) => line.text).filter((line) => /^\s*#/.test(line));
  for (const line of junk) if (!/^\s*#/.test(line.text)) problems.add(line.line, "a line that is no row", line.text);
  const boots: BootCountsArtefact["boots"] = [];
  let periodDays =
    (bootsKey === undefined ? null : periodOf(bootsKey)) ?? remarks.map(periodOf).find((days) => days !== null) ?? null;
  for (const { fields, line } of rows) {
    const imageId = idKey === undefined ? null : scalarText(fields[idKey])?.trim();
    const count = bootsKey === undefined ? null : numberOf(fields[bootsKey]);
    if (!imageId || count === null) {
      problems.add(line, "a row without an image id or a count");
      continue;
    }
    if (periodKey !== undefined && periodDays === null) {
      const written = scalarText(fields[periodKey]) ?? "";
      periodDays = periodOf(written) ?? (/days/.test(periodKey) ? numberOf(written) : null);
    }
    boots.push({
      imageId,
      boots: count,
      lastBootAt: lastKey === undefined ? null : isoOf(fields[lastKey]),
      hosts: hostsKey === undefined ? null : numberOf(fields[hostsKey]),
      line,
    });
  }
  periodDays ??= periodOf(source.file);
  const artefact: BootCountsArtefact = { kind: "boot-counts", file: source.file, periodDays, boots };
  return problems.list.length === 0 ? artefact : { ...artefact, problems: problems.list };
}
