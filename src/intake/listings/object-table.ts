/** RBD objects of one pool in columns; filled by the readers of `rbd ls` and `rbd du`. */
import type { HexIndex } from "./hex-index.ts";

/** One row of `rbd ls -l` or `rbd du`: an image, or one of its snapshots when `snapshot` is set. */
export type ObjectRecord = {
  name: string;
  snapshot: string | null;
  /** Provisioned bytes; undefined in a short listing. */
  size?: number | undefined;
  /** Bytes in use (`rbd du`). */
  used?: number | undefined;
  /** `pool/image@snap` of the parent, for clones. */
  parent?: string | null | undefined;
  protected?: boolean | undefined;
  locked?: boolean | undefined;
  line: number;
};

/** One object as rules see it. A cursor: valid until the next step of the iteration. */
export type ObjectRow = Readonly<Omit<ObjectRecord, "line">> & {
  /** null where neither the command nor the listing named the pool. */
  readonly pool: string | null;
  readonly file: string;
  readonly line: number;
  /** Number of the row, 0 to `rowCount` - 1. */
  readonly index: number;
};

export type ObjectTable = {
  /** Rows, snapshots included. */
  readonly rowCount: number;
  readonly pools: readonly (string | null)[];
  /** Rows of one pool, or of all. */
  rows(pool?: string | null): IteratorObject<ObjectRow, void, unknown>;
  find(pool: string | null, name: string, snapshot?: string | null): ObjectRow | undefined;
  /** Row of a number below `rowCount`, as a cursor of its own. */
  at(index: number): ObjectRow;
  /** All different names, whatever their pool; `images.ids.findSame(objects.names, n)` joins without making text. */
  readonly names: HexIndex;
  /** Number of the name of a row in `names`: the same for an image and its snapshots. */
  nameNumberAt(index: number): number;
  /** Gives the memory of the rows back, and is empty from then on: for whoever has taken what a large snapshot tells of objects. */
  release(): void;
};

export type ObjectTableBuilder = {
  /** Adds a row, or fills what an earlier row of the same pool, name and snapshot left undefined (`rbd ls -l` and `rbd du`). */
  add(record: ObjectRecord, pool: string | null, file: string): void;
  build(): ObjectTable;
};
