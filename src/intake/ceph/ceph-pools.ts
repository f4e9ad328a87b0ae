/** Reader of `ceph osd pool ls detail`, `ceph osd dump`'s pool lines and `ceph osd pool get NAME all`; as text or JSON. */
import type { CephPoolsArtefact } from "../artefact.ts";
import { isRecord, type ListingSource, numberOf, promptCommand, scalarText } from "../listings/reading.ts";
import { structuredItems } from "../listings/structured-items.ts";

type Pool = CephPoolsArtefact["pools"][number];

/** Ceph's numbers of pool types: 1 replicated, 3 erasure coded. */
function typeOf(value: unknown): Pool["type"] {
  const text = scalarText(value);
  if (text === "1" || text === "replicated") return "replicated";
  return text === "3" || text === "erasure" ? "erasure" : "unknown";
}

function poolOfItem(value: unknown, line: number, named: string | null): Pool | null {
  if (!isRecord(value)) return null;
  const name = scalarText(value["pool_name"] ?? value["pool"]) ?? named;
  if (name === null || !("size" in value || "pool_name" in value)) return null;
  const applications = isRecord(value["application_metadata"]) ? Object.keys(value["application_metadata"]) : [];
  const erasure = scalarText(value["erasure_code_profile"]) ?? "";
  return {
    name,
    type: "type" in value ? typeOf(value["type"]) : erasure === "" ? "unknown" : "erasure",
    size: numberOf(value["size"]),
    minSize: numberOf(value["min_size"]),
    application: applications.length === 0 ? null : applications.join(","),
    line,
  };
}

function nameInCommand(command: string | undefined): string | null {
  return /\bosd\s+pool\s+get\s+(\S+)\s/.exec(`${command ?? ""} `)?.[1] ?? null;
}

function detailLine(text: string, line: number): Pool | null {
  const match = /^\s*pool \d+ '([^']*)' (\w+)/.exec(text);
  if (!match) return null;
  return {
    name: match[1] ?? "",
    type: typeOf(match[2]),
    size: numberOf(/ size (\d+)/.exec(text)?.[1]),
    minSize: numberOf(/ min_size (\d+)/.exec(text)?.[1]),
    application: / application (\S+)/.exec(text)?.[1] ?? null,
    line,
  };
}

/** Reads pools. `ceph osd pool get` does not print its pool: the command names it, else the pool is left out. */
export function readCephPools(text: string, source: ListingSource): CephPoolsArtefact {
  const structured = structuredItems(text, ["pools"]);
  if (structured !== null) {
    const named = nameInCommand(source.command);
    const pools = structured.items
      .map((item) => poolOfItem(item.value, item.line, named))
      .filter((pool) => pool !== null);
    return { kind: "ceph-pools", file: source.file, pools };
  }
  const pools: Pool[] = [];
  let named = nameInCommand(source.command);
  let open: Pool | null = null;
  for (const [at, each] of text.split("\n").entries()) {
    const detail = detailLine(each, at + 1);
    const command = promptCommand(each);
    if (command !== null) {
      named = nameInCommand(command) ?? named;
      open = null;
    }
    if (detail !== null) pools.push(detail);
    const value = /^(size|min_size|crush_rule|erasure_code_profile):\s*(\S+)/.exec(each);
    if (value === null || named === null) continue;
    if (open === null || open.name !== named) {
      open = { name: named, type: "unknown", size: null, minSize: null, application: null, line: at + 1 };
      pools.push(open);
    }
    if (value[1] === "size") open.size = numberOf(value[2]);
    if (value[1] === "min_size") open.minSize = numberOf(value[2]);
    if (value[1] === "erasure_code_profile") open.type = "erasure";
  }
  return { kind: "ceph-pools", file: source.file, pools };
}
