/**
 * The reclamation plan as a shell script: dry run unless told otherwise, every guard asked of the live cluster right before
 * the object is touched, a journal so that it can be resumed, quarantine before release. Facts behind the order of the
 * release: an orphan keeps Glance's protected snapshot, `rbd trash purge` passes over it and reports success all the same.
 */
import type { Cloud } from "../facts/cloud.ts";
import { isSafeSpec, shellQuote } from "./commands.ts";
import { MAX_SHARE_OF_POOL, QUARANTINE_DAYS, reclaimPlan } from "./plan.ts";
import { isScripted } from "./promise.ts";
import { ACTIONS, GUARDS, HEADER, MAIN, PROOFS } from "./script-parts.ts";

/** Images that the credentials of the script must be able to see; a quarantine asks for the first three, a release for any two. */
const WITNESSES = 20;

/** The script for a cloud; where the plan is refused, one that says why and exits with 3. Only RBD images are in it. */
export function reclaimScript(cloud: Cloud): string {
  const { ready, refusals, candidates } = reclaimPlan(cloud);
  const objects = ready.filter(isScripted).map(({ pool, name, bytes }) => `${pool}/${name} ${bytes ?? 0}`);
  if (refusals.length > 0 || objects.length === 0) return refusal(refusals, candidates.length);
  const witnesses = witnessesOf(cloud);
  if (witnesses.length === 0)
    return refusal(["no image is listed by which the credentials could show that they see all projects"], 0);
  return [
    HEADER,
    settings(listedAt(cloud)),
    rows("objects", objects),
    rows("witnesses", witnesses),
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

/** When the listing was begun, where a collector wrote it down; null: whoever pasted it has to say. */
function listedAt({ intake }: Cloud): string | null {
  const begun = intake.artefacts.flatMap((artefact) =>
    artefact.kind === "snapshot" ? artefact.manifest.startedAt : [],
  );
  const oldest = begun.map((time) => Date.parse(time)).toSorted((one, other) => one - other)[0];
  return oldest === undefined || Number.isNaN(oldest) ? null : new Date(oldest).toISOString();
}

/** Nothing but digits and signs of a time gets into the script. */
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

function settings(listedAt: string | null): string {
  return `LISTED_AT=${listedAt !== null && ISO.test(listedAt) ? listedAt : ""}
QUARANTINE_DAYS=${QUARANTINE_DAYS}
MAX_SHARE_PERCENT=${MAX_SHARE_OF_POOL * 100}
JOURNAL=\${JOURNAL:-./reclaim.journal}
CEPH_ID=\${CEPH_ID:-admin}
CEPH_ID=\${CEPH_ID#client.}
`;
}

/** A function that prints the lines; they hold nothing but pools, ids and numbers that were checked. */
function rows(name: string, lines: readonly string[]): string {
  return lines.length === 0 ? `${name}() { :; }\n` : `${name}() {\n  cat <<'ROWS'\n${lines.join("\n")}\nROWS\n}\n`;
}

/**
 * Private images, of different projects where the owners were listed: who cannot see them all is no administrator, and
 * would take living images for orphans. Where there is none, any active image: it tells at least one cloud from another.
 */
function witnessesOf({ catalog }: Cloud): string[] {
  const byOwner = new Map<string, string>();
  const others: string[] = [];
  const open: string[] = [];
  for (const { id, owner, visibility, status, deletedRow } of catalog?.images?.rows() ?? []) {
    if (byOwner.size === WITNESSES) break;
    if (status !== "active" || deletedRow === true || !isSafeSpec(`images/${id}`)) continue;
    if (visibility !== "private") keepFew(open, id);
    else if (owner && !byOwner.has(owner)) byOwner.set(owner, id);
    else keepFew(others, id);
  }
  const own = [...byOwner.values(), ...others].slice(0, WITNESSES);
  return own.length > 0 ? own : open;
}

function keepFew(kept: string[], id: string): void {
  if (kept.length < WITNESSES) kept.push(id);
}
