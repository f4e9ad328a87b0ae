/** Images whose bytes another image already holds. Sums of metadata: they prove equal bytes only as far as the sum does. */
import { hexIndex } from "../../intake/listings/hex-index.ts";
import type { ImageTable } from "../../intake/listings/image-table.ts";
import type { DuplicateGroup, Duplicates } from "../cloud.ts";
import { imageState } from "./image-state.ts";

const EXAMPLES = 1_000;

type Group = {
  strength: DuplicateGroup["strength"];
  algorithm: string;
  size: number;
  diskFormat: string;
  rows: number[];
};

/** Active images with bytes: those that can waste something. */
function comparable(images: ImageTable, row: number): boolean {
  if (!(images.sizeAt(row) > 0)) return false;
  const image = images.at(row);
  return imageState(image) === "settled" && image.status !== "deactivated";
}

/** Rows whose number occurs more than once, by number; -1 is none. Numbers are dense enough for an array. */
function repeated(rowCount: number, numberOf: (row: number) => number): Map<number, number[]> {
  let most = -1;
  for (let row = 0; row < rowCount; row++) most = Math.max(most, numberOf(row));
  const counts = new Uint8Array(most + 1);
  for (let row = 0; row < rowCount; row++) {
    const number = numberOf(row);
    if (number >= 0) counts[number] = Math.min(2, (counts[number] as number) + 1);
  }
  const rows = new Map<number, number[]>();
  for (let row = 0; row < rowCount; row++) {
    const number = numberOf(row);
    if (number < 0 || counts[number] !== 2) continue;
    const list = rows.get(number);
    if (list) list.push(row);
    else rows.set(number, [row]);
  }
  return rows;
}

/** Parts rows of one sum by what else must agree: algorithm, size and format. */
function partedGroups(images: ImageTable, rows: readonly number[], strength: Group["strength"]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const image = images.at(row);
    const size = images.sizeAt(row);
    const diskFormat = image.diskFormat || "null";
    const algorithm = strength === "strong" ? (image.hashAlgorithm?.toLowerCase() ?? "") : "md5";
    const key = `${algorithm} ${size} ${diskFormat}`;
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { strength, algorithm, size, diskFormat, rows: [row] });
  }
  return [...groups.values()].filter((group) => group.rows.length > 1);
}

/** `hashed`: 1 for each row that is compared by its hash. `md5`: the same number for the same sum, of rows without a hash. */
function comparedRows(images: ImageTable, lost: ReadonlySet<number>): { hashed: Uint8Array; md5: Int32Array | null } {
  const hashed = new Uint8Array(images.rowCount);
  // Made for the first image without a hash: a million have one as a rule.
  let md5: Int32Array | null = null;
  const checksums = hexIndex(32);
  const withChecksum = images.fields.has("checksum");
  for (let row = 0; row < images.rowCount; row++) {
    const hash = images.hashNumberAt(row);
    if (hash < 0 && !withChecksum) continue;
    if (lost.has(row) || !comparable(images, row)) continue;
    if (hash >= 0) hashed[row] = 1;
    else {
      const checksum = images.at(row).checksum;
      if (!checksum) continue;
      md5 ??= new Int32Array(images.rowCount).fill(-1);
      md5[row] = checksums.add(checksum.toLowerCase());
    }
  }
  return { hashed, md5 };
}

/**
 * Groups of at least two active images with the same sum, size and format; largest waste first, then by id. An image
 * with a strong hash is compared by that, one without by its MD5 sum. `groups` is null when no listing carries a sum.
 * `lost`: rows whose data is gone hold nothing twice, and are none to keep.
 */
export function findDuplicates(images: ImageTable, lost: ReadonlySet<number> = new Set()): Duplicates {
  if (!images.fields.has("hashValue") && !images.fields.has("checksum")) {
    return { groups: null, examples: [], redundantImages: null, redundantBytes: null };
  }
  const { hashed, md5 } = comparedRows(images, lost);
  const groups: Group[] = [];
  const byHash = repeated(images.rowCount, (row) => (hashed[row] === 1 ? images.hashNumberAt(row) : -1));
  for (const rows of byHash.values()) groups.push(...partedGroups(images, rows, "strong"));
  const bySum = md5 === null ? [] : repeated(images.rowCount, (row) => md5[row] as number).values();
  for (const rows of bySum) groups.push(...partedGroups(images, rows, "md5"));
  let redundantImages = 0;
  let redundantBytes = 0;
  for (const { rows, size } of groups) {
    redundantImages += rows.length - 1;
    redundantBytes += (rows.length - 1) * size;
  }
  const waste = ({ rows, size }: Group): number => (rows.length - 1) * size;
  const firstId = ({ rows }: Group): string => images.ids.textAt(rows[0] ?? 0);
  const sorted = groups.sort((one, other) => waste(other) - waste(one) || (firstId(one) < firstId(other) ? -1 : 1));
  return {
    groups: groups.length,
    examples: sorted.slice(0, EXAMPLES).map((group) => example(images, group)),
    redundantImages,
    redundantBytes,
  };
}

function example(images: ImageTable, { strength, algorithm, size, diskFormat, rows }: Group): DuplicateGroup {
  const first = images.at(rows[0] ?? 0);
  const value = strength === "strong" ? first.hashValue : first.checksum;
  return {
    key: `${algorithm}:${value ?? ""}`,
    strength,
    size,
    diskFormat,
    imageIds: rows.map((row) => images.ids.textAt(row)).sort(),
  };
}
