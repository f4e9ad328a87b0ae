/** Readers of what Glance tells of itself: `glance stores-info [--detail]`, `glance import-info`, and the same from the API. */
import type { ImportInfoArtefact, StoresInfoArtefact } from "../artefact.ts";
import { isRecord, type ListingSource, numberOf, scalarText, truthOf } from "./reading.ts";
import { tableRows } from "./table-rows.ts";

/** The JSON value of one property, from an API answer or out of the client's Property/Value table. */
function propertyValue(text: string, name: string): { value: unknown; line: number } | null {
  const start = text.search(/^\s*\{/m);
  if (start >= 0 && !/^\s*\+-/m.test(text)) {
    const parsed = parse(text.slice(start));
    if (isRecord(parsed) && name in parsed)
      return { value: parsed[name], line: text.slice(0, start).split("\n").length };
  }
  const row = tableRows(text, ["property", "field"]).rows.find(
    ({ fields }) => (fields["property"] ?? fields["field"])?.trim() === name,
  );
  // A break inside a string comes back as a blank or a line feed: neither may stand raw in JSON.
  return row === undefined ? null : { value: parse((row.fields["value"] ?? "").replaceAll("\n", " ")), line: row.line };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Store = StoresInfoArtefact["stores"][number];

function storeOf(value: unknown, line: number): Store | null {
  const id = isRecord(value) ? scalarText(value["id"]) : null;
  if (!isRecord(value) || id === null) return null;
  const properties = isRecord(value["properties"]) ? value["properties"] : {};
  return {
    id,
    type: scalarText(value["type"]),
    isDefault: truthOf(value["default"]) === true,
    readOnly: truthOf(value["read-only"] ?? value["read_only"]) === true,
    weight: numberOf(value["weight"]),
    fsid: scalarText(properties["fsid"]),
    pool: scalarText(properties["pool"]),
    path: scalarText(properties["data_dir"]),
    thin: truthOf(properties["thin_provisioning"]),
    line,
  };
}

/** The line on which each store's id stands, where the text shows it; wrapped tables may break it. */
function lineOfStore(text: string, id: string, start: number): number {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.includes(`"id": "${id}"`) || line.includes(`"id":"${id}"`));
  return at < 0 ? start : at + 1;
}

/** Reads the stores that Glance offers. Type, pool and the like are null in the short form. */
export function readStoresInfo(text: string, source: ListingSource): StoresInfoArtefact {
  const found = propertyValue(text, "stores");
  const list = Array.isArray(found?.value) ? found.value : [];
  const stores = list.map((value) => storeOf(value, found?.line ?? 1)).filter((store) => store !== null);
  return {
    kind: "stores-info",
    file: source.file,
    stores: stores.map((store) => ({ ...store, line: lineOfStore(text, store.id, store.line) })),
  };
}

/** Reads the import methods that Glance offers. */
export function readImportInfo(text: string, source: ListingSource): ImportInfoArtefact {
  const found = propertyValue(text, "import-methods");
  const value = isRecord(found?.value) ? found.value["value"] : found?.value;
  const methods = Array.isArray(value) ? value.map(scalarText).filter((method) => method !== null) : [];
  return { kind: "import-info", file: source.file, methods };
}
