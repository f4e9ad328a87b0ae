/** Secrets that are a name at the same time: a user, host, pool or database of which the password is its own name. */
import { LISTING_KINDS, type SourceKind } from "../source.ts";

/** Words and a small number: what people give as a name. What was generated does not look like this. */
const NAME = /^(?:[A-Z]?[a-z]+(?:[-_.][A-Z]?[a-z]+)*|[A-Z]+(?:[-_.][A-Z]+)*)[-_.]?\d{0,3}$/;
const LONGEST_NAME = 40;
const NEAR = 160;

/** Options, members and flags that name a thing. */
const NAMING =
  "(?:user(?:_?name)?|login|account|entity|hosts?|host_?name|server|address|pool|database|db(?:_?name)?|schema|container|bucket|project(?:_?name)?|tenant(?:_?name)?|domain(?:_?name)?|region(?:_?name)?|backends?|stores?|cluster|service|name|id|types?|driver|group|role|queue|exchange|topic|vhost|virtual_host|zone|owner|policy|profile|prefix|path|dir|directory|file|endpoint)";
const NAMED = new RegExp(
  `(?:^|[^A-Za-z0-9]|[a-z0-9](?=[A-Z]))${NAMING}["'\\\\]{0,3}[ \\t]{0,9}[=:][ \\t]{0,9}["'\\\\]{0,3}(?:[\\w.:-]{1,60}[,;][ \\t]?){0,20}$`,
  "i",
);
const FLAG = new RegExp(`[ \\t](?:-[A-Za-z]|--(?:[a-z-]{1,30}-)?${NAMING})[ \\t]{1,5}["']?$`, "i");
/** Before a name: a part of a path, a host, the user of an address, an entity of Ceph. */
const BEFORE = /(?:(?:^|[\s"'`=:@~])\.{0,2}\/[\w.@%+:/-]{0,150}\/?|\/\/|@|\bclient\.)$/;
/** Behind a name: a pool's object, a user's host, a store's type, the tables of a database. */
const BEHIND = /^(?:\/[^/]|["'`]?@|:(?:rbd|file|http|swift|s3|cinder|vmware)\b|\.\*)/;
const DATABASE_CLIENT = /\b(?:mysql\w*|mariadb[\w-]*|psql|pg_dump|createdb)[ \t][^|;\n]{0,150}[ \t]$/;
const LISTS_OF_NAMES: ReadonlySet<SourceKind> = new Set<SourceKind>([...LISTING_KINDS, "ceph-df", "ceph-pools"]);

export const hasFormOfName = (value: string): boolean => value.length <= LONGEST_NAME && NAME.test(value);

/** Whether what stands from `start` to `end` is a name there: told by its option, by what surrounds it, or by the file. */
export function isNameAt(text: string, kind: SourceKind, start: number, end: number): boolean {
  if (LISTS_OF_NAMES.has(kind)) return true;
  const near = text.slice(Math.max(0, start - NEAR), start);
  const before = near.slice(near.lastIndexOf("\n") + 1);
  const behind = text.slice(end, end + 12);
  if (before.trimStart() === "[" && behind.startsWith("]")) return true;
  return (
    BEFORE.test(before) ||
    BEHIND.test(behind) ||
    NAMED.test(before) ||
    FLAG.test(before) ||
    DATABASE_CLIENT.test(before)
  );
}
