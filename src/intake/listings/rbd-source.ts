/** Which pool an rbd listing is of, and RBD names. */
import type { PoolOrigin } from "../artefact.ts";
import { isRecord, type ListingSource, scalarText } from "./reading.ts";

export type PoolOf = { pool: string | null; poolFrom: PoolOrigin };

const OPTIONS_WITH_VALUE =
  /^(?:-c|--conf|--id|--user|-n|--name|-k|--keyring|--keyfile|--cluster|-m|--mon_host|--format|--namespace|--image|--snap|--image-id|-i)$/;
const VERBS = new Set(["ls", "list", "du", "disk-usage", "info", "children", "trash", "snap", "status"]);

/** The words of the first `rbd` call in a command line, its options taken out. */
function rbdWords(command: string): { pool: string | null; spec: string | null; verb: string } {
  const call = /(?:^|[\s;(`|&])(?:\S*\/)?rbd\s+([^;|)`&]*)/g;
  const calls = [...command.matchAll(call)].map((match) => (match[1] ?? "").trim().split(/\s+/));
  let found = { pool: null as string | null, spec: null as string | null, verb: "" };
  for (const words of calls) {
    const one = { pool: null as string | null, spec: null as string | null, verb: "" };
    for (let at = 0; at < words.length; at++) {
      const word = (words[at] ?? "").replace(/^['"]|['"]$/g, "");
      const assigned = /^--pool=(.+)$/.exec(word);
      if (assigned) one.pool = assigned[1] ?? null;
      else if (word === "-p" || word === "--pool") one.pool = words[++at] ?? null;
      else if (OPTIONS_WITH_VALUE.test(word)) at++;
      else if (word.startsWith("-") || word === "") continue;
      else if (VERBS.has(word) && (one.verb === "" || one.verb === "trash" || one.verb === "snap"))
        one.verb = one.verb === "" ? word : `${one.verb} ${word}`;
      else one.spec ??= word;
    }
    if (found.verb === "" || (found.pool === null && found.spec === null)) found = one;
    else if (found.pool === null && one.pool !== null) found.pool = one.pool;
  }
  return found;
}

/** `pool/image@snap`, `pool/namespace/image` or `image` in parts. */
export function splitSpec(spec: string): { pool: string | null; name: string; snapshot: string | null } {
  const at = spec.lastIndexOf("@");
  const image = at > 0 ? spec.slice(0, at) : spec;
  const snapshot = at > 0 ? spec.slice(at + 1) : null;
  const slash = image.indexOf("/");
  return slash > 0
    ? { pool: image.slice(0, slash), name: image.slice(slash + 1), snapshot }
    : { pool: null, name: image, snapshot };
}

/** The image that a command names (`rbd snap ls pool/image`, `--image`), or null. Shell variables do not count. */
export function specOfCommand(
  command: string | undefined,
): { pool: string | null; name: string; snapshot: string | null } | null {
  if (command === undefined) return null;
  const words = rbdWords(command);
  const option = /--image[ =]+(\S+)/.exec(command)?.[1];
  const spec = option ?? (/^(?:info|children|snap|status)/.test(words.verb) ? words.spec : null) ?? null;
  if (spec === null || /[$`*]/.test(spec)) return null;
  const parts = splitSpec(spec.replace(/^['"]|['"]$/g, ""));
  return { ...parts, pool: parts.pool ?? words.pool };
}

const FILE_WORDS =
  /^(?:rbd|ceph|ls|l|list|listing|long|du|disk|usage|info|trash|snap|snaps|status|children|child|json|txt|xml|csv|log|out|output|pretty|all|none|loop|clone|pool|detail|full|short|dump|paste|page|part|\d+)$/i;

/** What is left of `rbd-ls-l-vms.json` without the words of the command: `vms`. Null when nothing or no pool name is. */
function poolOfFileName(file: string): string | null {
  const base = file.slice(file.lastIndexOf("/") + 1);
  if (!/rbd/i.test(base)) return null;
  const words = base.split(/([._-]+)/);
  while (words.length > 0 && FILE_WORDS.test(words[0] ?? "")) words.splice(0, 2);
  while (words.length > 0 && FILE_WORDS.test(words[words.length - 1] ?? "")) words.splice(-2, 2);
  const rest = words.join("");
  return /^[A-Za-z][\w.-]*$/.test(rest) ? rest : null;
}

/** Finds the pool: as given by the caller, named in the command, else guessed from the file's name. */
export function poolOf(source: ListingSource, given?: string | null): PoolOf {
  if (given) return { pool: given, poolFrom: "argument" };
  if (source.command !== undefined) {
    const { pool, spec, verb } = rbdWords(source.command);
    if (pool !== null && !/[$`]/.test(pool)) return { pool, poolFrom: "command" };
    if (spec !== null && !/[$`]/.test(spec)) {
      if (spec.includes("/")) return { pool: splitSpec(spec).pool, poolFrom: "command" };
      if (/^(?:ls|list|trash ls|trash list)$/.test(verb)) return { pool: spec, poolFrom: "command" };
    }
  }
  const guessed = poolOfFileName(source.file);
  return guessed === null ? { pool: null, poolFrom: "nothing" } : { pool: guessed, poolFrom: "file-name" };
}

/** `pool/image@snap` of a parent object as JSON and XML show it, or null. */
export function parentSpec(value: unknown): string | null {
  if (!isRecord(value)) return null;
  const image = scalarText(value["image"]);
  if (image === null) return null;
  const namespace = scalarText(value["pool_namespace"]);
  const path = [scalarText(value["pool"]), namespace === "" ? null : namespace, image]
    .filter((part) => part !== null)
    .join("/");
  const snapshot = scalarText(value["snapshot"]);
  return snapshot === null || snapshot === "" ? path : `${path}@${snapshot}`;
}
