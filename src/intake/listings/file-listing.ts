/** Reader of a file store's directory: `ls -l`, `du -a`, `find -printf`, a plain `ls`. */
import type { FileListingArtefact } from "../artefact.ts";
import { bytesOf, type ListingSource, numberOf, problemList, promptCommand } from "./reading.ts";

type FileEntry = FileListingArtefact["files"][number];

const LS_ROW =
  /^[-l][rwxsStT-]{9}[.+@]?\s+\d+\s+\S+\s+\S+\s+(\d[\d.,]*[KMGTPE]?)\s+((?:\w{3}\s+\d+\s+[\d:]+)|(?:\d{4}-\d{2}-\d{2}(?:\s+[\d:.]+(?:\s+[+-]\d{4})?)?))\s+(.+)$/;
const DU_ROW = /^(\d+(?:\.\d+)?[KMGTPE]?)\s+(\/?\S.*)$/;

function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** A path in the command that is the listed directory. */
function directoryOfCommand(command: string | undefined): string | null {
  return /(?:^|\s)(\/[\w./-]+)/.exec((command ?? "").replace(/^\S*\/(?=\w+\s)/, ""))?.[1] ?? null;
}

/** ISO 8601 where the listing shows a year; `ls` without one (`Nov 23 04:39`) tells no date that could be trusted. */
function isoTime(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[\sT]+(\d{2}:\d{2}(?::\d{2})?))?/.exec(text);
  if (!match) return null;
  return match[2] === undefined
    ? (match[1] ?? null)
    : `${match[1]}T${match[2].length === 5 ? `${match[2]}:00` : match[2]}Z`;
}

function tabbed(text: string, line: number): FileEntry | null {
  const cells = text.split("\t").map((cell) => cell.trim());
  if (cells.length < 2) return null;
  const sizeAt = cells.findIndex((cell) => /^\d+$/.test(cell));
  const nameAt = cells.findIndex((cell, at) => at !== sizeAt && cell !== "" && isoTime(cell) === null);
  const time = cells.map(isoTime).find((each) => each !== null) ?? null;
  if (sizeAt < 0 || nameAt < 0) return null;
  return { name: baseName(cells[nameAt] ?? ""), size: numberOf(cells[sizeAt]), modifiedAt: time, line };
}

/**
 * Reads the files of a store. Sizes are bytes of content for `ls` and `find`; `du` tells allocated kibibytes unless
 * its numbers carry a unit or its command `-b`. Directories and totals are left out.
 */
export function readFileListing(text: string, source: ListingSource): FileListingArtefact {
  const problems = problemList();
  const files: FileEntry[] = [];
  let { command } = source;
  let directory = directoryOfCommand(command);
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const duPaths = lines.map((each) => DU_ROW.exec(each)?.[2]).filter((path) => path?.includes("/"));
  const isDirectory = (path: string): boolean =>
    duPaths.some((other) => other !== path && other?.startsWith(`${path}/`));
  const knownDirectories = new Set(
    duPaths.length <= 10_000 ? duPaths.filter((path) => path !== undefined && isDirectory(path)) : duPaths.slice(-1),
  );
  for (const [at, each] of lines.entries()) {
    const line = at + 1;
    const prompt = promptCommand(each);
    if (prompt !== null) {
      command ??= prompt;
      directory ??= directoryOfCommand(prompt);
      continue;
    }
    if (each.trim() === "" || /^total \S+$/.test(each)) continue;
    const heading = /^(\/\S.*):$/.exec(each);
    const ls = LS_ROW.exec(each);
    const du = each.includes("/") ? DU_ROW.exec(each) : null;
    if (heading) directory ??= heading[1] ?? null;
    else if (ls)
      files.push({
        name: (ls[3] ?? "").replace(/ -> .*$/, ""),
        size: bytesOf((ls[1] ?? "").replaceAll(",", "")),
        modifiedAt: isoTime(ls[2] ?? ""),
        line,
      });
    else if (du) {
      const path = du[2] ?? "";
      if (knownDirectories.has(path)) {
        directory ??= path;
        continue;
      }
      const plain = /^\d+$/.test(du[1] ?? "");
      const apparent = /\bdu\b[^;|]*\s(?:-\w*b|--bytes)/.test(command ?? "");
      files.push({
        name: baseName(path),
        size: plain && !apparent ? Number(du[1]) * 1024 : bytesOf(du[1] ?? ""),
        modifiedAt: null,
        line,
      });
      directory ??= path.slice(0, path.lastIndexOf("/")) || null;
    } else if (/^[dcbps][rwxsStT-]{9}/.test(each)) continue;
    else {
      const entry =
        tabbed(each, line) ??
        (/^\/?[\w.@:+/-]+$/.test(each.trim())
          ? { name: baseName(each.trim()), size: null, modifiedAt: null, line }
          : null);
      if (entry === null) problems.add(line, "a line that is no file", each);
      else files.push(entry);
    }
  }
  const artefact: FileListingArtefact = { kind: "file-listing", file: source.file, directory, files };
  return problems.list.length === 0 ? artefact : { ...artefact, problems: problems.list };
}
