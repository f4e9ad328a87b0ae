/** Commands for typed steps, rendered here and nowhere else. Names are checked, then quoted: text from outside never reaches a shell bare. */
import type { ReclaimStep } from "./plan.ts";

/** Names that a Glance object can have; anything else is refused before it gets near a command. */
const SAFE_SPEC = /^[A-Za-z0-9][A-Za-z0-9._-]*\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A word for a POSIX shell, single-quoted. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** True for `pool/uuid` in lower case: nothing else is ever put into a command. */
export function isSafeSpec(object: string): boolean {
  return SAFE_SPEC.test(object);
}

/** The read-only or reversible command of a step; null where a person acts. `reclaim.sh` is the plan's script, beside the answer. */
export function renderCommand(step: ReclaimStep): string | null {
  if (step.kind === "list") return LIST_COMMANDS[step.id] ?? null;
  if (step.object === null || !isSafeSpec(step.object)) return null;
  // the script asks the live cluster for all that the listing cannot prove: no second, weaker way beside it
  if (step.kind === "quarantine") return `sh reclaim.sh --quarantine ${shellQuote(step.object)}`;
  return null;
}

const LIST_COMMANDS: Readonly<Record<string, string>> = {
  "list-images": "openstack image list --long --all -f json; openstack image list --long --all --hidden -f json",
  "list-database":
    'mysql glance --batch -e "SELECT id, status, deleted, size, created_at, updated_at FROM images"; mysql glance --batch -e "SELECT image_id, value, status, deleted FROM image_locations"',
  "list-objects":
    "rbd ls -l <images pool> --format json; rbd du -p <images pool> --format json; rbd trash ls --all --format json <images pool>",
};
