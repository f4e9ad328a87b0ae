/** The columns behind `ObjectTable`: about 50 bytes a row. */
import { byteColumn, integerColumn, type NumberColumn, numberColumn, smallColumn } from "./columns.ts";
import { fileRuns } from "./file-runs.ts";
import { hexIndex } from "./hex-index.ts";
import type { ObjectRecord, ObjectRow, ObjectTable, ObjectTableBuilder } from "./object-table.ts";
import { textColumn } from "./text-store.ts";

const PROTECTED = 1;
const PROTECTED_KNOWN = 2;
const LOCKED = 4;
const LOCKED_KNOWN = 8;
const PARENT_KNOWN = 16;

function makeColumns() {
  return {
    names: hexIndex("uuid"),
    nameOf: integerColumn(-1),
    /** First row of a name, and from each row the next one of the same name. */
    firstRow: integerColumn(-1),
    nextRow: integerColumn(-1),
    snapshots: textColumn(true),
    pools: [] as (string | null)[],
    poolOf: byteColumn(),
    /** Pools from the 256th on; nobody has them, garbage may. */
    farPool: new Map<number, number>(),
    size: numberColumn(),
    used: numberColumn(),
    flags: byteColumn(),
    parent: textColumn(true),
    lines: smallColumn(),
    files: fileRuns(),
    rowCount: { value: 0 },
  };
}
type Columns = ReturnType<typeof makeColumns>;

function optional(column: NumberColumn, row: number): number | undefined {
  const value = column.get(row);
  return Number.isNaN(value) ? undefined : value;
}

function poolIndexAt(columns: Columns, row: number): number {
  const near = columns.poolOf.get(row);
  return near === 255 ? (columns.farPool.get(row) ?? 255) : near;
}

class ObjectCursor implements ObjectRow {
  readonly columns: Columns;
  index: number;

  constructor(columns: Columns, index: number) {
    this.columns = columns;
    this.index = index;
  }
  get name() {
    return this.columns.names.textAt(this.columns.nameOf.get(this.index));
  }
  get pool() {
    return this.columns.pools[poolIndexAt(this.columns, this.index)] ?? null;
  }
  get snapshot() {
    return this.columns.snapshots.get(this.index);
  }
  get size() {
    return optional(this.columns.size, this.index);
  }
  get used() {
    return optional(this.columns.used, this.index);
  }
  get parent() {
    return (this.columns.flags.get(this.index) & PARENT_KNOWN) !== 0 ? this.columns.parent.get(this.index) : undefined;
  }
  get protected() {
    const flags = this.columns.flags.get(this.index);
    return (flags & PROTECTED_KNOWN) !== 0 ? (flags & PROTECTED) !== 0 : undefined;
  }
  get locked() {
    const flags = this.columns.flags.get(this.index);
    return (flags & LOCKED_KNOWN) !== 0 ? (flags & LOCKED) !== 0 : undefined;
  }
  get file() {
    return this.columns.files.get(this.index);
  }
  get line() {
    return this.columns.lines.get(this.index);
  }
}

function poolNumber(columns: Columns, pool: string | null): number {
  const last = columns.pools.length - 1;
  if (columns.pools[last] === pool && last >= 0) return last;
  const known = columns.pools.indexOf(pool);
  return known >= 0 ? known : columns.pools.push(pool) - 1;
}

/** The row of a pool, name and snapshot, or -1. */
function rowOf(columns: Columns, pool: number, name: number, snapshot: string | null): number {
  for (let row = columns.firstRow.get(name); row >= 0; row = columns.nextRow.get(row)) {
    if (poolIndexAt(columns, row) === pool && columns.snapshots.get(row) === snapshot) return row;
  }
  return -1;
}

function append(columns: Columns, record: ObjectRecord, pool: number, name: number, file: string): number {
  const row = columns.rowCount.value++;
  columns.nameOf.set(row, name);
  columns.nextRow.set(row, columns.firstRow.get(name));
  columns.firstRow.set(name, row);
  columns.poolOf.set(row, Math.min(pool, 255));
  if (pool >= 255) columns.farPool.set(row, pool);
  columns.snapshots.set(row, record.snapshot);
  columns.lines.set(row, record.line);
  columns.files.set(row, file);
  return row;
}

function fill(columns: Columns, row: number, record: ObjectRecord): void {
  const { flags } = columns;
  let bits = flags.get(row);
  if (record.size !== undefined && Number.isNaN(columns.size.get(row))) columns.size.set(row, record.size);
  if (record.used !== undefined && Number.isNaN(columns.used.get(row))) columns.used.set(row, record.used);
  if (record.protected !== undefined && (bits & PROTECTED_KNOWN) === 0) {
    bits |= PROTECTED_KNOWN | (record.protected ? PROTECTED : 0);
  }
  if (record.locked !== undefined && (bits & LOCKED_KNOWN) === 0) bits |= LOCKED_KNOWN | (record.locked ? LOCKED : 0);
  if (record.parent !== undefined && (bits & PARENT_KNOWN) === 0) {
    bits |= PARENT_KNOWN;
    columns.parent.set(row, record.parent);
  }
  flags.set(row, bits);
}

/** Makes an empty object table to fill; one for all pools and listings of a case. */
export function objectTableBuilder(): ObjectTableBuilder {
  let columns = makeColumns();
  const table: ObjectTable = {
    get rowCount() {
      return columns.rowCount.value;
    },
    get pools() {
      return columns.pools;
    },
    *rows(pool) {
      const cursor = new ObjectCursor(columns, 0);
      const wanted = pool === undefined ? -1 : columns.pools.indexOf(pool);
      if (pool !== undefined && wanted < 0) return;
      for (let row = 0; row < columns.rowCount.value; row++) {
        if (wanted >= 0 && poolIndexAt(columns, row) !== wanted) continue;
        cursor.index = row;
        yield cursor;
      }
    },
    find(pool, name, snapshot = null) {
      const poolIndex = columns.pools.indexOf(pool);
      const nameIndex = columns.names.find(name);
      if (poolIndex < 0 || nameIndex < 0) return undefined;
      const row = rowOf(columns, poolIndex, nameIndex, snapshot);
      return row < 0 ? undefined : new ObjectCursor(columns, row);
    },
    at: (index) => new ObjectCursor(columns, index),
    get names() {
      return columns.names;
    },
    nameNumberAt: (index) => columns.nameOf.get(index),
    release() {
      const { names, nameOf, firstRow, nextRow, poolOf, size, used, flags, lines } = columns;
      columns = makeColumns();
      for (const column of [names, nameOf, firstRow, nextRow, poolOf, size, used, flags, lines]) column.free();
    },
  };
  // An image and its snapshots stand behind each other.
  let lastName = "";
  let lastNumber = -1;
  return {
    add(record, pool, file) {
      const poolIndex = poolNumber(columns, pool);
      const name = record.name === lastName && lastNumber >= 0 ? lastNumber : columns.names.add(record.name);
      lastName = record.name;
      lastNumber = name;
      const known = rowOf(columns, poolIndex, name, record.snapshot);
      fill(columns, known >= 0 ? known : append(columns, record, poolIndex, name, file), record);
    },
    build: () => table,
  };
}
