/** The fixed parts of the reclamation script, in POSIX shell. Nothing of a case is in them. */

export const HEADER = `#!/bin/sh
# Reclaims orphan candidates of Glance's RBD pools. Made by Glancewright; read it before you run it.
#   sh reclaim.sh                    dry run: asks, says, changes nothing
#   sh reclaim.sh --quarantine       moves proved orphans to the RBD trash
#   sh reclaim.sh --release          frees what has waited in quarantine
# Names after the mode, such as images/<id>, limit it to those objects of the plan.
# Needs openstack with an administrator's credentials, rbd and ceph with those of CEPH_ID, awk, and GNU date.
# LISTING_TAKEN_AT is the time of the listing (date -u +%Y-%m-%dT%H:%M:%SZ), at most a day ago; where the plan knows it, it is below.
# NO_OTHER_GLANCE=yes must be set by somebody who knows that no other Glance writes to these pools.
# It can be stopped at any time and started again: what was done is in JOURNAL, the last line of an object counts.
set -eu
`;

/** What is asked once, before any object. */
export const GUARDS = `say() { printf '%s\\n' "$*"; }
stop() { printf 'stop: %s\\n' "$*" >&2; exit 3; }
FAILED=0
failed() { say "$*"; FAILED=1; }
# Commands inside a loop must not eat the rows that it reads.
rbd_() { rbd --id "$CEPH_ID" "$@" < /dev/null; }
openstack_() { openstack "$@" < /dev/null; }
journal() {
  # a line that a kill has cut must not swallow the next
  if [ -s "$JOURNAL" ] && [ -n "$(tail -c 1 "$JOURNAL")" ]; then printf '\\n' >> "$JOURNAL"; fi
  printf '%s %s %s\\n' "$(date -u +%s)" "$1" "$2" >> "$JOURNAL"
}
# Sets STATE and SINCE from the last line of an object; both are empty for one that was never touched.
last_of() {
  STATE='' SINCE=''
  [ -f "$JOURNAL" ] || return 0
  line=$(awk -v spec="$1" 'NF == 3 && $3 == spec { last = $2 " " $1 } END { print last }' "$JOURNAL")
  STATE=\${line%% *} SINCE=\${line##* }
}

check_programs() {
  for program in openstack rbd ceph awk; do command -v "$program" > /dev/null || stop "$program is not installed here"; done
  date -u -d 2026-01-01T00:00:00Z +%s > /dev/null 2>&1 || stop "date does not read times: GNU date is needed"
}

# Who sees too few of these images is no administrator, and would take living images for orphans.
check_operator() {
  [ "\${NO_OTHER_GLANCE:-}" = yes ] || stop "NO_OTHER_GLANCE is not yes"
  witnesses > "$WORK/witnesses"
  asked=0 seen=0
  while read -r id; do
    [ "$asked" -lt "$1" ] || break
    asked=$(( asked + 1 ))
    if openstack_ image show -f value -c id "$id" > /dev/null 2>&1; then seen=$(( seen + 1 )); fi
    if [ "$seen" -ge "$2" ]; then return; fi
  done < "$WORK/witnesses"
  [ "$seen" -gt 0 ] && [ "$seen" -eq "$asked" ] || stop "of $asked images that were listed $seen are seen: not an administrator, another cloud, or the listing is old"
}

check_listing() {
  taken_at=\${LISTED_AT:-\${LISTING_TAKEN_AT:-}}
  [ -n "$taken_at" ] || stop "LISTING_TAKEN_AT is not set"
  case $taken_at in [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z) ;; *) stop "LISTING_TAKEN_AT is no time such as 2026-01-31T09:00:00Z" ;; esac
  TAKEN=$(date -u -d "$taken_at" +%s) || stop "LISTING_TAKEN_AT is no time"
  age=$(( $(date -u +%s) - TAKEN ))
  if [ "$age" -lt 0 ] || [ "$age" -gt 86400 ]; then stop "the listing is older than a day, or of the future: take a new one"; fi
}

# What was moved by an earlier run counts as part of the pool, and no more as taken from it.
check_share() {
  objects | cut -d/ -f1 | sort -u > "$WORK/pools"
  while read -r pool; do
    rbd_ ls "$pool" > "$WORK/names" || stop "pool $pool cannot be listed"
    [ -s "$WORK/names" ] || stop "pool $pool lists no object"
    objects | awk -F '[/ ]' -v pool="$pool" '$1 == pool { print $2 }' > "$WORK/planned"
    planned=$(wc -l < "$WORK/planned")
    here=$(grep -cxF -f "$WORK/planned" "$WORK/names") || :
    all=$(( $(wc -l < "$WORK/names") + planned - here ))
    [ $(( 100 * here )) -le $(( MAX_SHARE_PERCENT * all )) ] || stop "$here of $all objects of $pool: too many to be true"
  done < "$WORK/pools"
}
`;

/** What is asked of each object, right before it is touched. */
export const PROOFS = `# 0: proved free of use; 1: not, with the reason on standard output
proved() {
  id=\${1#*/}
  if openstack_ image show -f value -c id "$id" > /dev/null 2> "$WORK/error"; then say "an image record exists"; return 1; fi
  # Only Glance's own word on this very image counts: any other error names no image, or not as not found.
  grep -qE "^(.*[ :,])?(No [Ii]mage found (for|with ID)|No image with a name or ID of) '?$id'?" "$WORK/error" || { say "glance did not answer clearly"; return 1; }
  info=$(rbd_ info --format json "$1" 2> /dev/null) || { say "rbd info failed"; return 1; }
  created=$(printf '%s' "$info" | sed -n 's/.*"create_timestamp": *"\\([^"]*\\)".*/\\1/p')
  [ -n "$created" ] || { say "its age is not known"; return 1; }
  # rbd prints the time of this machine's zone.
  born=$(date -d "$created" +%s 2> /dev/null) || { say "its age is not readable"; return 1; }
  [ $(( $(date -u +%s) - born )) -gt 86400 ] || { say "younger than a day"; return 1; }
  case $info in *'"parent"'*) say "it is a clone itself"; return 1 ;; esac
  snaps=$(snaps_of "$1") || { say "rbd snap ls failed"; return 1; }
  [ -z "$snaps" ] || [ "$snaps" = snap ] || { say "it has a snapshot that Glance did not make"; return 1; }
  children=$(rbd_ children --all --descendants "$1" 2> /dev/null) || { say "rbd children failed"; return 1; }
  [ -z "$children" ] || { say "a clone depends on it"; return 1; }
  status=$(rbd_ status "$1" 2> /dev/null) || { say "rbd status failed"; return 1; }
  case $status in *"Watchers: none"*) ;; *) say "it has a watcher"; return 1 ;; esac
}

snaps_of() {
  listed=$(rbd_ snap ls --format json "$1" 2> /dev/null) || return 1
  printf '%s' "$listed" | tr '{' '\\n' | sed -n 's/.*"name": *"\\([^"]*\\)".*/\\1/p'
}

# Prints the trash id of an object, or nothing.
trash_id() {
  rbd_ trash ls --all --format json "\${1%%/*}" > "$WORK/trash" || return 1
  tr '{' '\\n' < "$WORK/trash" | grep "\\"name\\": *\\"\${1#*/}\\"" | sed -n 's/.*"id": *"\\([^"]*\\)".*/\\1/p' | head -n 1
}

# 0 only if rbd says that the object does not exist; any other error is no proof.
is_gone() {
  if rbd_ info "$1" > /dev/null 2> "$WORK/error"; then return 1; fi
  grep -qi 'no such file' "$WORK/error"
}
`;

/** What changes the pools. The words of the journal: quarantining, quarantined, restoring, returned, released. */
export const ACTIONS = `quarantine() {
  last_of "$1"
  case $STATE in
    released) say "$1: released already"; return ;;
    restoring) say "$1: its release was begun: run --release"; return ;;
    quarantined)
      trashed=$(trash_id "$1") || { failed "$1: the trash cannot be listed"; return; }
      if [ -n "$trashed" ] || is_gone "$1"; then
        if [ $(( $(date -u +%s) - SINCE )) -lt $(( QUARANTINE_DAYS * 86400 )) ]; then say "$1: in quarantine already"; else say "$1: in quarantine already, due for --release"; fi
        return
      fi
      if [ "$MODE" = --dry-run ]; then say "$1: was restored by somebody"; return; fi
      journal returned "$1"
      last_of "$1"
      ;;
    quarantining)
      if is_gone "$1" && [ -n "$(trash_id "$1")" ]; then
        [ "$MODE" = --dry-run ] || journal quarantined "$1"
        say "$1: in quarantine since a run that was stopped"
        return
      fi
      ;;
  esac
  # Whoever put it back had a reason: only a listing of later may propose it again, and it waits anew.
  if [ "$STATE" = returned ] && [ "$TAKEN" -le "$SINCE" ]; then say "$1: was put back after this listing was taken: left alone"; return; fi
  if ! reason=$(proved "$1"); then say "$1: left alone: $reason"; return; fi
  if [ "$MODE" = --dry-run ]; then say "$1: would be moved to the trash"; return; fi
  journal quarantining "$1"
  rbd_ trash mv --expires-at "$QUARANTINE_DAYS days" "$1" > /dev/null || { failed "$1: rbd trash mv failed, see above"; return; }
  journal quarantined "$1"
  say "$1: in the trash, for release in $QUARANTINE_DAYS days"
}

# Only what this script itself took out of the trash for this release is ever removed.
release() {
  last_of "$1"
  case $STATE in
    released) say "$1: released already"; return ;;
    quarantined | restoring) ;;
    *) say "$1: not in quarantine"; return ;;
  esac
  if [ "$STATE" = quarantined ] && [ $(( $(date -u +%s) - SINCE )) -lt $(( QUARANTINE_DAYS * 86400 )) ]; then say "$1: still waiting"; return; fi
  trashed=$(trash_id "$1") || { failed "$1: the trash cannot be listed"; return; }
  if [ -n "$trashed" ]; then
    [ "$STATE" = restoring ] || journal restoring "$1"
    rbd_ trash restore "\${1%%/*}/$trashed" || { failed "$1: rbd trash restore failed, see above"; return; }
  elif is_gone "$1"; then journal released "$1"; say "$1: gone"; return
  elif [ "$STATE" = quarantined ]; then journal returned "$1"; say "$1: was restored by somebody: left alone"; return
  fi
  if ! reason=$(proved "$1"); then journal returned "$1"; say "$1: back in the pool and left there: $reason"; return; fi
  for snap in $(snaps_of "$1"); do
    # Busy is the last proof that a clone exists.
    if ! rbd_ snap unprotect "$1@$snap" 2> "$WORK/error" && ! grep -qi 'already unprotected' "$WORK/error"; then
      journal returned "$1"
      say "$1: snapshot in use, left in the pool"
      return
    fi
    rbd_ snap rm "$1@$snap" > /dev/null || { failed "$1: rbd snap rm failed, see above"; return; }
  done
  rbd_ rm "$1" > /dev/null || { failed "$1: rbd rm failed, see above"; return; }
  journal released "$1"
  say "$1: released"
}
`;

export const MAIN = `# The objects that were named, else all of the plan.
chosen() {
  if [ $# -eq 0 ]; then objects; return; fi
  for spec; do
    objects | awk -v spec="$spec" '$1 == spec { print; found = 1 } END { exit !found }' || stop "$spec is not in this plan"
  done
}

each() {
  action=$1
  shift
  chosen "$@" > "$WORK/objects"
  while read -r spec _; do "$action" "$spec"; done < "$WORK/objects"
}

MODE=\${1:---dry-run}
[ $# -eq 0 ] || shift
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
case $MODE in --dry-run | --quarantine | --release) ;; *) stop "unknown mode $MODE" ;; esac
check_programs
if [ "$MODE" != --dry-run ] && command -v flock > /dev/null; then
  # given back by the kernel, however this process ends
  exec 9> "$JOURNAL.lock"
  flock -n 9 || stop "another run holds $JOURNAL.lock"
fi
case $MODE in
  --release) check_operator 20 2; each release "$@"; ceph --id "$CEPH_ID" df ;;
  *) check_listing; check_operator 3 3; check_share; each quarantine "$@" ;;
esac
exit "$FAILED"
`;
