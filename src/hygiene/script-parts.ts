/** The fixed parts of the reclamation script, in POSIX shell. Nothing of a case is in them. */

export const HEADER = `#!/bin/sh
# Reclaims orphan candidates of Glance's RBD pools. Made by Glancewright; read it before you run it.
#   sh reclaim.sh                    dry run: asks, says, changes nothing
#   sh reclaim.sh --quarantine       moves proved orphans to the RBD trash
#   sh reclaim.sh --release          frees what has waited in quarantine
# Needs openstack with an administrator's credentials, and rbd with those of CEPH_ID.
# LISTING_TAKEN_AT must hold the time of the listing (date -u +%Y-%m-%dT%H:%M:%SZ), at most a day ago.
# NO_OTHER_GLANCE=yes must be set by somebody who knows that no other Glance writes to these pools.
# It can be stopped at any time and started again: what was done is in JOURNAL.
set -eu
`;

/** What is asked once, before any object. */
export const GUARDS = `say() { printf '%s\\n' "$*"; }
stop() { printf 'stop: %s\\n' "$*" >&2; exit 3; }
# Commands inside a loop must not eat the rows that it reads.
rbd_() { rbd --id "$CEPH_ID" "$@" < /dev/null; }
openstack_() { openstack "$@" < /dev/null; }
journal() { printf '%s %s %s\\n' "$(date -u +%s)" "$1" "$2" >> "$JOURNAL"; }
in_journal() { [ -f "$JOURNAL" ] && grep -qF " $1 $2" "$JOURNAL"; }

check_operator() {
  [ "\${NO_OTHER_GLANCE:-}" = yes ] || stop "NO_OTHER_GLANCE is not yes"
  witnesses > "$WORK/witnesses"
  while read -r id; do
    openstack_ image show -f value -c id "$id" > /dev/null 2>&1 || stop "image $id is not seen: not an administrator, or the listing is old"
  done < "$WORK/witnesses"
}

check_listing() {
  [ -n "\${LISTING_TAKEN_AT:-}" ] || stop "LISTING_TAKEN_AT is not set"
  taken=$(date -u -d "$LISTING_TAKEN_AT" +%s) || stop "LISTING_TAKEN_AT is no time"
  age=$(( $(date -u +%s) - taken ))
  if [ "$age" -lt 0 ] || [ "$age" -gt 86400 ]; then stop "the listing is older than a day, or of the future: take a new one"; fi
}

check_share() {
  objects | cut -d/ -f1 | sort | uniq -c > "$WORK/pools"
  while read -r count pool; do
    rbd_ ls "$pool" > "$WORK/names" || stop "pool $pool cannot be listed"
    all=$(wc -l < "$WORK/names")
    [ "$all" -gt 0 ] || stop "pool $pool lists no object"
    [ $(( 100 * count )) -le $(( MAX_SHARE_PERCENT * all )) ] || stop "$count of $all objects of $pool: too many to be true"
  done < "$WORK/pools"
}
`;

/** What is asked of each object, right before it is touched. */
export const PROOFS = `# 0: proved free of use; 1: not, with the reason on standard output
proved() {
  if openstack_ image show -f value -c id "\${1#*/}" > /dev/null 2> "$WORK/error"; then say "an image record exists"; return 1; fi
  grep -qiE 'no image found|404|not found' "$WORK/error" || { say "glance did not answer clearly"; return 1; }
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

/** What changes the pools. */
export const ACTIONS = `quarantine() {
  if in_journal quarantined "$1"; then say "$1: in quarantine already"; return; fi
  if in_journal quarantining "$1" && is_gone "$1" && [ -n "$(trash_id "$1")" ]; then
    [ "$MODE" = --dry-run ] || journal quarantined "$1"
    say "$1: in quarantine since a run that was stopped"
    return
  fi
  if ! reason=$(proved "$1"); then say "$1: left alone: $reason"; return; fi
  if [ "$MODE" = --dry-run ]; then say "$1: would be moved to the trash"; return; fi
  journal quarantining "$1"
  rbd_ trash mv --expires-at "$QUARANTINE_DAYS days" "$1" > /dev/null
  journal quarantined "$1"
  say "$1: in the trash, for release in $QUARANTINE_DAYS days"
}

release() {
  if in_journal released "$1"; then say "$1: released already"; return; fi
  if ! in_journal quarantined "$1"; then say "$1: not in quarantine"; return; fi
  since=$(grep -F " quarantined $1" "$JOURNAL" | tail -n 1 | cut -d' ' -f1)
  if [ $(( $(date -u +%s) - since )) -lt $(( QUARANTINE_DAYS * 86400 )) ]; then say "$1: still waiting"; return; fi
  trashed=$(trash_id "$1") || { say "$1: the trash cannot be listed"; return; }
  if [ -n "$trashed" ]; then rbd_ trash restore "\${1%%/*}/$trashed"; journal restored "$1"; fi
  if is_gone "$1"; then journal released "$1"; say "$1: gone"; return; fi
  if ! reason=$(proved "$1"); then say "$1: back in the pool and left there: $reason"; return; fi
  for snap in $(snaps_of "$1"); do
    # Busy is the last proof that a clone exists.
    if ! rbd_ snap unprotect "$1@$snap" 2> "$WORK/error" && ! grep -qi 'already unprotected' "$WORK/error"; then
      say "$1: snapshot in use, left in the pool"
      return
    fi
    rbd_ snap rm "$1@$snap" > /dev/null
  done
  rbd_ rm "$1" > /dev/null
  journal released "$1"
  say "$1: released"
}
`;

export const MAIN = `each() {
  objects > "$WORK/objects"
  while read -r spec _; do "$1" "$spec"; done < "$WORK/objects"
}

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
case $MODE in
  --dry-run | --quarantine) check_listing; check_operator; check_share; each quarantine ;;
  --release) check_operator; each release; ceph --id "$CEPH_ID" df ;;
  *) stop "unknown mode $MODE" ;;
esac
`;
