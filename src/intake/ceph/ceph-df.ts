/** Reader of `ceph df` and `ceph df detail`, as text or JSON. */
import type { CephDfArtefact } from "../artefact.ts";
import { bytesOf, isRecord, type ListingSource, numberOf, promptCommand, scalarText } from "../listings/reading.ts";
import { structuredItems } from "../listings/structured-items.ts";

type Pool = CephDfArtefact["pools"][number];

function poolOfItem(value: unknown, line: number): Pool | null {
  const name = isRecord(value) ? scalarText(value["name"]) : null;
  if (!isRecord(value) || name === null) return null;
  const stats = isRecord(value["stats"]) ? value["stats"] : {};
  return {
    name,
    storedBytes: numberOf(stats["stored"]),
    usedBytes: numberOf(stats["bytes_used"]),
    maxAvailableBytes: numberOf(stats["max_avail"]),
    objects: numberOf(stats["objects"]),
    line,
  };
}

/** `290.11k`, `3.81M` and `279` objects: Ceph counts objects by 1,000. */
function countOf(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s?([kMGT]?)$/.exec(text.trim());
  return match === null
    ? null
    : Math.round(Number(match[1]) * 1000 ** ["", "k", "M", "G", "T"].indexOf(match[2] ?? ""));
}

/** Cells of a line under a header: a size and its unit are one cell. */
function cellsOf(line: string): string[] {
  return [...line.trim().matchAll(/\d+(?:\.\d+)?\s[kKMGTPE]?i?B(?=\s|$)|\S+/g)].map((match) => match[0]);
}

/** Headings of two words are one cell too. */
function headingsOf(line: string): string[] {
  return line
    .trim()
    .replace(/MAX AVAIL/g, "MAX_AVAIL")
    .replace(/QUOTA (OBJECTS|BYTES)/g, "QUOTA_$1")
    .replace(/RAW USED/g, "RAW_USED")
    .replace(/(USED|UNDER) COMPR/g, "$1_COMPR")
    .split(/\s+/);
}

function readText(text: string, file: string): CephDfArtefact {
  const artefact: CephDfArtefact = { kind: "ceph-df", file, totalBytes: null, availableBytes: null, pools: [] };
  let part: "none" | "raw" | "pools" = "none";
  let headings: string[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (/^\s*-*\s*(?:RAW STORAGE|GLOBAL)/.test(line)) part = "raw";
    else if (/^\s*-*\s*POOLS/.test(line)) part = "pools";
    else if (/^\s*(?:CLASS|SIZE|POOL|NAME)\s/.test(line)) headings = headingsOf(line);
    else if (line.trim() !== "" && promptCommand(line) === null && part !== "none") {
      const cells = cellsOf(line);
      const cell = (name: string): string => cells[headings.indexOf(name)] ?? "";
      if (part === "raw") {
        if (cells[0] !== "TOTAL" && headings[0] === "CLASS") continue;
        artefact.totalBytes = bytesOf(cell("SIZE"));
        artefact.availableBytes = bytesOf(cell("AVAIL"));
      } else if (cells.length >= 4) {
        artefact.pools.push({
          name: cells[0] ?? "",
          // Before Nautilus there was no STORED: USED was the data without its copies.
          storedBytes: bytesOf(headings.includes("STORED") ? cell("STORED") : cell("USED")),
          usedBytes: headings.includes("STORED") ? bytesOf(cell("USED")) : null,
          maxAvailableBytes: bytesOf(cell("MAX_AVAIL")),
          objects: countOf(cell("OBJECTS")),
          line: at + 1,
        });
      }
    }
  }
  return artefact;
}

/** Reads totals and pools; sizes in bytes, as exact as the output shows them. */
export function readCephDf(text: string, source: ListingSource): CephDfArtefact {
  const structured = structuredItems(text, ["pools"]);
  if (structured === null) return readText(text, source.file);
  const stats = isRecord(structured.around["stats"]) ? structured.around["stats"] : {};
  return {
    kind: "ceph-df",
    file: source.file,
    totalBytes: numberOf(stats["total_bytes"]),
    availableBytes: numberOf(stats["total_avail_bytes"]),
    pools: structured.items.map((item) => poolOfItem(item.value, item.line)).filter((pool) => pool !== null),
  };
}
