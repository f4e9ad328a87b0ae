/** The columns behind `ImageTable`: about 200 bytes an image, whatever its JSON takes. */
import { byteColumn, integerColumn, numberColumn, smallColumn, timeColumn, wordColumn } from "./columns.ts";
import { fileRuns } from "./file-runs.ts";
import { checksumColumn, hashColumn, idColumn } from "./hex-column.ts";
import { hexIndex } from "./hex-index.ts";
import type { ImageField, ImageRecord, ImageRow, ImageTable, ImageTableBuilder } from "./image-table.ts";
import { type LocationColumn, locationColumn } from "./location-column.ts";
import { propertyColumn } from "./property-column.ts";
import { textColumn } from "./text-store.ts";

/** The place of a field here is its bit in the mask of what is known of a row. */
const FIELDS = [
  "name",
  "diskFormat",
  "containerFormat",
  "size",
  "virtualSize",
  "minDisk",
  "checksum",
  "hashAlgorithm",
  "hashValue",
  "status",
  "visibility",
  "hidden",
  "protected",
  "owner",
  "tags",
  "createdAt",
  "updatedAt",
  "stores",
  "locations",
  "directUrl",
  "boots30d",
  "lastBootAt",
  "deletedRow",
  "properties",
] as const satisfies readonly ImageField[];
const BIT = Object.fromEntries(FIELDS.map((field, at) => [field, 1 << at])) as Record<ImageField, number>;

const HIDDEN = 1;
const PROTECTED = 2;
const DELETED = 4;
/** `direct_url` is the first location, as Glance makes it. */
const DIRECT_IS_FIRST = 8;

const LIST_SEPARATOR = "\n";

function makeColumns() {
  return {
    ids: hexIndex("uuid"),
    known: integerColumn(),
    names: textColumn(false),
    diskFormat: wordColumn(),
    containerFormat: wordColumn(),
    size: numberColumn(),
    virtualSize: numberColumn(),
    minDisk: smallColumn(-1),
    checksum: checksumColumn(),
    hashAlgorithm: wordColumn(),
    hashes: hashColumn(),
    status: wordColumn(),
    visibility: wordColumn(),
    flags: byteColumn(),
    owner: idColumn(),
    tags: textColumn(true),
    createdAt: timeColumn(),
    updatedAt: timeColumn(),
    stores: textColumn(true),
    locations: locationColumn(),
    directUrl: locationColumn(),
    boots30d: smallColumn(-1),
    lastBootAt: timeColumn(),
    properties: propertyColumn(),
    lines: smallColumn(),
    files: fileRuns(),
    fields: new Set<ImageField>(),
  };
}
type Columns = ReturnType<typeof makeColumns>;

const listText = (list: readonly string[]): string | null =>
  list.length === 0 ? null : list.map((each) => each.replaceAll(LIST_SEPARATOR, " ")).join(LIST_SEPARATOR);
const textList = (text: string | null): string[] => (text === null ? [] : text.split(LIST_SEPARATOR));
const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
const countOrNull = (value: number): number | null => (value < 0 ? null : value);

/** Reads one row of the columns. */
class ImageCursor implements ImageRow {
  readonly columns: Columns;
  index: number;

  constructor(columns: Columns, index: number) {
    this.columns = columns;
    this.index = index;
  }
  knows(field: ImageField): boolean {
    return (this.columns.known.get(this.index) & BIT[field]) !== 0;
  }
  flag(field: ImageField, flag: number): boolean | undefined {
    return this.knows(field) ? (this.columns.flags.get(this.index) & flag) !== 0 : undefined;
  }
  get id() {
    return this.columns.ids.textAt(this.index);
  }
  get name() {
    return this.knows("name") ? this.columns.names.get(this.index) : undefined;
  }
  get diskFormat() {
    return this.knows("diskFormat") ? this.columns.diskFormat.get(this.index) : undefined;
  }
  get containerFormat() {
    return this.knows("containerFormat") ? this.columns.containerFormat.get(this.index) : undefined;
  }
  get size() {
    return this.knows("size") ? numberOrNull(this.columns.size.get(this.index)) : undefined;
  }
  get virtualSize() {
    return this.knows("virtualSize") ? numberOrNull(this.columns.virtualSize.get(this.index)) : undefined;
  }
  get minDisk() {
    return this.knows("minDisk") ? countOrNull(this.columns.minDisk.get(this.index)) : undefined;
  }
  get checksum() {
    return this.knows("checksum") ? this.columns.checksum.get(this.index) : undefined;
  }
  get hashAlgorithm() {
    return this.knows("hashAlgorithm") ? this.columns.hashAlgorithm.get(this.index) : undefined;
  }
  get hashValue() {
    return this.knows("hashValue") ? this.columns.hashes.get(this.index) : undefined;
  }
  get status() {
    return this.knows("status") ? this.columns.status.get(this.index) : undefined;
  }
  get visibility() {
    return this.knows("visibility") ? this.columns.visibility.get(this.index) : undefined;
  }
  get hidden() {
    return this.flag("hidden", HIDDEN);
  }
  get protected() {
    return this.flag("protected", PROTECTED);
  }
  get owner() {
    return this.knows("owner") ? this.columns.owner.get(this.index) : undefined;
  }
  get tags() {
    return this.knows("tags") ? textList(this.columns.tags.get(this.index)) : undefined;
  }
  get createdAt() {
    return this.knows("createdAt") ? this.columns.createdAt.get(this.index) : undefined;
  }
  get updatedAt() {
    return this.knows("updatedAt") ? this.columns.updatedAt.get(this.index) : undefined;
  }
  get stores() {
    return this.knows("stores") ? textList(this.columns.stores.get(this.index)) : undefined;
  }
  get locations() {
    return this.knows("locations") ? this.columns.locations.get(this.index, this.id) : undefined;
  }
  get directUrl() {
    if (!this.knows("directUrl")) return undefined;
    const column = this.flag("directUrl", DIRECT_IS_FIRST) ? this.columns.locations : this.columns.directUrl;
    return column.get(this.index, this.id)[0] ?? null;
  }
  get boots30d() {
    return this.knows("boots30d") ? countOrNull(this.columns.boots30d.get(this.index)) : undefined;
  }
  get lastBootAt() {
    return this.knows("lastBootAt") ? this.columns.lastBootAt.get(this.index) : undefined;
  }
  get deletedRow() {
    return this.flag("deletedRow", DELETED);
  }
  get properties() {
    return this.knows("properties") ? this.columns.properties.get(this.index) : undefined;
  }
  get file() {
    return this.columns.files.get(this.index);
  }
  get line() {
    return this.columns.lines.get(this.index);
  }
  property(name: string): string | undefined {
    return this.columns.properties.find(this.index, name);
  }
  copy(): ImageRecord & { file: string } {
    const known = FIELDS.filter((field) => this.knows(field)).map((field) => [field, this[field]]);
    return { id: this.id, ...Object.fromEntries(known), line: this.line, file: this.file };
  }
}

/** The column that tells where an image is: `locations`, or `direct_url` where only that is shown. */
function shownLocations(columns: Columns, row: number): LocationColumn {
  return (columns.known.get(row) & BIT.locations) !== 0 ? columns.locations : columns.directUrl;
}

function fillOrigin(columns: Columns, row: number, record: ImageRecord, wanted: number): void {
  const { flags } = columns;
  let bits = 0;
  if ((wanted & BIT.hidden) !== 0 && record.hidden) bits |= HIDDEN;
  if ((wanted & BIT.protected) !== 0 && record.protected) bits |= PROTECTED;
  if ((wanted & BIT.deletedRow) !== 0 && record.deletedRow) bits |= DELETED;
  if ((wanted & BIT.locations) !== 0) columns.locations.set(row, record.id, record.locations ?? []);
  if ((wanted & BIT.directUrl) !== 0) {
    const first = (wanted & BIT.locations) !== 0 ? record.locations?.[0] : undefined;
    if (first !== undefined && first === record.directUrl) bits |= DIRECT_IS_FIRST;
    else columns.directUrl.set(row, record.id, record.directUrl ? [record.directUrl] : []);
  }
  if (bits !== 0) flags.set(row, flags.get(row) | bits);
  if ((wanted & BIT.stores) !== 0) columns.stores.set(row, listText(record.stores ?? []));
  if ((wanted & BIT.tags) !== 0) columns.tags.set(row, listText(record.tags ?? []));
  if ((wanted & BIT.properties) !== 0) columns.properties.set(row, record.properties ?? {});
  if ((wanted & BIT.owner) !== 0) columns.owner.set(row, record.owner ?? null);
  if ((wanted & BIT.status) !== 0) columns.status.set(row, record.status ?? null);
  if ((wanted & BIT.visibility) !== 0) columns.visibility.set(row, record.visibility ?? null);
  if ((wanted & BIT.createdAt) !== 0) columns.createdAt.set(row, record.createdAt ?? null);
  if ((wanted & BIT.updatedAt) !== 0) columns.updatedAt.set(row, record.updatedAt ?? null);
  if ((wanted & BIT.lastBootAt) !== 0) columns.lastBootAt.set(row, record.lastBootAt ?? null);
  if ((wanted & BIT.boots30d) !== 0) columns.boots30d.set(row, record.boots30d ?? -1);
}

function fillContent(columns: Columns, row: number, record: ImageRecord, wanted: number): void {
  if ((wanted & BIT.name) !== 0) columns.names.set(row, record.name ?? null);
  if ((wanted & BIT.diskFormat) !== 0) columns.diskFormat.set(row, record.diskFormat ?? null);
  if ((wanted & BIT.containerFormat) !== 0) columns.containerFormat.set(row, record.containerFormat ?? null);
  if ((wanted & BIT.size) !== 0) columns.size.set(row, record.size ?? Number.NaN);
  if ((wanted & BIT.virtualSize) !== 0) columns.virtualSize.set(row, record.virtualSize ?? Number.NaN);
  if ((wanted & BIT.minDisk) !== 0) columns.minDisk.set(row, record.minDisk ?? -1);
  if ((wanted & BIT.checksum) !== 0) columns.checksum.set(row, record.checksum ?? null);
  if ((wanted & BIT.hashAlgorithm) !== 0) columns.hashAlgorithm.set(row, record.hashAlgorithm ?? null);
  if ((wanted & BIT.hashValue) !== 0) columns.hashes.set(row, record.hashValue ?? null);
}

/** Then its MD5 sum is never compared with another. */
const isHashed = ({ hashes }: Columns, row: number, { hashValue }: ImageRecord, missing: number): boolean =>
  (missing & BIT.hashValue) !== 0 ? Boolean(hashValue) : hashes.numberAt(row) >= 0;

function carriedBy(record: ImageRecord): number {
  let mask = 0;
  for (let at = 0; at < FIELDS.length; at++) if (record[FIELDS[at] as ImageField] !== undefined) mask |= 1 << at;
  return mask;
}

/** Makes an empty image table to fill. Every reader of a case gets the same builder, so that listings complete each other. */
export function imageTableBuilder(): ImageTableBuilder {
  const columns = makeColumns();
  let seen = 0;
  const table: ImageTable = {
    get rowCount() {
      return columns.ids.size;
    },
    fields: columns.fields,
    *rows() {
      const cursor = new ImageCursor(columns, 0);
      for (let row = 0; row < columns.ids.size; row++) {
        cursor.index = row;
        yield cursor;
      }
    },
    find(id) {
      const row = columns.ids.find(id);
      return row < 0 ? undefined : new ImageCursor(columns, row);
    },
    ids: columns.ids,
    at: (index) => new ImageCursor(columns, index),
    ownPoolsAt: (index) => shownLocations(columns, index).ownPools(index, columns.ids),
    *rowsNamedElsewhere() {
      const cursor = new ImageCursor(columns, 0);
      for (let row = 0; row < columns.ids.size; row++) {
        if (shownLocations(columns, row).namedLikeImage(row, columns.ids)) continue;
        cursor.index = row;
        yield cursor;
      }
    },
    hashNumberAt: (index) => columns.hashes.numberAt(index),
    sizeAt: (index) => columns.size.get(index),
  };
  return {
    add(record, file) {
      const row = columns.ids.size;
      const at = columns.ids.add(record.id);
      const before = at === row ? 0 : columns.known.get(at);
      if (at === row) {
        columns.lines.set(at, record.line);
        columns.files.set(at, file);
      }
      const carried = carriedBy(record);
      const missing = carried & ~before;
      const wanted = isHashed(columns, at, record, missing) ? missing & ~BIT.checksum : missing;
      if (wanted !== 0) {
        fillContent(columns, at, record, wanted);
        fillOrigin(columns, at, record, wanted);
        columns.known.set(at, before | wanted);
      }
      if ((carried & ~seen) !== 0) {
        seen |= carried;
        for (const field of FIELDS) if ((seen & BIT[field]) !== 0) columns.fields.add(field);
      }
      return at;
    },
    build: () => table,
  };
}
