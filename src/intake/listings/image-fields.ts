/** One image as any client, the API or the database shows it, made into an `ImageRecord`. */
import type { ImageRecord } from "./image-table.ts";
import {
  clean,
  type FieldContext,
  locationUrls,
  parsedJson,
  pythonProperties,
  storesOf,
  tagsOf,
  textOrNull,
} from "./image-values.ts";
import { isRecord, numberOf, scalarText, truthOf } from "./reading.ts";

type Draft = { -readonly [Key in keyof ImageRecord]: ImageRecord[Key] };

/** All fields from the start: records of one shape are several times faster to fill and to read. */
function emptyRecord(line: number, properties: Record<string, string> | undefined): Draft {
  return {
    id: "",
    name: undefined,
    diskFormat: undefined,
    containerFormat: undefined,
    size: undefined,
    virtualSize: undefined,
    minDisk: undefined,
    checksum: undefined,
    hashAlgorithm: undefined,
    hashValue: undefined,
    status: undefined,
    visibility: undefined,
    hidden: undefined,
    protected: undefined,
    owner: undefined,
    tags: undefined,
    createdAt: undefined,
    updatedAt: undefined,
    stores: undefined,
    locations: undefined,
    directUrl: undefined,
    boots30d: undefined,
    lastBootAt: undefined,
    deletedRow: undefined,
    properties,
    line,
  };
}

const ID = /^[\w.:-]{1,64}$/;
/** Field names as columns of the clients show them, without case and blanks. */
const HEADINGS: Readonly<Record<string, string>> = {
  project: "owner",
  owner_project: "owner",
  hash_algorithm: "os_hash_algo",
  hash: "os_hash_value",
  hidden: "os_hidden",
  store: "stores",
  image_id: "id",
  uuid: "id",
  created: "created_at",
  updated: "updated_at",
  format: "disk_format",
};

const fieldNames = new Map<string, string>();

/** The API's name for a column heading: `Disk Format`, `Disk_format` and `disk_format` are one. */
export function fieldName(heading: string): string {
  const known = fieldNames.get(heading);
  if (known !== undefined) return known;
  const folded = heading
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  const name = HEADINGS[folded] ?? folded;
  if (fieldNames.size < 10_000) fieldNames.set(heading, name);
  return name;
}

function setLocations(record: Draft, value: unknown, context: FieldContext): void {
  const urls = locationUrls(value);
  for (let at = 0; at < urls.length; at++)
    urls[at] = clean(
      context.cells ? (urls[at] as string).replace(/\s+/g, "") : (urls[at] as string),
      record.line,
      context,
    );
  record.locations = urls;
}

function setDirectUrl(record: Draft, value: unknown, context: FieldContext): void {
  const text = textOrNull(value, context);
  record.directUrl = text === null ? null : clean(text, record.line, context);
}

function setProperty(record: Draft, name: string, value: unknown, context: FieldContext): void {
  if (value === null || value === undefined) return;
  record.properties ??= {};
  const text = typeof value === "string" ? value : (scalarText(value) ?? JSON.stringify(value));
  record.properties[name] = clean(text, record.line, context);
}

/** Fields that `openstack image show` puts among the properties though they are the image's own. */
const NESTED = new Set([
  "os_hidden",
  "os_hash_algo",
  "os_hash_value",
  "stores",
  "locations",
  "direct_url",
  "last_boot",
  "boots_30d",
]);

function setNested(record: Draft, value: unknown, context: FieldContext): void {
  const text = typeof value === "string" ? value.trim() : "";
  const object = isRecord(value) ? value : text.startsWith("{") ? parsedJson(text) : pythonProperties(text);
  record.properties ??= {};
  if (!isRecord(object)) return;
  for (const [name, each] of Object.entries(object)) {
    if (NESTED.has(name)) setField(record, name, each, context);
    else setProperty(record, name, each, context);
  }
}

const headings = new Map<string, boolean>();

/** Written like a column heading, with capitals or blanks. */
function isHeading(name: string): boolean {
  const known = headings.get(name);
  if (known !== undefined) return known;
  const heading = /[A-Z ]/.test(name);
  if (headings.size < 10_000) headings.set(name, heading);
  return heading;
}

/** Sets one field by its API name; what has no field of its own becomes a property. */
function setField(record: Draft, name: string, value: unknown, context: FieldContext): void {
  switch (name) {
    case "id":
      record.id = typeof value === "string" ? value : (scalarText(value) ?? "");
      return;
    case "name": {
      const text = typeof value === "string" ? value : scalarText(value);
      record.name =
        text === null || (context.cells && (text === "None" || text === "NULL"))
          ? null
          : clean(text, record.line, context);
      return;
    }
    case "disk_format":
      record.diskFormat = textOrNull(value, context);
      return;
    case "container_format":
      record.containerFormat = textOrNull(value, context);
      return;
    case "size":
      record.size = numberOf(value);
      return;
    case "virtual_size":
      record.virtualSize = numberOf(value);
      return;
    case "min_disk":
      record.minDisk = numberOf(value);
      return;
    case "checksum":
      record.checksum = textOrNull(value, context);
      return;
    case "os_hash_algo":
      record.hashAlgorithm = textOrNull(value, context);
      return;
    case "os_hash_value":
      record.hashValue = textOrNull(value, context);
      return;
    case "status":
      record.status = textOrNull(value, context)?.toLowerCase() ?? null;
      return;
    case "visibility":
      record.visibility = textOrNull(value, context)?.toLowerCase() ?? null;
      return;
    case "os_hidden":
      record.hidden = truthOf(value) ?? undefined;
      return;
    case "protected":
      record.protected = truthOf(value) ?? undefined;
      return;
    case "owner":
      record.owner = textOrNull(value, context);
      return;
    case "tags":
      record.tags = tagsOf(value);
      return;
    case "created_at":
      record.createdAt = textOrNull(value, context);
      return;
    case "updated_at":
      record.updatedAt = textOrNull(value, context);
      return;
    case "stores":
      record.stores = storesOf(value);
      return;
    case "locations":
      setLocations(record, value, context);
      return;
    case "direct_url":
      setDirectUrl(record, value, context);
      return;
    case "last_boot":
    case "last_boot_at":
      record.lastBootAt = textOrNull(value, context);
      return;
    case "boots_30d":
    case "boots_last_30d":
      record.boots30d = numberOf(value);
      return;
    case "properties":
      setNested(record, value, context);
      return;
    case "deleted":
      record.deletedRow = truthOf(value) ?? undefined;
      return;
    case "min_ram":
    case "self":
    case "file":
    case "schema":
    case "deleted_at":
      return;
    case "created":
      record.createdAt ??= textOrNull(value, context);
      return;
    default: {
      // In JSON only the clients' headings are folded: a property may well be called `hash` or `project`.
      const field = context.cells || isHeading(name) ? fieldName(name) : name;
      if (field !== name) setField(record, field, value, context);
      else if (!context.cells || (value !== "" && value !== "None" && value !== "NULL"))
        setProperty(record, name, value, context);
    }
  }
}

/**
 * Reads an object of the API, of `-f json` or of a row by headings. Null when it has no usable id.
 * `line`: where it stands. Credentials in URLs are replaced and reported to the context.
 */
export function readImageObject(
  object: Readonly<Record<string, unknown>>,
  line: number,
  context: FieldContext,
): ImageRecord | null {
  const wholeImage = !context.cells && object["owner"] !== undefined && object["size"] !== undefined;
  const record = emptyRecord(line, wholeImage ? {} : undefined);
  for (const name in object) setField(record, name, object[name], context);
  if (record.id === "") record.id = scalarText(object["image_id"] ?? object["uuid"]) ?? "";
  return ID.test(record.id) ? record : null;
}

/** Reads a row of a table by its headings (already API names). Null when it has no usable id. */
export function readImageCells(
  fields: readonly string[],
  cells: readonly string[],
  line: number,
  context: FieldContext,
): ImageRecord | null {
  const record = emptyRecord(line, undefined);
  for (let column = 0; column < fields.length; column++) {
    const cell = cells[column];
    if (cell !== undefined) setField(record, fields[column] as string, cell, context);
  }
  record.id = record.id.trim();
  return ID.test(record.id) ? record : null;
}
