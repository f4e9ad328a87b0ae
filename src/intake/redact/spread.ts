/** Finds a known secret again, in other spellings too, wherever it stands. */

/** Shorter secrets are replaced only where they were found: in other places they could be anything. */
const SHORTEST_SPREAD = 6;
const LONGEST_SPREAD = 400;

/** Words that are passwords in laboratories and names everywhere else. */
const COMMON = new Set(
  `password passwort passwd secret secrets default admin administrator service services openstack glance glance-api
  cinder cinder-volume keystone neutron placement barbican swift horizon heat ironic octavia magnum manila rabbit rabbitmq
  rabbitmq-server mysql mariadb postgres postgresql galera memcached redis images volumes vms backups backup archive
  metrics client.glance client.cinder client.nova client.admin libvirt controller compute storage network project domain
  tenant username changeme change-me localhost example private public internal external region regionone ephemeral
  standard qcow2 x-auth-token token tokens access access-key secret-key redacted placeholder production staging testing
  development ubuntu debian centos rocky fedora windows kolla ansible docker podman container containers system
  cephfs ceph-user monitor manager object objects bucket buckets minioadmin minio123 publicurl internalurl adminurl
  connection transport_url enabled backend backends filesystem template templates snapshot snapshots
  bearer authorization identified enabled_backends`.split(/\s+/),
);

/** Whether other occurrences of a value are sure to be the same secret. */
function mayBeSpread(value: string): boolean {
  if (value.length < SHORTEST_SPREAD || value.length > LONGEST_SPREAD || /[\r\n]/.test(value)) return false;
  if (new Set(value).size < 4 || COMMON.has(value.toLowerCase())) return false;
  return !(/^\d+$/.test(value) && value.length < 8) && !/^redacted-/.test(value);
}

/** Inside of longer words only what cannot be a part of one by chance is replaced. */
function mayBeInside(value: string): boolean {
  return value.length >= 8 && /[A-Za-z]/.test(value) && /[^A-Za-z]/.test(value) && !/^[a-z]+[-_.][a-z]+$/.test(value);
}

function percentDecoded(value: string): string {
  if (!value.includes("%")) return value;
  return value.replace(/(?:%[0-9A-Fa-f]{2})+/g, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
}

function percentEncoded(value: string): string {
  if (/^[\w.~-]*$/.test(value)) return value;
  try {
    return encodeURIComponent(value);
  } catch {
    return value;
  }
}

const strictlyEncoded = (encoded: string): string =>
  encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
const lowerHex = (encoded: string): string => encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());

function jsonDecoded(value: string): string {
  if (!value.includes("\\")) return value;
  try {
    return String(JSON.parse(`"${value}"`));
  } catch {
    return value;
  }
}

const ENTITIES: readonly (readonly [string, string])[] = [
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
  ["&#39;", "'"],
  ["&amp;", "&"],
];

function entitiesDecoded(value: string): string {
  if (!value.includes("&")) return value;
  return ENTITIES.reduce((text, [entity, character]) => text.replaceAll(entity, character), value);
}

const jsonEncoded = (value: string): string => JSON.stringify(value).slice(1, -1);
const withAmpersands = (value: string): string => value.replaceAll("&", "&amp;");
const withEntities = (value: string): string =>
  withAmpersands(value).replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/**
 * The spellings of one secret: as found, decoded, percent-encoded, JSON-escaped (also twice), with doubled `$` and with
 * HTML entities.
 */
export function spellings(found: string): readonly string[] {
  if (/^[A-Za-z0-9_.~-]*$/.test(found)) return [found];
  const json = jsonDecoded(found);
  const inCell = jsonDecoded(found.replaceAll('""', '"'));
  const decoded = [percentDecoded(found), json, jsonDecoded(json), inCell, entitiesDecoded(found)];
  const all = new Set([found, ...decoded, found.replaceAll("$$", "$")]);
  for (const plain of [...all]) {
    const encoded = percentEncoded(plain);
    const escaped = jsonEncoded(plain);
    all
      .add(encoded)
      .add(strictlyEncoded(encoded))
      .add(lowerHex(encoded))
      .add(encoded.replaceAll("%20", "+"))
      .add(encoded.replaceAll("%2F", "/"))
      .add(escaped)
      .add(escaped.replaceAll("/", "\\/"))
      .add(jsonEncoded(escaped))
      .add(withAmpersands(plain))
      .add(withEntities(plain))
      .add(withEntities(plain).replaceAll("'", "&#39;"));
  }
  return [...all].filter((spelling) => spelling !== "");
}

const TABLE_BITS = 16;
/** Six characters, five bits apart, in 30 bits: the oldest one has left the word when the seventh comes. */
const WORD_MASK = 0x3fffffff;
const step = (word: number, code: number): number => ((word << 5) ^ code) & WORD_MASK;
const slotOf = (word: number): number => Math.imul(word, 0x9e3779b1) >>> (32 - TABLE_BITS);

type Owned<T> = { owner: T; inside: boolean };

/** Known secrets by their spellings, to be searched for in one pass over a text: `lengths`, longest first, by first six characters. */
export type Searcher<T> = { spellings: Map<string, Owned<T>>; lengths: Map<number, number[]>; table: Uint8Array };

export function newSearcher<T>(): Searcher<T> {
  return { spellings: new Map(), lengths: new Map(), table: new Uint8Array(2 ** TABLE_BITS) };
}

/** Adds one spelling; the first owner of a spelling keeps it. */
export function addSpelling<T>(searcher: Searcher<T>, spelling: string, owner: T): void {
  if (searcher.spellings.has(spelling) || !mayBeSpread(spelling)) return;
  searcher.spellings.set(spelling, { owner, inside: mayBeInside(spelling) });
  let word = 0;
  for (let at = 0; at < SHORTEST_SPREAD; at++) word = step(word, spelling.charCodeAt(at));
  searcher.table[slotOf(word)] = 1;
  const lengths = searcher.lengths.get(word);
  if (lengths === undefined) searcher.lengths.set(word, [spelling.length]);
  else if (!lengths.includes(spelling.length)) lengths.splice(placeOf(lengths, spelling.length), 0, spelling.length);
}

function placeOf(lengths: readonly number[], length: number): number {
  const shorter = lengths.findIndex((other) => other < length);
  return shorter < 0 ? lengths.length : shorter;
}

const isWordAt = (text: string, at: number): boolean => /[\p{L}\p{N}_]/u.test(text[at] ?? "");

/** The longest spelling that begins at `start`, whose ends are ends of words where it needs them. */
function longestAt<T>(
  searcher: Searcher<T>,
  word: number,
  text: string,
  start: number,
): { end: number; found: T } | null {
  for (const length of searcher.lengths.get(word) ?? []) {
    const end = start + length;
    const known = searcher.spellings.get(text.slice(start, end));
    if (known === undefined) continue;
    if (known.inside || (!isWordAt(text, start - 1) && !isWordAt(text, end))) return { end, found: known.owner };
  }
  return null;
}

/** Every place of a known spelling in a text, from left to right, none over another. */
export function findAgain<T>(searcher: Searcher<T>, text: string): { start: number; end: number; found: T }[] {
  const places: { start: number; end: number; found: T }[] = [];
  if (searcher.spellings.size === 0) return places;
  const { table } = searcher;
  let word = 0;
  let free = 0;
  for (let at = 0; at < text.length; at++) {
    word = ((word << 5) ^ text.charCodeAt(at)) & WORD_MASK;
    const start = at - SHORTEST_SPREAD + 1;
    if (start < free || table[Math.imul(word, 0x9e3779b1) >>> (32 - TABLE_BITS)] === 0) continue;
    const match = longestAt(searcher, word, text, start);
    if (match === null) continue;
    places.push({ start, ...match });
    free = match.end;
  }
  return places;
}
