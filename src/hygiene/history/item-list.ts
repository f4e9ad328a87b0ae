/** Items in columns: of a million images hundreds of thousands may owe something, and two records are held at a time. */
import { byteColumn, integerColumn, numberColumn } from "../../intake/listings/columns.ts";
import { hexIndex } from "../../intake/listings/hex-index.ts";
import { textColumn } from "../../intake/listings/text-store.ts";
import { ITEM_CLASSES, type Item, type ItemClass } from "./record.ts";

/** In order of class and key, each once. An item is made when it is asked for; what is kept of it is the caller's. */
export type ItemList = {
  readonly length: number;
  /** Undefined from `length` on. */
  at(place: number): Item | undefined;
  [Symbol.iterator](): IteratorObject<Item, undefined, unknown>;
  /** Those of one class. */
  of(kind: ItemClass): ItemList;
  /** Those for which `is` holds: a number is held for each. */
  where(is: (item: Item, place: number) => boolean): ItemList;
};

function makeColumns() {
  return {
    count: 0,
    keys: hexIndex("uuid"),
    keyOf: integerColumn(),
    kind: byteColumn(),
    bytes: numberColumn(),
    owner: textColumn(true),
    detail: textColumn(true),
    extent: textColumn(true),
  };
}
type Columns = ReturnType<typeof makeColumns>;

/** Of two with the same class and key the first stays. */
export function itemList(items: Iterable<Item>): ItemList {
  const columns = makeColumns();
  for (const item of items) add(columns, item);
  return listed(columns, orderOf(columns));
}

function add(columns: Columns, { class: kind, key, bytes, owner, detail, extent }: Item): void {
  const row = columns.count++;
  // what is packed as text and read again must be the same
  columns.keyOf.set(row, columns.keys.add(key.toWellFormed()));
  columns.kind.set(row, ITEM_CLASSES.indexOf(kind));
  columns.bytes.set(row, bytes ?? Number.NaN);
  columns.owner.set(row, owner?.toWellFormed() ?? null);
  columns.detail.set(row, detail?.toWellFormed() ?? null);
  columns.extent.set(row, extent?.toWellFormed() ?? null);
}

function orderOf(columns: Columns): Uint32Array {
  const { keys, keyOf, kind, count } = columns;
  const compare = (one: number, other: number): number =>
    kind.get(one) - kind.get(other) || keys.compare(keyOf.get(one), keyOf.get(other));
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  if (!isSorted(order, compare)) order.sort((one, other) => compare(one, other) || one - other);
  return order.filter((row, place) => place === 0 || compare(order[place - 1] as number, row) !== 0);
}

/** As all that was written once is. */
function isSorted(order: Uint32Array, compare: (one: number, other: number) => number): boolean {
  for (let place = 1; place < order.length; place++)
    if (compare(order[place - 1] as number, order[place] as number) > 0) return false;
  return true;
}

function itemAt(columns: Columns, row: number): Item {
  const bytes = columns.bytes.get(row);
  const extent = columns.extent.get(row);
  return {
    class: ITEM_CLASSES[columns.kind.get(row)] as ItemClass,
    key: columns.keys.textAt(columns.keyOf.get(row)),
    bytes: Number.isNaN(bytes) ? null : bytes,
    owner: columns.owner.get(row),
    detail: columns.detail.get(row),
    ...(extent === null ? {} : { extent }),
  };
}

function listed(columns: Columns, rows: Uint32Array): ItemList {
  const at = (place: number): Item => itemAt(columns, rows[place] as number);
  const kindAt = (place: number): number => columns.kind.get(rows[place] as number);
  return {
    length: rows.length,
    at: (place) => (place >= 0 && place < rows.length ? at(place) : undefined),
    *[Symbol.iterator]() {
      for (let place = 0; place < rows.length; place++) yield at(place);
      return undefined;
    },
    of(kind) {
      const number = ITEM_CLASSES.indexOf(kind);
      const places = rows.length;
      const from = firstPlace(places, (place) => kindAt(place) >= number);
      return listed(
        columns,
        rows.subarray(
          from,
          firstPlace(places, (place) => kindAt(place) > number),
        ),
      );
    },
    where: (is) =>
      listed(
        columns,
        rows.filter((_, place) => is(at(place), place)),
      ),
  };
}

/** The first place for which `is` holds, where it holds for all behind it. */
function firstPlace(places: number, is: (place: number) => boolean): number {
  let [from, to] = [0, places];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (is(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** What they hold together, as far as it is told. */
export function bytesOf(items: Iterable<Pick<Item, "bytes">>): number {
  let sum = 0;
  for (const { bytes } of items) sum += bytes ?? 0;
  return sum;
}

/** The `most` with most bytes, the largest first; what does not tell its bytes comes last. */
export function largestItems(items: Iterable<Item>, most: number): Item[] {
  const cut = (some: readonly Item[]): Item[] =>
    some.toSorted((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0)).slice(0, most);
  let largest: Item[] = [];
  for (const item of items) if (largest.push(item) >= 4 * most) largest = cut(largest);
  return cut(largest);
}
