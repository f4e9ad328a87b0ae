/** Lines that part a paste into sources. */
import { configOfName, recogniseCommand } from "../recognise/name.ts";
import { printedFile, promptOf } from "../recognise/prompt.ts";
import { safeName } from "../recognise/usual-name.ts";

/** The beginning of a new source. `keep`: the line itself belongs to it, because it tells something of what follows. */
export type Marker = { name: string | null; command?: string; host?: string | null; keep?: boolean };

const FILE =
  /^[\w@~./-][\w@~ ./()+,-]*\.(?:conf|ini|cnf|cfg|j2|json|csv|tsv|txt|ya?ml|xml|log|md|sh|py|keyring|out|list|orig|bak|d\/[\w.-]+|conf\.[\w-]+)$/i;
const RULED: readonly RegExp[] = [
  /^\s*-{2,}\s*(\S.*?\S)\s*-{2,}\s*$/,
  /^\s*={2,}>?\s*(\S.*?\S)\s*(?:<?={2,})\s*$/,
  /^\s*\*{2,}\s*(\S.*?\S)\s*:?\s*\*{2,}:?\s*$/,
  /^\s*#{2,}\s*(\S.*?\S)\s*:?\s*(?:#{2,})?\s*$/,
  /^\s*[-=#*]{3,}\s*(?:file|datei|fichier|archivo)\s*:?\s*(\S.*?)\s*[-=#*]*\s*$/i,
  /^\s*>{3,}\s*(\S.*?\S)\s*(?:<{3,})?\s*$/,
];
/** What `head` and `tail` print above each of several files: a path tells enough, whatever its ending. */
const TAILED = /^==> (\/[\w@./+-]+) <==$/;
const NAMED_LINE =
  /^\s*[*_`]{0,3}((?:[\w@.-]*\/)*[\w@.-]+\.(?:conf|ini|json|csv|ya?ml|txt|log))[*_`]{0,3}\s*:?[*_`]{0,3}\s*$/;
const HEADER_COMMENT = /^\s*[#;]+\s*(?:file:?\s*)?(\/(?:[\w@.-]+\/)+[\w@.-]+\.(?:conf|ini))\s*:?\s*$/i;
/** `--- NAME --- (N lines)`, as `glancewright pack` writes it. */
const COUNTED = /^--- (.+?) --- \((\d+) lines?(, no final newline)?\)(?: \$ (.+?))?\r?$/;

export type Counted = { name: string; count: number; finalNewline: boolean; command: string | undefined };

export function countedMarker(line: string): Counted | null {
  const match = COUNTED.exec(line);
  if (match === null) return null;
  return { name: match[1] ?? "", count: Number(match[2]), finalNewline: match[3] === undefined, command: match[4] };
}

/** What stands between the rules of `--- … ---`: a file, or a command. Titles of tables (`--- POOLS ---`) are neither. */
function markerOfTitle(title: string): Marker | null {
  const plain = title.replace(/^[`"']+|[`"':]+$/g, "").trim();
  if (FILE.test(plain)) return { name: safeName(plain) };
  if (
    /^(?:\$|#)?\s*(?:openstack|glance|rbd|ceph|curl|df|findmnt|mount|ls|du|find)\s/.test(plain) &&
    recogniseCommand(plain) !== null
  ) {
    return { name: null, command: plain.replace(/^[$#]\s*/, "") };
  }
  return /^[a-z][\w-]*$/.test(plain) && configOfName(`${plain}.conf`) !== null ? { name: `${plain}.conf` } : null;
}

const nextFilled = (lines: readonly string[], at: number): string =>
  lines.slice(at + 1).find((line) => line.trim() !== "") ?? "";

function headerComment(lines: readonly string[], at: number): Marker | null {
  const path = HEADER_COMMENT.exec(lines[at] ?? "")?.[1];
  if (path === undefined || configOfName(path) === null || (at > 0 && (lines[at - 1] ?? "").trim() !== "")) return null;
  const next = lines.slice(at + 1).find((line) => line.trim() !== "" && !/^\s*[#;]/.test(line)) ?? "";
  return /^\s*\[[\w.:-]+\]\s*$/.test(next) ? { name: safeName(path) } : null;
}

function promptMarker(lines: readonly string[], at: number): Marker | null {
  const prompt = promptOf(lines[at] ?? "");
  if (prompt === null) return null;
  const { command, host } = prompt;
  const file = printedFile(command);
  if (!prompt.sure && file === null && /^\s*(?:[#;[]|[\w.-]+\s*[=:])/.test(nextFilled(lines, at))) return null;
  if (file !== null) return { name: safeName(file), command, host };
  // The host in the prompt of `df` and `findmnt` tells whose mounts these are.
  return { name: null, command, host, ...(/\b(?:df|mount|findmnt)\b/.test(command) ? { keep: true } : {}) };
}

/** The marker on a line, or null. Looks at the neighbouring lines where the line alone could be content. */
export function markerAt(lines: readonly string[], at: number): Marker | null {
  const line = (lines[at] ?? "").replace(/\r$/, "");
  if (line.trim() === "" || line.length > 4000) return null;
  const counted = countedMarker(line);
  if (counted !== null)
    return { name: safeName(counted.name), ...(counted.command === undefined ? {} : { command: counted.command }) };
  const tailed = TAILED.exec(line)?.[1];
  if (tailed !== undefined) return { name: safeName(tailed) };
  for (const ruled of RULED) {
    const title = ruled.exec(line)?.[1];
    const marker = title === undefined ? null : markerOfTitle(title);
    if (marker !== null) return marker;
  }
  const named = NAMED_LINE.exec(line)?.[1];
  if (named !== undefined && (at === 0 || (lines[at - 1] ?? "").trim() === "")) {
    if (/[:*`]\s*$/.test(line) || configOfName(named) !== null) return { name: safeName(named) };
  }
  return headerComment(lines, at) ?? promptMarker(lines, at);
}

/** Whether a file that was given as a file is a paste saved to disk: its first filled line is an unmistakable marker. */
export function startsWithMarker(text: string): boolean {
  const first = /^\uFEFF?\s*(\S[^\n]*)/.exec(text.slice(0, 8000))?.[1] ?? "";
  if (countedMarker(first.replace(/\s+$/, "")) !== null) return true;
  return (
    /^(?:-{3,}|={2,}>)\s/.test(first) &&
    RULED.slice(0, 2).some((ruled) => FILE.test(ruled.exec(first.replace(/\r$/, ""))?.[1] ?? ""))
  );
}

/** A saved terminal: its first line, behind a code fence if there is one, is a prompt with a command that printed the rest. */
export function startsWithPrompt(text: string): boolean {
  const lines = text.slice(0, 4_000).split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== "" && !/^\s*```/.test(line));
  return first >= 0 && promptOf(lines[first] ?? "") !== null && markerAt(lines, first) !== null;
}
