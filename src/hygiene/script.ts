/**
 * The reclamation plan as a shell script: dry run unless told otherwise, every guard asked of the live cluster right before
 * the object is touched, a journal so that it can be resumed, quarantine before release. Facts behind the order of the
 * release: an orphan keeps Glance's protected snapshot, `rbd trash purge` passes over it and reports success all the same.
 */
import type { Cloud } from "../facts/cloud.ts";
import { isSafeSpec, shellQuote } from "./commands.ts";
import { MAX_SHARE_OF_POOL, QUARANTINE_DAYS, reclaimPlan } from "./plan.ts";
import { ACTIONS, GUARDS, HEADER, MAIN, PROOFS } from "./script-parts.ts";

/** Images that the credentials of the script must be able to see. */
const WITNESSES = 3;

/** The script for a cloud; where the plan is refused, one that says why and exits with 3. Only RBD images are in it. */
export function reclaimScript(cloud: Cloud): string {
  const { ready, refusals, candidates } = reclaimPlan(cloud);
  const objects = ready
    .filter(({ kind, pool, name }) => kind === "rbd" && pool !== null && isSafeSpec(`${pool}/${name}`))
    .map(({ pool, name, bytes }) => `${pool}/${name} ${bytes ?? 0}`);
  if (refusals.length > 0 || objects.length === 0) return refusal(refusals, candidates.length);
  return [
    HEADER,
    settings(),
    rows("objects", objects),
    rows("witnesses", witnessesOf(cloud)),
    GUARDS,
    PROOFS,
    ACTIONS,
    MAIN,
  ].join("\n");
}

function refusal(reasons: readonly string[], candidates: number): string {
  const lines =
    reasons.length > 0
      ? reasons
      : [
          candidates > 0
            ? "no RBD candidate has the proofs that listings must bring: all images, and the database with its deleted rows and locations"
            : "no orphan candidate was found",
        ];
  const said = lines.map((line) => `printf '%s\\n' ${shellQuote(`refused: ${line}`)} >&2`).join("\n");
  return `#!/bin/sh\n# Nothing is reclaimed: the reasons follow.\n${said}\nexit 3\n`;
}

function settings(): string {
  return `QUARANTINE_DAYS=${QUARANTINE_DAYS}
MAX_SHARE_PERCENT=${MAX_SHARE_OF_POOL * 100}
JOURNAL=\${JOURNAL:-./reclaim.journal}
MODE=\${1:---dry-run}
CEPH_ID=\${CEPH_ID:-admin}
`;
}

/** A function that prints the lines; they hold nothing but pools, ids and numbers that were checked. */
function rows(name: string, lines: readonly string[]): string {
  return lines.length === 0 ? `${name}() { :; }\n` : `${name}() {\n  cat <<'ROWS'\n${lines.join("\n")}\nROWS\n}\n`;
}

/**
 * Private images, of different projects where the owners were listed: who cannot see them all is no administrator, and
 * would take living images for orphans.
 */
function witnessesOf({ catalog }: Cloud): string[] {
  const byOwner = new Map<string, string>();
  const ofUnknownOwner: string[] = [];
  for (const image of catalog?.images?.rows() ?? []) {
    if (byOwner.size === WITNESSES) break;
    if (image.visibility !== "private" || image.status !== "active" || image.deletedRow === true) continue;
    const { id, owner } = image;
    if (!isSafeSpec(`images/${id}`)) continue;
    if (!owner) ofUnknownOwner.push(id);
    else if (!byOwner.has(owner)) byOwner.set(owner, id);
  }
  return [...byOwner.values(), ...ofUnknownOwner].slice(0, WITNESSES);
}
