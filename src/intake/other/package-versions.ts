/** Reader of package and container listings: dpkg, rpm, pip, apt, docker and podman, `--version` outputs. */
import type { VersionsArtefact } from "../artefact.ts";
import { type ListingSource, promptCommand } from "../listings/reading.ts";

type Version = VersionsArtefact["versions"][number];
type Reader = (line: string) => { name: string; version: string } | null;

function byPattern(pattern: RegExp, nameAt = 1, versionAt = 2): Reader {
  return (line) => {
    const match = pattern.exec(line);
    return match ? { name: match[nameAt] ?? "", version: match[versionAt] ?? "" } : null;
  };
}

/** The likeliest form of a line first; `name: version` last, because it fits most. */
const READERS: readonly Reader[] = [
  byPattern(/^(?:ii|hi|iU|iF)\s+([\w.+-]+)(?::\w+)?\s+(\S+)/),
  byPattern(/^([\w.+-]+)\/[\w,.-]+\s+(\S+)\s+(?:amd64|arm64|all|i386)\b/),
  byPattern(/^([A-Za-z][\w.+-]*?)-((?:\d+:)?\d[\w.~^+]*-[\w.~^+]+)\.(?:noarch|x86_64|aarch64|i686)$/),
  byPattern(/^([\w.+-]+)\.(?:noarch|x86_64|aarch64)\s+(\S*\d\S*)\s/),
  byPattern(/^([A-Za-z][\w.-]*)(?:\[[\w,]+\])?===?(\d\S*)$/),
  byPattern(/^\s*(?:[0-9a-f]{12}\s+)?((?:[\w.-]+(?::\d+)?\/)+[\w.-]+)(?::|\s+)([\w][\w.+-]*)(?:@sha256:\S+)?(?:\s|$)/),
  byPattern(/^\|\s*([A-Za-z][\w.-]+)\s*\|\s*v?(\d[\w.+:~-]*)\s*\|/),
  byPattern(
    /^\s*[-*]?\s*((?:OpenStack\s+)?[A-Za-z][\w.-]*)(?:\s+version)?\s*[:=]?\s+v?(\d+(?:\.\d+)+[\w.+:~-]*)\s*(?:\(.*\))?$/i,
  ),
];

function firstOf(line: string): { name: string; version: string } | null {
  for (const reader of READERS) {
    const found = reader(line);
    if (found !== null) return found;
  }
  return null;
}

/** The program in the command before a lone version number (`glance-api --version`). */
function programOf(command: string | null): string | null {
  return /([\w-]+)\s+--?version\b/.exec(command ?? "")?.[1] ?? null;
}

/** Reads names and versions as listed. Lines that name neither are left out. */
export function readPackageVersions(text: string, source: ListingSource): VersionsArtefact {
  const versions: Version[] = [];
  let program = programOf(source.command ?? null);
  for (const [at, raw] of text.split("\n").entries()) {
    const each = raw.replace(/\r$/, "").trimEnd();
    const prompt = promptCommand(each) ?? /^\s*\S*[$#]\s+(.*--?version\b.*)$/.exec(each)?.[1] ?? null;
    if (prompt !== null) {
      program = programOf(prompt);
      continue;
    }
    if (each === "" || /^(?:#|Package\s+Version|REPOSITORY\s|-+\s+-+|\+-|Desired=|\|\/)/.test(each)) continue;
    const lone = /^v?(\d+(?:\.\d+)+\S*)$/.exec(each)?.[1];
    const found = lone !== undefined ? { name: program ?? "", version: lone } : firstOf(each);
    // `ctl1: glance-28…`: a listing of several nodes names the node first.
    const behindNode = /^[\w.-]+:\s+(\S.*)$/.exec(each)?.[1];
    const packages = found ?? firstOf(behindNode ?? "") ?? byPattern(/^([A-Za-z][\w.-]*)\s+(\d[\w.+!-]*)$/)(each);
    if (packages && packages.name !== "") versions.push({ ...packages, line: at + 1 });
  }
  return { kind: "versions", file: source.file, versions };
}
