/** Generated clusters with their truth, and the listings that somebody takes of them. */
import fc from "fast-check";
import { buildCloud } from "../../src/facts/build-cloud.ts";
import type { Cloud } from "../../src/facts/cloud.ts";
import { type GivenSource, intake } from "../../src/intake/intake.ts";

const STATUSES = [
  "active",
  "deactivated",
  "queued",
  "saving",
  "uploading",
  "importing",
  "pending_delete",
  "killed",
  "deleted",
] as const;
/** The row of these is gone or will be: no API listing shows them. */
const UNSEEN: ReadonlySet<string> = new Set(["pending_delete", "killed", "deleted"]);
/** Nothing lays claim to what an image of these left. */
const GONE: ReadonlySet<string> = new Set(["killed", "deleted"]);

type Member = {
  status: (typeof STATUSES)[number];
  visibility: "public" | "private" | "shared" | "community";
  hidden: boolean;
  /** Location: its own object, the object of another member, none. */
  location: "own" | "other" | "none";
  other: number;
};
type StoreObject = {
  /** Named by a member's id, by an id of nobody, or like nothing of Glance's. */
  named: "member" | "nobody" | "foreign";
  number: number;
  snap: boolean;
  locked: boolean;
  child: "none" | "vms" | "volumes" | "images" | "unlisted";
};
export type World = {
  members: readonly Member[];
  objects: readonly StoreObject[];
  trashed: readonly number[];
  evidence: {
    /** API pages of all visibilities; a plain listing leaves out hidden and community images. */
    images: "pages" | "shown-pages" | "plain" | "first-page" | "database" | "live-database" | "pages-and-database";
    locations: "in-listing" | "database" | "nowhere";
    clones: boolean;
    children: boolean;
    format: "json" | "text";
  };
};

const id = (number: number, kind = 0): string => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
export const nameOf = ({ named, number }: StoreObject): string =>
  named === "member" ? id(number) : named === "nobody" ? id(number, 7) : `golden-backup-${number}`;

const member: fc.Arbitrary<Member> = fc.record({
  status: fc.oneof({ weight: 3, arbitrary: fc.constant("active" as const) }, fc.constantFrom(...STATUSES)),
  visibility: fc.constantFrom("public", "private", "shared", "community"),
  hidden: fc.boolean(),
  location: fc.oneof({ weight: 3, arbitrary: fc.constant("own" as const) }, fc.constantFrom("own", "other", "none")),
  other: fc.nat(20),
});
const storeObject: fc.Arbitrary<StoreObject> = fc.record({
  named: fc.constantFrom("member", "member", "nobody", "foreign"),
  number: fc.nat(20),
  snap: fc.boolean(),
  locked: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  child: fc.oneof(
    { weight: 4, arbitrary: fc.constant("none" as const) },
    fc.constantFrom("vms", "volumes", "images", "unlisted"),
  ),
});

/** A pool with enough settled images that a few orphans are no reason to refuse. */
export const world: fc.Arbitrary<World> = fc.record({
  members: fc.array(member, { minLength: 8, maxLength: 20 }),
  objects: fc.uniqueArray(storeObject, { selector: nameOf, minLength: 1, maxLength: 12 }),
  trashed: fc.uniqueArray(fc.nat(11), { maxLength: 2 }),
  evidence: fc.record({
    images: fc.constantFrom(
      "pages",
      "shown-pages",
      "plain",
      "first-page",
      "database",
      "database",
      "live-database",
      "pages-and-database",
    ),
    locations: fc.constantFrom("in-listing", "database", "database", "nowhere"),
    clones: fc.boolean(),
    children: fc.boolean(),
    format: fc.constantFrom("json", "text"),
  }),
});

const SETTLED = 40;
const settledId = (number: number): string => id(number, 3);

type Row = {
  id: string;
  status: string;
  visibility: string;
  hidden: boolean;
  deleted: boolean;
  location: string | null;
};

function rowsOf({ members, objects }: World): Row[] {
  const target = ({ location, other }: Member, number: number): string | null => {
    if (location === "none") return null;
    if (location === "own") return id(number);
    const object = objects[other % objects.length];
    return object === undefined ? null : nameOf(object);
  };
  const settled = Array.from({ length: SETTLED }, (_, number): Row => {
    const name = settledId(number);
    return { id: name, status: "active", visibility: "private", hidden: false, deleted: false, location: name };
  });
  return [
    ...settled,
    ...members.map((each, number): Row => {
      const deleted = UNSEEN.has(each.status);
      const { status, visibility, hidden } = each;
      return { id: id(number), status, visibility, hidden, deleted, location: target(each, number) };
    }),
  ];
}

/** Names of objects that must never be touched, by what is so and not by what was listed. `shown`: only clones that a listing shows. */
export function untouchable(given: World): { referenced: Set<string>; parents: Set<string>; foreign: Set<string> } {
  const claiming = rowsOf(given).filter(({ status }) => !GONE.has(status));
  const { objects, evidence } = given;
  const isSeen = ({ child }: StoreObject): boolean =>
    child === "images" ||
    (evidence.clones && (child === "vms" || child === "volumes")) ||
    (evidence.children && child !== "none");
  return {
    referenced: new Set(claiming.flatMap((row) => [row.id, ...(row.location === null ? [] : [row.location])])),
    parents: new Set(objects.filter(isSeen).map(nameOf)),
    foreign: new Set(objects.filter(({ named }) => named === "foreign").map(nameOf)),
  };
}

/** The listings hold what a plan must have seen before it moves anything: deleted rows, and the locations of every image. */
export function showsEnough({ evidence: { images, locations } }: World): boolean {
  if (images !== "database" && images !== "pages-and-database") return false;
  return locations === "database" || (locations === "in-listing" && images === "pages-and-database");
}

const url = (name: string): string => `rbd://5d0f1a2b/images/${name}/snap`;

function page(rows: readonly Row[], query: string, locations: boolean, next = false): GivenSource {
  const images = rows.map((row) => ({
    id: row.id,
    name: "n",
    status: row.status,
    visibility: row.visibility,
    os_hidden: row.hidden,
    size: 4096,
    disk_format: "raw",
    ...(locations ? { locations: row.location === null ? [] : [{ url: url(row.location), metadata: {} }] } : {}),
  }));
  const first = `/v2/images?limit=1000${query}`;
  const text = JSON.stringify({
    images,
    first,
    schema: "/v2/schemas/images",
    ...(next ? { next: `${first}&marker=x` } : {}),
  });
  return { name: `images${query.replace(/\W/g, "-")}.json`, text, pasted: false };
}

function databaseListing(rows: readonly Row[], where: string): GivenSource {
  const bit = (value: boolean): string => (value ? "1" : "0");
  const lines = rows.map(
    (row) => `${row.id}\tn\t${row.status}\t4096\t${row.visibility}\t${bit(row.hidden)}\t${bit(row.deleted)}`,
  );
  const text = ["id\tname\tstatus\tsize\tvisibility\tos_hidden\tdeleted", ...lines, ""].join("\n");
  const command = `mariadb -B glance -e 'SELECT id,name,status,size,visibility,os_hidden,deleted FROM images${where}'`;
  return { name: "images.tsv", text, pasted: false, command };
}

function imageSources({ evidence }: World, rows: readonly Row[]): GivenSource[] {
  const { images } = evidence;
  const locations = evidence.locations === "in-listing";
  if (images === "database") return [databaseListing(rows, "")];
  if (images === "live-database")
    return [
      databaseListing(
        rows.filter(({ deleted }) => !deleted),
        " WHERE deleted=0",
      ),
    ];
  const seen = rows.filter(({ status }) => !UNSEEN.has(status));
  const shown = seen.filter(({ hidden }) => !hidden);
  if (images === "plain")
    return [
      page(
        shown.filter(({ visibility }) => visibility !== "community"),
        "",
        locations,
      ),
    ];
  if (images === "first-page") return [page(shown.slice(0, SETTLED + 2), "&visibility=all", locations, true)];
  const all = page(shown, "&visibility=all", locations);
  if (images === "shown-pages") return [all];
  const hidden = page(
    seen.filter((row) => row.hidden),
    "&visibility=all&os_hidden=true",
    locations,
  );
  return images === "pages" ? [all, hidden] : [all, hidden, databaseListing(rows, "")];
}

type ListRow = { image: string; snapshot?: string; parent?: string; locked?: boolean };

function rbdListing(pool: string, rows: readonly ListRow[], format: World["evidence"]["format"]): GivenSource {
  const name = `rbd-ls-l-${pool}.${format === "json" ? "json" : "txt"}`;
  if (format === "json") {
    const items = rows.map(({ image, snapshot, parent, locked }) => ({
      image,
      ...(snapshot ? { snapshot, snapshot_id: 4 } : {}),
      size: 4096,
      ...(parent ? { parent: { pool: "images", image: parent, snapshot: "snap" } } : {}),
      format: 2,
      ...(locked ? { lock_type: "exclusive" } : {}),
    }));
    return { name, text: JSON.stringify(items), pasted: false, command: `rbd ls -l ${pool} --format json` };
  }
  const cells = rows.map(({ image, snapshot, parent, locked }) => [
    snapshot ? `${image}@${snapshot}` : image,
    "4 KiB",
    parent ? `images/${parent}@snap` : "",
    "2",
    snapshot ? "yes" : "",
    locked ? "excl" : "",
  ]);
  const table = [["NAME", "SIZE", "PARENT", "FMT", "PROT", "LOCK"], ...cells];
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((row) => (row[at] ?? "").length)));
  const text = table.map((row) => row.map((cell, at) => cell.padEnd((widths[at] ?? 0) + 2)).join("")).join("\n");
  return { name, text, pasted: false, command: `rbd ls -l ${pool}` };
}

function cephSources({ objects, trashed, evidence }: World): GivenSource[] {
  const { format } = evidence;
  const clonesIn = (pool: string): ListRow[] =>
    objects.flatMap((object, number) => {
      if (object.child !== pool) return [];
      const clone =
        pool === "vms" ? `${id(number, 5)}_disk` : pool === "volumes" ? `volume-${id(number, 5)}` : id(number, 5);
      return [{ image: clone, parent: nameOf(object) }];
    });
  const own = objects.flatMap((object): ListRow[] => {
    const image = nameOf(object);
    return [{ image, locked: object.locked }, ...(object.snap ? [{ image, snapshot: "snap" }] : [])];
  });
  const settled = Array.from({ length: SETTLED }, (_, number) => settledId(number)).flatMap((image): ListRow[] => [
    { image },
    { image, snapshot: "snap" },
  ]);
  const sources = [rbdListing("images", [...settled, ...own, ...clonesIn("images")], format)];
  if (evidence.clones) for (const pool of ["vms", "volumes"]) sources.push(rbdListing(pool, clonesIn(pool), format));
  if (evidence.children) {
    const text = objects.map((object) => [
      `== ${nameOf(object)}`,
      ...(object.child === "none" ? [] : [`${object.child}/x`]),
    ]);
    const command = 'for i in $(rbd ls images); do echo "== $i"; rbd children --all -p images --image $i; done';
    sources.push({ name: "rbd-children.txt", text: text.flat().join("\n"), pasted: false, command });
  }
  const gone = trashed.flatMap((number) => objects[number] ?? []);
  if (gone.length > 0) {
    const entries = gone.map((object, number) => ({ id: `${number}a`, name: nameOf(object) }));
    const command = "rbd trash ls --all --format json images";
    sources.push({ name: "rbd-trash.json", text: JSON.stringify(entries), pasted: false, command });
  }
  return sources;
}

/** The facts of what was listed. */
export function cloudOf(given: World): Cloud {
  const rows = rowsOf(given);
  const sources = [...imageSources(given, rows), ...cephSources(given)];
  if (given.evidence.locations === "database") {
    const lines = rows.flatMap(({ id: image, location, status }) => {
      if (location === null || GONE.has(status)) return [];
      const state = status === "pending_delete" ? "pending_delete\t1" : "active\t0";
      return [`${image}\t${url(location)}\t{}\t${state}`];
    });
    const text = ["image_id\tvalue\tmeta_data\tstatus\tdeleted", ...lines, ""].join("\n");
    const command = "mariadb -B glance -e 'SELECT image_id,value,meta_data,status,deleted FROM image_locations'";
    sources.push({ name: "image_locations.tsv", text, pasted: false, command });
  }
  return buildCloud(intake(sources));
}
