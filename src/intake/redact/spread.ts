/** Finds a known secret again, in other spellings too, wherever it stands. */

/** Shorter secrets are replaced only where they were found: in other places they could be anything. */
export const SHORTEST_SPREAD = 6;
const LONGEST_SPREAD = 400;
const MOST_SPREAD = 20_000;

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
  connection transport_url enabled backend backends filesystem template templates snapshot snapshots`.split(/\s+/),
);

/** Whether other occurrences of a value are sure to be the same secret. */
export function mayBeSpread(value: string): boolean {
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

/** The spellings of one secret: as found, decoded, percent-encoded, JSON-escaped, with doubled `$` and HTML entities. */
export function spellings(found: string): readonly string[] {
  if (/^[A-Za-z0-9_.~-]*$/.test(found)) return [found];
  const all = new Set([found, percentDecoded(found), jsonDecoded(found), found.replaceAll("$$", "$")]);
  for (const plain of [...all]) {
    const encoded = percentEncoded(plain);
    const json = JSON.stringify(plain).slice(1, -1);
    for (const other of [
      encoded,
      strictlyEncoded(encoded),
      lowerHex(encoded),
      encoded.replaceAll("%20", "+"),
      encoded.replaceAll("%2F", "/"),
      json,
      json.replaceAll("/", "\\/"),
      plain.replaceAll("&", "&amp;"),
    ])
      all.add(other);
  }
  return [...all].filter((spelling) => spelling !== "");
}

type Node<T> = { next: Map<number, Node<T>>; found: T | null; inside: boolean };

const newNode = <T>(): Node<T> => ({ next: new Map(), found: null, inside: false });
const TABLE_BITS = 16;
/** Six characters, five bits apart, in 30 bits: the oldest one has left the word when the seventh comes. */
const WORD_MASK = 0x3fffffff;
const step = (word: number, code: number): number => ((word << 5) ^ code) & WORD_MASK;
const slotOf = (word: number): number => Math.imul(word, 0x9e3779b1) >>> (32 - TABLE_BITS);

/** Known secrets by their spellings, to be searched for in one pass over a text. */
export type Searcher<T> = { root: Node<T>; table: Uint8Array; size: number };

export function newSearcher<T>(): Searcher<T> {
  return { root: newNode(), table: new Uint8Array(2 ** TABLE_BITS), size: 0 };
}

/** Adds one spelling; the first owner of a spelling keeps it. */
export function addSpelling<T>(searcher: Searcher<T>, spelling: string, owner: T): void {
  if (searcher.size >= MOST_SPREAD || !mayBeSpread(spelling)) return;
  let node = searcher.root;
  let word = 0;
  for (let at = 0; at < spelling.length; at++) {
    const code = spelling.charCodeAt(at);
    if (at < SHORTEST_SPREAD) word = step(word, code);
    let next = node.next.get(code);
    if (next === undefined) {
      next = newNode();
      node.next.set(code, next);
    }
    node = next;
  }
  if (node.found !== null) return;
  node.found = owner;
  node.inside = mayBeInside(spelling);
  searcher.table[slotOf(word)] = 1;
  searcher.size++;
}

const isWordAt = (text: string, at: number): boolean => /[\p{L}\p{N}_]/u.test(text[at] ?? "");

/** The longest spelling that begins at `start`, whose ends are ends of words where it needs them. */
function longestAt<T>(root: Node<T>, text: string, start: number): { end: number; found: T } | null {
  let node: Node<T> | undefined = root;
  let best: { end: number; found: T } | null = null;
  for (let at = start; ; at++) {
    node = node.next.get(text.charCodeAt(at));
    if (node === undefined) return best;
    if (node.found === null) continue;
    const free = node.inside || (!isWordAt(text, start - 1) && !isWordAt(text, at + 1));
    if (free) best = { end: at + 1, found: node.found };
  }
}

/** Every place of a known spelling in a text, from left to right, none over another. */
export function findAgain<T>(searcher: Searcher<T>, text: string): { start: number; end: number; found: T }[] {
  const places: { start: number; end: number; found: T }[] = [];
  if (searcher.size === 0) return places;
  const { table, root } = searcher;
  let word = 0;
  let free = 0;
  for (let at = 0; at < text.length; at++) {
    word = ((word << 5) ^ text.charCodeAt(at)) & WORD_MASK;
    const start = at - SHORTEST_SPREAD + 1;
    if (start < free || table[Math.imul(word, 0x9e3779b1) >>> (32 - TABLE_BITS)] === 0) continue;
    const match = longestAt(root, text, start);
    if (match === null) continue;
    places.push({ start, ...match });
    free = match.end;
  }
  return places;
}
