/** Takes back what chat clients and word processors do to pasted text. */

/** One thing that was changed in one line of a paste. */
export type CleanUp = { line: number; what: CleanUpKind };

export type CleanUpKind =
  | "byte order mark"
  | "terminal colours"
  | "zero-width characters"
  | "non-breaking spaces"
  | "smart quotes"
  | "chat links"
  | "chat entities"
  | "dashes in a command";

type Replacement = {
  what: CleanUpKind;
  pattern: RegExp;
  by: string | ((match: string, ...groups: string[]) => string);
};

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const SINGLE = /[\u2018\u2019\u201a\u201b\u2032]/;

/** In this order: links are cut out before a pasted `&lt;` becomes the bracket of one. */
const REPLACEMENTS: readonly Replacement[] = [
  { what: "terminal colours", pattern: /\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007/g, by: "" },
  { what: "zero-width characters", pattern: /[\u200b-\u200d\u2060\ufeff\u00ad]/g, by: "" },
  { what: "non-breaking spaces", pattern: /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2028\u2029]/g, by: " " },
  {
    what: "smart quotes",
    pattern: /[\u2018-\u201f\u2032\u2033\u00ab\u00bb]/g,
    by: (quote) => (SINGLE.test(quote) ? "'" : '"'),
  },
  {
    what: "chat links",
    pattern: /<(?:(?:https?|ftp|ssh|rbd|file):\/\/|mailto:|tel:)[^\s<>|]*\|([^<>|]*)>/g,
    by: (_link, label) => label ?? "",
  },
  { what: "chat links", pattern: /<((?:https?|ftp):\/\/[^\s<>|]*)>/g, by: (_link, address) => address ?? "" },
  { what: "chat links", pattern: /<(?:mailto|tel):([^\s<>|]*)>/g, by: (_link, address) => address ?? "" },
  { what: "chat entities", pattern: /&(?:lt|gt|amp);/g, by: (entity) => ENTITIES[entity] ?? entity },
];

/** What an operator types: only there is a long dash surely meant as two hyphens. */
const COMMAND =
  /^\s*(?:\S*[$#>]\s+)?(?:sudo\s+)?(?:openstack|glance|rbd|ceph|rados|curl|kolla-ansible|glance-manage|qemu-img|kubectl|docker|mysql|mariadb)\s/;
const LONG_DASH = /(?<=\s)[\u2013\u2014](?=[a-z])/g;

function cleanLine(line: string, note: (what: CleanUpKind) => void): string {
  let clean = line;
  for (const { what, pattern, by } of REPLACEMENTS) {
    const next = typeof by === "string" ? clean.replace(pattern, by) : clean.replace(pattern, by);
    if (next !== clean) note(what);
    clean = next;
  }
  if (!COMMAND.test(clean)) return clean;
  const dashed = clean.replace(LONG_DASH, "--");
  if (dashed !== clean) note("dashes in a command");
  return dashed;
}

/** A line with nothing to take back is by far the commonest. */
const SUSPICIOUS = /[\u001b\u00a0\u00ab\u00ad\u00bb\u1680\u2000-\u2060\ufeff]|&(?:lt|gt|amp);|<\w+:/;

/**
 * Cleans pasted text, and tells what it changed in which line (1-based). The number of lines and the line ends stay.
 * For pastes only: in a file that was given as a file, such characters are what the service reads.
 */
export function cleanPaste(text: string): { text: string; changes: CleanUp[] } {
  const changes: CleanUp[] = [];
  if (!SUSPICIOUS.test(text)) return { text, changes };
  const lines = text.split("\n").map((line, at) => {
    if (!SUSPICIOUS.test(line)) return line;
    const said = new Set<CleanUpKind>();
    const marked = at === 0 && line.startsWith("\uFEFF");
    if (marked) said.add("byte order mark");
    const clean = cleanLine(marked ? line.slice(1) : line, (what) => said.add(what));
    for (const what of said) changes.push({ line: at + 1, what });
    return clean;
  });
  return { text: lines.join("\n"), changes };
}
