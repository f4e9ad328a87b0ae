/**
 * The image catalogue in columns, so that a million images fit in memory and a rule can still ask about each.
 * Filled by the image readers through `ImageTableBuilder` (made by `imageTableBuilder`).
 */
import type { HexIndex } from "./hex-index.ts";

/** One image as a reader found it. A field that the listing does not carry is `undefined`; one that it shows empty is `null`. */
export type ImageRecord = {
  id: string;
  name?: string | null | undefined;
  diskFormat?: string | null | undefined;
  containerFormat?: string | null | undefined;
  /** Bytes. */
  size?: number | null | undefined;
  /** Bytes. */
  virtualSize?: number | null | undefined;
  /** GiB. */
  minDisk?: number | null | undefined;
  /** MD5. Not kept of an image that has a `hashValue`, which says more. */
  checksum?: string | null | undefined;
  hashAlgorithm?: string | null | undefined;
  hashValue?: string | null | undefined;
  status?: string | null | undefined;
  visibility?: string | null | undefined;
  hidden?: boolean | undefined;
  protected?: boolean | undefined;
  owner?: string | null | undefined;
  tags?: string[] | undefined;
  /** ISO 8601. */
  createdAt?: string | null | undefined;
  updatedAt?: string | null | undefined;
  /** Store ids, in the order of the `stores` property (read order by weight). */
  stores?: string[] | undefined;
  /** Location URLs, redacted; the first is the one that `direct_url` shows. */
  locations?: string[] | undefined;
  directUrl?: string | null | undefined;
  /** Boots in the last 30 days and the last boot, where the listing carries them. */
  boots30d?: number | null | undefined;
  lastBootAt?: string | null | undefined;
  /** Row deleted in the database (`deleted` = 1), seen in SQL output only. */
  deletedRow?: boolean | undefined;
  /** All other properties (`os_distro`, `img_signature*`, `image_type`, `os_glance_*`, ...), as text. */
  properties?: Record<string, string> | undefined;
  line: number;
};

export type ImageField = Exclude<keyof ImageRecord, "id" | "line">;

/** One image as rules see it. A cursor: valid until the next step of the iteration; `copy()` what you keep. */
export type ImageRow = Readonly<Omit<ImageRecord, "line">> & {
  readonly file: string;
  readonly line: number;
  /** Number of the row, 0 to `rowCount` - 1. */
  readonly index: number;
  /** One property, without making the others. */
  property(name: string): string | undefined;
  /** The row as plain data, only with the fields that a listing carried. */
  copy(): ImageRecord & { file: string };
};

export type ImageTable = {
  readonly rowCount: number;
  /** Fields that at least one listing carried; a rule about any other field is unchecked. */
  readonly fields: ReadonlySet<ImageField>;
  /** Rows in order of first sight. */
  rows(): IteratorObject<ImageRow, void, unknown>;
  find(id: string): ImageRow | undefined;
  /** The ids; the number of an id is the number of its row. */
  readonly ids: HexIndex;
  /** Row of a number below `rowCount`, as a cursor of its own. */
  at(index: number): ImageRow;
  /** The same number for the same `hashValue`, all digits compared; -1 where the row has none. For grouping without strings. */
  hashNumberAt(index: number): number;
  /** Pools in which the row has an RBD location named like the image itself. Cheap: for joins over all rows. */
  ownPoolsAt(index: number): readonly string[];
  /** Rows with a location whose object or file is not named like the image. */
  rowsNamedElsewhere(): IteratorObject<ImageRow, void, unknown>;
  /** The size of a row in bytes; NaN where it is unknown. */
  sizeAt(index: number): number;
};

export type ImageTableBuilder = {
  /**
   * Adds an image, or fills what earlier rows of the same id left undefined: where two listings differ, the first is
   * kept. `file` is the source of `record.line`. Answers the number of the row.
   */
  add(record: ImageRecord, file: string): number;
  build(): ImageTable;
};
