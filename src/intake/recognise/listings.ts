/** Recognises listings of images, of the database and of RBD by their form. */
import { type Found, found, type Recogniser, useless } from "./found.ts";
import type { JsonShape } from "./json-shape.ts";
import { type Sample, share, type Table } from "./sample.ts";

const UUID = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}";
const WHOLE_UUID = new RegExp(`^${UUID}$`, "i");
const OBJECT_NAME = new RegExp(`^(?:volume-|snapshot-|image-)?${UUID}(?:[._][\\w.]+)?$`, "i");
const BOOTS =
  /^(?:boots?|boot_count|launches|spawns|starts|instances_booted)(?:_|$)|_(?:boots?|launches|spawns)(?:_|$)/;
const ID_KEYS = ["image_id", "image", "id", "image_uuid", "uuid", "image_ref", "glance_image_id", "base_image_ref"];
const COUNTS = /^(?:count|counts|images|image_count|n|num|number|total|cnt|bytes|size|sum)(?:_|$|\*)|^(?:count|sum)\b/;
const GROUPS = [
  "disk_format",
  "format",
  "visibility",
  "status",
  "store",
  "stores",
  "os_hidden",
  "container_format",
  "backend",
];
const IMAGE_COLUMNS = [
  "disk_format",
  "container_format",
  "os_hash_value",
  "min_disk",
  "virtual_size",
  "os_hidden",
  "visibility",
  "checksum",
];
const OTHER_COLUMNS = [
  "networks",
  "flavor",
  "attached_to",
  "subnets",
  "enabled",
  "subnet",
  "domain_id",
  "domain",
  "ram",
  "vcpus",
  "binary",
  "host",
  "zone",
  "ip_address",
  "service_type",
  "bootable",
  "availability_zone",
  "type",
];

/** `openstack … list` of something else is known by columns that images do not have. */
function isOtherList(headings: ReadonlySet<string>): boolean {
  return !headings.has("disk_format") && OTHER_COLUMNS.some((column) => headings.has(column));
}

function hasAny(set: ReadonlySet<string>, names: readonly string[], prefix = ""): boolean {
  return names.some((name) => set.has(`${prefix}${name}`));
}

function imageRows(sample: Sample, table: Table): Found | null {
  const { headings } = table;
  if (!headings.has("id") || isOtherList(headings))
    return headings.has("id") && headings.has("name") ? useless("a listing of other things than images") : null;
  const sql =
    /\b(?:select|mysql|mariadb|psql)\b/i.test(sample.command ?? "") ||
    headings.has("deleted") ||
    table.form === "vertical" ||
    table.form === "tab";
  const columns = IMAGE_COLUMNS.filter((column) => headings.has(column)).length;
  if (columns > 0 && (headings.has("name") || headings.has("status") || columns > 1)) {
    return table.plainHeadings && (sql || (table.form === "drawn" && !sample.command))
      ? found("images-sql", "image-list")
      : found("image-list", "images-sql");
  }
  if (!headings.has("name")) return null;
  if (headings.has("status") && sql && table.plainHeadings) return found("images-sql", "image-list");
  if (headings.has("last_accessed_utc")) return useless("output of glance cache-list");
  const uuids = table.firstCells.filter((cell) => WHOLE_UUID.test(cell)).length;
  const filled = table.firstCells.filter((cell) => cell !== "").length;
  if (filled > 0 && uuids === 0) return useless("a listing of other things than images");
  return { kinds: ["image-list"], weak: !headings.has("status") };
}

function propertyTable(table: Table): Found | null {
  const names = new Set(table.firstCells);
  if (names.has("stores") && !names.has("id")) return found("stores-info");
  if (names.has("import-methods")) return found("import-info");
  if (names.has("id") && hasAny(names, ["disk_format", "container_format", "min_disk"])) return found("image-show");
  return names.has("id") || names.has("name")
    ? useless("output of openstack show for something else than an image")
    : null;
}

/** Drawn tables, CSV, TSV and vertical SQL output. */
export const recogniseTable: Recogniser = (sample) => {
  const { table } = sample;
  if (table === null) return null;
  const { headings } = table;
  if ((headings.has("property") || headings.has("field")) && headings.has("value")) return propertyTable(table);
  if (headings.has("image_id") && headings.has("value")) return found("image-locations-sql");
  const boots = [...headings].some((heading) => BOOTS.test(heading));
  if (boots && hasAny(headings, ID_KEYS) && !hasAny(headings, IMAGE_COLUMNS)) return found("boot-counts");
  if (headings.has("last_accessed_utc") || headings.has("hits")) return useless("output of glance cache-list");
  const counted = [...headings].some((heading) => COUNTS.test(heading));
  if (!headings.has("id") && counted && (hasAny(headings, GROUPS) || boots)) return found("catalog-stats");
  return imageRows(sample, table);
};

function jsonList(json: JsonShape, at: string): Found | null {
  const has = (key: string): boolean => json.paths.has(`${at}.${key}`);
  const lower = new Set(
    [...json.paths]
      .filter((path) => path.startsWith(`${at}.`))
      .map((path) =>
        path
          .slice(at.length + 1)
          .toLowerCase()
          .replaceAll(" ", "_"),
      ),
  );
  if (has("provisioned_size")) return found("rbd-du");
  if (has("block_name_prefix") || (has("objects") && has("order"))) return found("rbd-info");
  if (has("image") && has("size") && !has("disk_format")) return found("rbd-ls");
  if (has("image") && has("pool")) return found("rbd-children");
  if (has("image_id") && has("value")) return found("image-locations-sql");
  if ([...lower].some((key) => BOOTS.test(key)) && hasAny(lower, ID_KEYS) && !hasAny(lower, IMAGE_COLUMNS))
    return found("boot-counts");
  if (
    has("id") &&
    has("name") &&
    has("size") &&
    (has("protected") || has("timestamp")) &&
    !has("status") &&
    !has("disk_format")
  )
    return found("rbd-snap");
  if (
    lower.has("id") &&
    !isOtherList(lower) &&
    (hasAny(lower, IMAGE_COLUMNS) || (lower.has("name") && lower.has("status")))
  ) {
    if (has("deleted") || has("deleted_at")) return found("images-sql", "image-list");
    return has("ID") ? found("image-list") : found("image-list", "image-show");
  }
  if (has("id") && has("name") && (has("source") || has("deleted_at") || json.paths.size <= 2))
    return { kinds: ["rbd-trash"], weak: !has("deleted_at") && !has("source") };
  return has("ID") && has("Name") ? { ...useless("a listing of other things than images"), weak: true } : null;
}

function jsonObject(json: JsonShape): Found | null {
  const has = (key: string): boolean => json.paths.has(`.${key}`);
  if (has("block_name_prefix")) return found("rbd-info");
  if (has("watchers")) return found("rbd-status");
  if (has("total_provisioned_size") || json.paths.has(".images[].provisioned_size")) return found("rbd-du");
  if (has("import-methods")) return found("import-info");
  if (has("stores") && json.paths.has(".stores[].id") && !has("disk_format")) return found("stores-info");
  if (has("id") && hasAny(json.paths, IMAGE_COLUMNS, ".")) return found("image-show");
  for (const list of ["boots", "images", "rows", "data", "locations"]) {
    const inside = has(list) ? jsonList(json, `.${list}[]`) : null;
    if (inside !== null && inside.kinds[0] !== "unknown") return inside;
  }
  if (has("images") && hasAny(json.paths, ["schema", "first", "next"], ".")) return found("image-list");
  if (has("cached_images")) return useless("the image cache as the API tells it");
  return null;
}

export const recogniseJsonListing: Recogniser = ({ json }) => {
  if (json === null) return null;
  if (json.root === "object") return jsonObject(json);
  if (json.paths.size === 0 && json.scalarLists.has("")) return { kinds: ["rbd-ls"], weak: true };
  return jsonList(json, "[]");
};

const RBD_HEADERS: readonly [RegExp, Found][] = [
  [/^NAME\s+SIZE\s+PARENT\s+FMT/, found("rbd-ls")],
  [/^NAME\s+PROVISIONED\s+USED/, found("rbd-du")],
  [/^SNAPID\s+NAME\s+SIZE/, found("rbd-snap")],
  [/^ID\s+NAME\s+SOURCE\s+DELETED_AT/, found("rbd-trash")],
  [/^rbd image '[^']*':/, found("rbd-info")],
  [/^Watchers:/, found("rbd-status")],
];
const HEADER_WITHIN = 40;

const RBD_XML: readonly [RegExp, Found][] = [
  [/<provisioned_size>/, found("rbd-du")],
  [/<block_name_prefix>/, found("rbd-info")],
  [/^\s*(?:<\?xml[^>]*>\s*)?<images>/, found("rbd-ls")],
  [/<children>/, found("rbd-children")],
  [/<trash>/, found("rbd-trash")],
  [/<snapshots>|<snaps>/, found("rbd-snap")],
];

export const recogniseRbd: Recogniser = ({ lines, text }) => {
  for (const [header, kind] of RBD_HEADERS)
    if (lines.slice(0, HEADER_WITHIN).some((line) => header.test(line))) return kind;
  if (!/^\s*<[?\w]/.test(text)) return null;
  return RBD_XML.find(([mark]) => mark.test(text))?.[1] ?? null;
};

/** Output without a header: one name a line, or cells parted by blanks. */
export const recogniseBareLines: Recogniser = ({ lines }) => {
  if (lines.length === 0) return null;
  const rows = lines.filter((line) => !/^\s*#/.test(line));
  if (
    share(
      rows,
      new RegExp(
        `^-?\\s*${UUID}\\s+\\S.*\\b(?:active|queued|saving|deactivated|killed|importing|uploading|pending_delete|deleted)\\b`,
        "i",
      ),
    ) > 0.5
  )
    return found("image-list");
  if (share(rows, /^[0-9a-f]{10,16}\s+\S+$/) > 0.8) return found("rbd-trash");
  const path = /^\s*[\w.-]+\/(?:[\w.-]+\/)?[\w.-]+$/;
  const heading = new RegExp(`^(?:[=#:>-]+\\s*)?(?:[\\w.-]+/)?${UUID}(?:@\\w+)?\\s*:?\\s*(?:[=#-]+)?$`, "i");
  const headed = new RegExp(
    `^(?:[=#:>-]{1,4}\\s*(?:[\\w.-]+/)?${UUID}|(?:[\\w.-]+/)?${UUID}@\\w+\\s*:?\\s*$|(?:[\\w.-]+/)?${UUID}\\s*:\\s*$)`,
    "i",
  );
  if (lines.some((line) => headed.test(line)) && lines.every((line) => heading.test(line) || path.test(line)))
    return found("rbd-children");
  if (share(lines, /^=+ ?\S+$/) > 0 && lines.every((line) => /^=+ ?\S+(?: ?=+)?$/.test(line) || path.test(line)))
    return found("rbd-children");
  if (share(rows, path) === 1) return { kinds: ["rbd-children"], weak: true };
  if (rows.some((line) => path.test(line)) && share(rows, path) + share(rows, heading) >= 1)
    return found("rbd-children");
  if (share(rows, /^\S+$/) === 1 && rows.filter((line) => OBJECT_NAME.test(line.trim())).length / rows.length > 0.5)
    return { kinds: ["rbd-ls", "file-listing"], weak: true };
  return null;
};

/** YAML as the OpenStack client prints it. */
export const recogniseYamlListing: Recogniser = ({ lines }) => {
  const head = lines.slice(0, 200);
  if (!/^(?:---|- |\w)/.test(head[0] ?? "")) return null;
  if (
    head.some((line) => /^(?:- | {2})ID: /.test(line)) &&
    head.some((line) => /^(?:- | {2})(?:Disk Format|Status): /.test(line))
  )
    return found("image-list");
  if (
    head.some((line) => /^(?:- | {2})id: /.test(line)) &&
    head.some((line) => /^(?:- | {2})(?:disk_format|container_format): /.test(line))
  )
    return found("image-list", "image-show");
  return head.some((line) => /^id: /.test(line)) &&
    head.some((line) => /^(?:disk_format|container_format): /.test(line))
    ? found("image-show")
    : null;
};

const LS_ROW = /^[-dlcbps][rwxsStT-]{9}[.+@]?\s+\d+\s+\S+\s+\S+\s+\d/;
const DU_ROW = /^\d+(?:\.\d+)?[KMGTPE]?\s+\/\S+$/;

export const recogniseFiles: Recogniser = ({ lines }) => {
  if (share(lines, LS_ROW) > 0.5 || (lines.length > 1 && share(lines, DU_ROW) > 0.8)) return found("file-listing");
  const isFileRow = (line: string): boolean => {
    const cells = line.split("\t");
    return (
      cells.length > 1 &&
      cells.length < 5 &&
      cells.some((cell) => /^\d+$/.test(cell)) &&
      cells.some((cell) => /[/-]/.test(cell))
    );
  };
  // `find -printf` has no headings; few columns of a database have.
  const headed = lines[0]?.includes("\t") === true && !isFileRow(lines[0]);
  if (!headed && lines.filter(isFileRow).length / Math.max(1, lines.length) > 0.8) return found("file-listing");
  return share(lines, /^\/(?:[\w.@+-]+\/)+[\w.@+-]+$/) > 0.9 ? { kinds: ["file-listing"], weak: true } : null;
};
