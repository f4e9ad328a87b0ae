/** Commands for typed steps, rendered here and nowhere else. Names are checked, then quoted: text from outside never reaches a shell bare. */
import { GlancewrightError } from "../errors.ts";
import type { ReclaimStep } from "./plan.ts";

/** Names that a Glance object can have; anything else is refused before it gets near a command. */
const SAFE_SPEC = /^[A-Za-z0-9][A-Za-z0-9._-]*\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A word for a POSIX shell, single-quoted. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** `pool/uuid`, or a refusal: nothing else is ever put into a command. */
export function safeSpec(object: string): string {
  if (SAFE_SPEC.test(object)) return object;
  throw new GlancewrightError("hygiene.unsafe-name", {
    expected: "pool/uuid in lower case",
    got: "another name",
    next: "Leave this object alone and ask whose it is.",
  });
}

/** The read-only or reversible command that shows a step; null where a person acts. */
export function renderCommand(step: ReclaimStep): string | null {
  if (step.kind === "list") return LIST_COMMANDS[step.id] ?? null;
  if (step.object === null || !SAFE_SPEC.test(step.object)) return null;
  const spec = shellQuote(step.object);
  if (step.kind === "quarantine")
    return `rbd children --all ${shellQuote(`${step.object}@snap`)} && rbd status ${spec} && rbd trash mv --expires-at '14 days' ${spec}`;
  return null;
}

const LIST_COMMANDS: Readonly<Record<string, string>> = {
  "list-images": "openstack image list --long --all -f json; openstack image list --long --all --hidden -f json",
  "list-objects":
    "rbd ls -l <images pool> --format json; rbd du -p <images pool> --format json; rbd trash ls --all --format json <images pool>",
};
