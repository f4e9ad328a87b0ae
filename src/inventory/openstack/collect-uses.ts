/**
 * Which images servers and volumes name, counted. A server or volume that names an image refers to it; whether it depends on
 * it, only the objects of the cluster tell. Nothing of a server but its id, its image and its time is kept.
 */
import { z } from "zod";
import { GlancewrightError } from "../../errors.ts";
import { DISK_IMAGES_SCHEMA } from "../../intake/listings/disk-images.ts";
import { IMAGE_USES_SCHEMA } from "../../intake/listings/image-uses.ts";
import type { OnCollected, Spool } from "../spool.ts";
import { placeOf } from "./place.ts";
import type { Session } from "./session.ts";

const PAGE = 1_000;
/** A marker that went away in between begins a listing again; so often. */
const RESTARTS = 2;
const MARKER_GONE = "what a page ended with was deleted while the pages were read";
const DAY = 86_400_000;
const PERIOD_DAYS = 30;
/** Answers of Nova without a microversion change with it: this one is of 2015, and has all that is counted. */
const NOVA = { "openstack-api-version": "compute 2.1", "x-openstack-nova-api-version": "2.1" };
const CINDER = { "openstack-api-version": "volume 3.0" };

const serverShape = z.looseObject({
  id: z.string(),
  created: z.string().nullish(),
  image: z.union([z.looseObject({ id: z.string() }), z.literal(""), z.null()]).optional(),
});
const volumeShape = z.looseObject({
  id: z.string(),
  attachments: z.array(z.looseObject({ server_id: z.string().nullish() })).default([]),
  volume_image_metadata: z.looseObject({ image_id: z.string().optional() }).optional(),
  bootable: z.union([z.string(), z.boolean()]).optional(),
});
const linkShape = z.array(z.looseObject({ rel: z.string(), href: z.string() })).default([]);

export type UseCollection = {
  session: Session;
  compute: string | null;
  volume: string | null;
  spool: Spool;
  suffix: string;
  now: Date;
  onCollected?: OnCollected | undefined;
};

type Use = {
  servers: number;
  volumeBacked: number;
  volumes: number;
  boots: number;
  last: string;
  /** Ids of servers and volumes whose disk was made from it. */
  disks: string[];
};

/** True: servers and volumes were read to their end. */
export async function collectUses(options: UseCollection): Promise<boolean> {
  const { session, compute, volume, spool, suffix, now } = options;
  const uses = new Map<string, Use>();
  const use = (image: string): Use => {
    const known = uses.get(image);
    if (known) return known;
    const made: Use = { servers: 0, volumeBacked: 0, volumes: 0, boots: 0, last: "", disks: [] };
    uses.set(image, made);
    return made;
  };
  /** Servers without an image of their own: their root disk is a volume. By id, with their time. */
  const volumeBacked = new Map<string, string>();
  const startedFromVolume = new Set<string>();
  const seesAll = session.roles.includes("admin");
  let seesOthers = false;
  const since = new Date(now.getTime() - PERIOD_DAYS * DAY).toISOString();
  const seen = new Set<string>();
  const booted = (image: string, created: string): void => {
    const own = use(image);
    if (created > own.last) own.last = created;
    if (created >= since) own.boots++;
  };
  const takeServer = (value: unknown, living: boolean): void => {
    const { id, created, image } = serverShape.parse(value);
    if (seen.has(id)) return;
    seen.add(id);
    if (!image) {
      volumeBacked.set(id, created ?? "");
      return;
    }
    if (living) {
      use(image.id).servers++;
      use(image.id).disks.push(id);
    }
    booted(image.id, created ?? "");
  };
  const living = await readAll(options, compute, {
    path: `servers/detail?all_tenants=1&limit=${PAGE}`,
    list: "servers",
    headers: NOVA,
    take: (server) => takeServer(server, true),
  });
  // those that are gone booted as well; a user who may not see them sees the others all the same
  const gone = await readAll(options, compute, {
    path: `servers/detail?all_tenants=1&deleted=true&changes-since=${encodeURIComponent(since)}&limit=${PAGE}`,
    list: "servers",
    headers: NOVA,
    take: (server) => takeServer(server, false),
  });
  const volumes = await readAll(options, volume, {
    path: `volumes/detail?all_tenants=1&limit=${PAGE}`,
    list: "volumes",
    headers: CINDER,
    take: (value) => {
      const { id, attachments, bootable, volume_image_metadata: metadata, ...others } = volumeShape.parse(value);
      if (seen.has(id)) return;
      seen.add(id);
      const owner = others["os-vol-tenant-attr:tenant_id"];
      seesOthers ||= typeof owner === "string" && owner !== session.project;
      const image = metadata?.image_id;
      if (!image) return;
      use(image).volumes++;
      use(image).disks.push(id);
      for (const { server_id: server } of attachments) {
        const created = server ? volumeBacked.get(server) : undefined;
        // a further disk that was made from an image: its server did not start from it
        if (!server || created === undefined || String(bootable) === "false" || startedFromVolume.has(server)) continue;
        startedFromVolume.add(server);
        use(image).volumeBacked++;
        booted(image, created);
      }
    },
  });
  const sorted = [...uses].sort(([one], [other]) => (one < other ? -1 : 1));
  // Cinder gives those who may not see all projects their own, and says nothing
  const own = volumes === null && !seesAll && !seesOthers ? "the user may not see the volumes of all projects" : null;
  const problem = living ?? volumes ?? own;
  await inParts(spool, {
    file: `image-uses${suffix}`,
    what: `images that servers and volumes name${placeOf(suffix)}`,
    rows: sorted.map(([image_id, { servers, volumeBacked: backed, volumes: count, last }]) => ({
      image_id,
      servers,
      volume_backed_servers: backed,
      volumes: count,
      last_boot_at: last || null,
    })),
    textOf: (images) => JSON.stringify({ schema: IMAGE_USES_SCHEMA, images }),
    problem,
  });
  await inParts(spool, {
    file: `disk-images${suffix}`,
    what: `images that disks were made from${placeOf(suffix)}`,
    rows: sorted.flatMap(([image_id, { disks }]) =>
      Array.from({ length: Math.ceil(disks.length / DISKS_IN_ROW) }, (_, at) => ({
        image_id,
        disks: disks.slice(at * DISKS_IN_ROW, (at + 1) * DISKS_IN_ROW),
      })),
    ),
    weight: ({ disks }) => disks.length,
    textOf: (images) => JSON.stringify({ schema: DISK_IMAGES_SCHEMA, images }),
    problem,
  });
  await inParts(spool, {
    file: `boots-${PERIOD_DAYS}d${suffix}`,
    what: `servers created in ${PERIOD_DAYS} days by image${placeOf(suffix)}`,
    rows: sorted
      .filter(([, { last }]) => last !== "")
      .map(([image_id, { boots, last }]) => ({ image_id, boots_30d: boots, last_boot_at: last })),
    textOf: (boots) => JSON.stringify(boots),
    problem: problem ?? gone,
  });
  return problem === null;
}

/** Of so many rows: a source that is no listing of images or objects may have 10 MiB. */
const PART_ROWS = 50_000;
const DISKS_IN_ROW = 1_000;

type Rows<Row> = {
  file: string;
  what: string;
  rows: readonly Row[];
  /** What counts as so many rows; one without it. */
  weight?: (row: Row) => number;
  textOf: (rows: readonly Row[]) => string;
  problem: string | null;
};

async function inParts<Row>(
  spool: Spool,
  { file, what, rows, weight = () => 1, textOf, problem }: Rows<Row>,
): Promise<void> {
  for (let from = 0, number = 1; from === 0 || from < rows.length; number++) {
    let to = from;
    for (let room = PART_ROWS; to < rows.length && room > 0; to++) room -= weight(rows[to] as Row);
    const here = rows.slice(from, to);
    from = Math.max(to, from + 1);
    const name = `${file}${number === 1 ? "" : `-${number}`}.json`;
    const part = await spool.part({ file: name, from: "nova", what, command: null });
    await part.write(`${textOf(here)}\n`);
    await part.end({ complete: problem === null, rows: here.length, problem });
  }
}

type Listing = {
  list: "servers" | "volumes";
  /** Below the endpoint, without the version. */
  path: string;
  headers: Readonly<Record<string, string>>;
  take: (value: unknown) => void;
};

/**
 * Null: read to its end; else what is missing. A page whose marker was deleted meanwhile begins anew: `take` may get a row
 * twice.
 */
async function readAll(options: UseCollection, base: string | null, listing: Listing): Promise<string | null> {
  const service = NAMES[listing.list];
  if (base === null) return `there is no ${service} in the catalogue`;
  try {
    for (let restart = 0; restart <= RESTARTS; restart++) {
      const read = await readPages(options, withVersion(base, listing.list), listing);
      if (read !== MARKER_GONE) return read;
    }
    return MARKER_GONE;
  } catch (error) {
    if (error instanceof GlancewrightError) return `${error.code}: ${error.advice.got}`;
    if (error instanceof z.ZodError) return `a page of ${service} has rows of another form`;
    throw error;
  }
}

async function readPages(
  { session, onCollected }: UseCollection,
  base: string,
  { list, path, headers, take }: Listing,
): Promise<string | null> {
  const service = NAMES[list];
  const visited = new Set<string>();
  let url = `${base}/${path}`;
  let rows = 0;
  for (;;) {
    if (visited.has(url)) return `the pages of ${service} do not end`;
    visited.add(url);
    const answer = await session.get(url, headers);
    if ((answer.status === 400 || answer.status === 404) && visited.size > 1) return MARKER_GONE;
    if (answer.status !== 200) return `${service} answered with status ${answer.status}`;
    const value = answer.value as Record<string, unknown> | null | undefined;
    const items = value?.[list];
    if (!Array.isArray(items)) return `a page of ${service} was no list`;
    for (const item of items) take(item);
    rows += items.length;
    onCollected?.(list, rows);
    const next = linkShape.safeParse(value?.[`${list}_links`] ?? []).data?.find(({ rel }) => rel === "next")?.href;
    if (next === undefined) return null;
    // the link may name the service by another address: only its query counts
    if (!URL.canParse(next, base)) return `a page of ${service} leads nowhere`;
    url = `${base}/${list}/detail${new URL(next, base).search}`;
  }
}

const NAMES = { servers: "Nova", volumes: "Cinder" };

/** Some catalogues name the services without a version. */
const withVersion = (base: string, list: Listing["list"]): string =>
  /\/v\d[\d.]*(?:\/|$)/.test(new URL(base).pathname) ? base : `${base}/${list === "servers" ? "v2.1" : "v3"}`;
