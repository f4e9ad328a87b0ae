/**
 * The reclamation plan as a shell script: dry run unless told otherwise, every guard asked of the live cluster right before
 * the object is touched, a journal so that it can be resumed, quarantine before release. Facts behind the order of the
 * release: an orphan keeps Glance's protected snapshot, `rbd trash purge` passes over it and reports success all the same.
 */
import type { Cloud } from "../facts/cloud.ts";
import { safeSpec, shellQuote } from "./commands.ts";
import { MAX_SHARE_OF_POOL, QUARANTINE_DAYS, reclaimPlan } from "./plan.ts";

/** The script for a cloud; where the plan is refused, one that says why and exits with 3. */
export function reclaimScript(cloud: Cloud): string {
  const plan = reclaimPlan(cloud);
  const objects = plan.steps
    .filter(({ kind }) => kind === "quarantine")
    .map(({ object, bytes }) => ({ spec: safeSpec(object ?? ""), bytes }));
  if (plan.refusals.length > 0 || objects.length === 0) return refusal(plan.refusals, plan.candidates.length);
  const rows = objects.map(({ spec, bytes }) => `${spec} ${bytes ?? 0}`).join("\n");
  return `${HEADER}${settings()}${GUARDS}${ACTIONS}objects() {\n  cat <<'OBJECTS'\n${rows}\nOBJECTS\n}\n\n${MAIN}`;
}

function refusal(reasons: readonly string[], candidates: number): string {
  const lines =
    reasons.length > 0
      ? reasons
      : [candidates > 0 ? "no candidate has the proofs that a listing must bring" : "no orphan candidate was found"];
  return `#!/bin/sh\n# Nothing is reclaimed: the reasons follow.\n${lines.map((line) => `printf '%s\\n' ${shellQuote(`refused: ${line}`)} >&2`).join("\n")}\nexit 3\n`;
}

const HEADER = `#!/bin/sh
# Reclaims orphan candidates of Glance's RBD pools. Made by Glancewright; read it before you run it.
#   sh reclaim.sh                    dry run: asks, says, changes nothing
#   sh reclaim.sh --quarantine       moves proved orphans to the RBD trash
#   sh reclaim.sh --release          frees what has waited in quarantine
# LISTING_TAKEN_AT must hold the time of the listing (date -u +%Y-%m-%dT%H:%M:%SZ), at most a day ago.
# NO_OTHER_GLANCE=yes must be set by somebody who knows that no other Glance writes to these pools.
# NOT_PENDING_DELETE=yes must be set after the database was asked for images in pending_delete.
set -eu

`;

function settings(): string {
  return `QUARANTINE_DAYS=${QUARANTINE_DAYS}
MAX_SHARE_PERCENT=${MAX_SHARE_OF_POOL * 100}
JOURNAL=\${JOURNAL:-./reclaim.journal}
MODE=\${1:---dry-run}
CEPH_ID=\${CEPH_ID:-admin}

`;
}

const GUARDS = `say() { printf '%s\\n' "$*"; }
stop() { printf 'stop: %s\\n' "$*" >&2; exit 3; }
journal() { printf '%s %s %s\\n' "$(date -u +%s)" "$1" "$2" >> "$JOURNAL"; }
in_journal() { [ -f "$JOURNAL" ] && grep -q " $1 $2\\$" "$JOURNAL"; }
rbd_() { rbd --id "$CEPH_ID" "$@"; }

check_listing() {
  [ -n "\${LISTING_TAKEN_AT:-}" ] || stop "LISTING_TAKEN_AT is not set"
  taken=$(date -u -d "$LISTING_TAKEN_AT" +%s) || stop "LISTING_TAKEN_AT is no time"
  age=$(( $(date -u +%s) - taken ))
  [ "$age" -ge 0 ] && [ "$age" -le 86400 ] || stop "the listing is older than a day: take a new one"
  [ "\${NO_OTHER_GLANCE:-}" = yes ] || stop "NO_OTHER_GLANCE is not yes"
  [ "\${NOT_PENDING_DELETE:-}" = yes ] || stop "NOT_PENDING_DELETE is not yes"
}

check_share() {
  objects | cut -d/ -f1 | sort | uniq -c | while read -r count pool; do
    all=$(rbd_ ls "$pool" | wc -l)
    [ "$all" -gt 0 ] || stop "pool $pool lists no object"
    [ $(( 100 * count )) -le $(( MAX_SHARE_PERCENT * all )) ] || stop "$count of $all objects of $pool: too many to be true"
  done
}

# 0: proved free of use; 1: not, with the reason on standard output
proved() {
  spec=$1
  id=\${spec#*/}
  if openstack image show -f value -c id "$id" > /dev/null 2> "$JOURNAL.error"; then say "an image record exists"; return 1; fi
  grep -qiE 'no image found|404|not found' "$JOURNAL.error" || { say "glance did not answer clearly"; return 1; }
  info=$(rbd_ info --format json "$spec") || { say "rbd info failed"; return 1; }
  created=$(printf '%s' "$info" | sed -n 's/.*"create_timestamp":"\\([^"]*\\)".*/\\1/p')
  [ -n "$created" ] || { say "its age is not known"; return 1; }
  born=$(date -u -d "$created" +%s) || { say "its age is not readable"; return 1; }
  [ $(( $(date -u +%s) - born )) -gt 86400 ] || { say "younger than a day"; return 1; }
  children=$(rbd_ children --all --descendants "$spec") || { say "rbd children failed"; return 1; }
  [ -z "$children" ] || { say "a clone depends on it"; return 1; }
  status=$(rbd_ status "$spec") || { say "rbd status failed"; return 1; }
  case $status in *"Watchers: none"*) ;; *) say "it has a watcher"; return 1 ;; esac
  return 0
}

`;

const ACTIONS = `quarantine() {
  spec=$1
  if in_journal quarantined "$spec"; then say "$spec: in quarantine already"; return; fi
  if ! reason=$(proved "$spec"); then say "$spec: left alone: $reason"; return; fi
  if [ "$MODE" = --dry-run ]; then say "$spec: would be moved to the trash"; return; fi
  journal quarantining "$spec"
  rbd_ trash mv --expires-at "+$QUARANTINE_DAYS days" "$spec"
  journal quarantined "$spec"
  say "$spec: in the trash until $QUARANTINE_DAYS days have passed"
}

trash_id() { rbd_ trash ls --all --format json "\${1%%/*}" | tr '{' '\\n' | grep "\\"name\\":\\"\${1#*/}\\"" | sed -n 's/.*"id":"\\([^"]*\\)".*/\\1/p' | head -n 1; }

release() {
  spec=$1
  pool=\${spec%%/*}
  in_journal released "$spec" && { say "$spec: released already"; return; }
  in_journal quarantined "$spec" || { say "$spec: not in quarantine"; return; }
  since=$(grep " quarantined $spec\\$" "$JOURNAL" | tail -n 1 | cut -d' ' -f1)
  [ $(( $(date -u +%s) - since )) -ge $(( QUARANTINE_DAYS * 86400 )) ] || { say "$spec: still waiting"; return; }
  trashed=$(trash_id "$spec")
  if [ -n "$trashed" ]; then rbd_ trash restore "$pool/$trashed"; journal restored "$spec"; fi
  rbd_ info "$spec" > /dev/null 2>&1 || { journal released "$spec"; say "$spec: gone"; return; }
  if ! reason=$(proved "$spec"); then say "$spec: back in the pool and left there: $reason"; return; fi
  for snap in $(rbd_ snap ls --format json "$spec" | tr '{' '\\n' | sed -n 's/.*"name":"\\([^"]*\\)".*/\\1/p'); do
    # busy is the last proof that a clone exists
    if ! rbd_ snap unprotect "$spec@$snap" 2> "$JOURNAL.error" && ! grep -qi 'not protected' "$JOURNAL.error"; then say "$spec: snapshot in use, left in the pool"; return; fi
    rbd_ snap rm "$spec@$snap"
  done
  rbd_ rm "$spec"
  journal released "$spec"
  say "$spec: released"
}

`;

const MAIN = `case $MODE in
  --dry-run) check_listing; check_share; objects | while read -r spec _; do quarantine "$spec"; done ;;
  --quarantine) check_listing; check_share; objects | while read -r spec _; do quarantine "$spec"; done; say "compare stored bytes of the pools in ceph df before and after the release" ;;
  --release) [ "\${NO_OTHER_GLANCE:-}" = yes ] || stop "NO_OTHER_GLANCE is not yes"; objects | while read -r spec _; do release "$spec"; done; ceph --id "$CEPH_ID" df ;;
  *) stop "unknown mode $MODE" ;;
esac
`;
