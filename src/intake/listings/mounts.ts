/** Reader of `findmnt`, `mount` and `df`, of one node or of several behind each other. */
import type { MountsArtefact } from "../artefact.ts";
import { bytesOf, type ListingSource } from "./reading.ts";

type Mount = MountsArtefact["mounts"][number];

const PROMPT = /^\s*(?:\[?(?:[\w.-]+@)?([\w.-]+?)(?:[ :][^$#%>]*)?\]?)?\s*([$#%>])\s+(findmnt|mount|df|cat|ssh)\b(.*)$/;
const SECTION = /^(?:=+|-+|#+)\s*([\w.-]+)\s*(?:=+|-+|#+|:)?\s*$/;
const DF_ROW =
  /^(\S.*?)\s+(?:([a-z][\w.]*)\s+)?(\d[\d.,]*[KMGTPE]?i?B?)\s+(\d[\d.,]*[KMGTPE]?i?B?)\s+(\d[\d.,]*[KMGTPE]?i?B?)\s+(\d+%|-)\s+(\/\S*)\s*$/;
const MOUNT_ROW = /^(\S+) on (\/\S*) type (\S+)(?: \((.*)\))?/;
const FSTAB_ROW = /^(\S+)\s+(\/\S*)\s+([a-z][\w.]+)\s+(\S+)(?:\s+\d+\s+\d+)?\s*$/;
const FINDMNT_ROW = /^[\s│├└─|`-]*(\/\S*)\s+(\S+)\s+([a-z][\w.]*)(?:\s+(\S+))?\s*$/;

/** `df` without `-h` counts kibibytes; with `-B1` bytes; a unit goes before both. */
function dfBytes(text: string, block: number): number | null {
  const plain = text.replaceAll(",", "");
  return /^\d+$/.test(plain) ? Number(plain) * block : bytesOf(plain);
}

/**
 * Reads mounts. `df` adds size and free bytes to a mount that `findmnt` or `mount` showed of the same node and path.
 * Sentences between the outputs are left alone.
 */
export function readMounts(text: string, source: ListingSource): MountsArtefact {
  const mounts: Mount[] = [];
  let node: string | null = null;
  let block = 1024;
  /** `findmnt` puts the mount point first, fstab and /proc/mounts the device. */
  let targetFirst = /\bfindmnt\b/.test(source.command ?? "");
  const setBlock = (command: string): void => {
    if (/\bdf\b/.test(command))
      block = /-B\s*1\b|--block-size=1\b/.test(command) ? 1 : /\s-\w*m\b/.test(command) ? 1024 ** 2 : 1024;
  };
  if (source.command !== undefined) setBlock(source.command);
  const put = (mount: Mount): void => {
    const known = mounts.find((each) => each.node === mount.node && each.path === mount.path);
    if (known === undefined) mounts.push(mount);
    else {
      known.type ??= mount.type;
      known.sizeBytes ??= mount.sizeBytes;
      known.freeBytes ??= mount.freeBytes;
    }
  };
  for (const [at, raw] of text.split("\n").entries()) {
    const each = raw.replace(/\r$/, "");
    const line = at + 1;
    const prompt = PROMPT.exec(each);
    if (prompt) {
      node = prompt[1] ?? node;
      const host = prompt[3] === "ssh" ? /^\s+(?:-\S+\s+)*(?:\w+@)?([\w.-]+)/.exec(prompt[4] ?? "")?.[1] : undefined;
      node = host ?? node;
      setBlock(each);
      targetFirst = prompt[3] === "findmnt";
      continue;
    }
    const section = SECTION.exec(each.trim());
    if (section) {
      node = section[1] ?? node;
      continue;
    }
    if (/^\s*Filesystem\b/.test(each)) {
      if (/1K-blocks/.test(each)) block = 1024;
      else if (/1B-blocks/.test(each)) block = 1;
      else if (/1M-blocks/.test(each)) block = 1024 ** 2;
      continue;
    }
    if (/^\s*TARGET\b/.test(each)) {
      targetFirst = true;
      continue;
    }
    if (/^\s*#/.test(each)) continue;
    const df = DF_ROW.exec(each);
    const mounted = MOUNT_ROW.exec(each);
    const found = FINDMNT_ROW.exec(each);
    const fstab = targetFirst ? null : FSTAB_ROW.exec(each);
    if (df) {
      put({
        node,
        path: df[7] ?? "",
        source: df[1] ?? "",
        type: df[2] ?? null,
        sizeBytes: dfBytes(df[3] ?? "", block),
        freeBytes: dfBytes(df[5] ?? "", block),
        line,
      });
    } else if (mounted)
      put({
        node,
        path: mounted[2] ?? "",
        source: mounted[1] ?? "",
        type: mounted[3] ?? null,
        sizeBytes: null,
        freeBytes: null,
        line,
      });
    else if (fstab)
      put({
        node,
        path: fstab[2] ?? "",
        source: fstab[1] ?? "",
        type: fstab[3] ?? null,
        sizeBytes: null,
        freeBytes: null,
        line,
      });
    else if (found)
      put({
        node,
        path: found[1] ?? "",
        source: found[2] ?? "",
        type: found[3] ?? null,
        sizeBytes: null,
        freeBytes: null,
        line,
      });
  }
  return { kind: "mounts", file: source.file, mounts };
}
