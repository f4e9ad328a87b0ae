/**
 * Which images servers and volumes name, counted. A server or volume that names an image refers to it; whether it depends on
 * it, only the objects of the cluster tell. Nothing of a server but its image and its time is kept.
 */
import { z } from "zod";
import { GlancewrightError } from "../../errors.ts";
import type { OnCollected, Spool } from "../spool.ts";
import type { Session } from "./session.ts";

const PAGE = 1_000;
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

type Use = { servers: number; volumeBacked: number; volumes: number; boots: number; last: string };

/** True: servers and volumes were read to their end. */
export async function collectUses(options: UseCollection): Promise<boolean> {
  const { compute, volume, spool, suffix, now } = options;
  const uses = new Map<string, Use>();
  const use = (image: string): Use => {
    const known = uses.get(image);
    if (known) return known;
    const made: Use = { servers: 0, volumeBacked: 0, volumes: 0, boots: 0, last: "" };
    uses.set(image, made);
    return made;
  };
  /** Servers without an image of their own: their root disk is a volume. By id, with their time. */
  const volumeBacked = new Map<string, string>();
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
    if (living) use(image.id).servers++;
    booted(image.id, created ?? "");
  };
  const living = await readAll(
    options,
    compute,
    `servers/detail?all_tenants=1&limit=${PAGE}`,
    "servers",
    NOVA,
    (server) => takeServer(server, true),
  );
  // those that are gone booted as well; a user who may not see them sees the others all the same
  const gone = await readAll(
    options,
    compute,
    `servers/detail?all_tenants=1&deleted=true&changes-since=${encodeURIComponent(since)}&limit=${PAGE}`,
    "servers",
    NOVA,
    (server) => takeServer(server, false),
  );
  const volumes = await readAll(
    options,
    volume,
    `volumes/detail?all_tenants=1&limit=${PAGE}`,
    "volumes",
    CINDER,
    (value) => {
      const { attachments, volume_image_metadata: metadata } = volumeShape.parse(value);
      const image = metadata?.image_id;
      if (!image) return;
      use(image).volumes++;
      for (const { server_id: server } of attachments) {
        const created = server ? volumeBacked.get(server) : undefined;
        if (created === undefined) continue;
        use(image).volumeBacked++;
        booted(image, created);
      }
    },
  );
  const sorted = [...uses].sort(([one], [other]) => (one < other ? -1 : 1));
  const problem = [living, volumes].find((each) => each !== null) ?? null;
  const references = await spool.part({
    file: `image-uses${suffix}.json`,
    from: "nova",
    what: "images that servers and volumes name",
    command: null,
  });
  await references.write(
    `${JSON.stringify({
      schema: "glancewright.image-uses/1",
      images: sorted.map(([image_id, { servers, volumeBacked: backed, volumes: count, last }]) => ({
        image_id,
        servers,
        volume_backed_servers: backed,
        volumes: count,
        last_boot_at: last || null,
      })),
    })}\n`,
  );
  await references.end({ complete: problem === null, rows: sorted.length, problem });
  const boots = await spool.part({
    file: `boots-${PERIOD_DAYS}d${suffix}.json`,
    from: "nova",
    what: `servers created in ${PERIOD_DAYS} days by image`,
    command: null,
  });
  await boots.write(
    `${JSON.stringify(
      sorted.map(([image_id, { boots: count, last }]) => ({ image_id, boots_30d: count, last_boot_at: last || null })),
    )}\n`,
  );
  const incomplete = problem ?? gone;
  await boots.end({ complete: incomplete === null, rows: sorted.length, problem: incomplete });
  return problem === null;
}

/** Null: read to its end; else what is missing. */
async function readAll(
  { session, onCollected }: UseCollection,
  base: string | null,
  path: string,
  list: "servers" | "volumes",
  headers: Readonly<Record<string, string>>,
  take: (value: unknown) => void,
): Promise<string | null> {
  const service = list === "servers" ? "Nova" : "Cinder";
  if (base === null) return `there is no ${service} in the catalogue`;
  const visited = new Set<string>();
  let url = `${base}/${path}`;
  let rows = 0;
  try {
    for (;;) {
      if (visited.has(url)) return `the pages of ${service} do not end`;
      visited.add(url);
      const answer = await session.get(url, headers);
      if (answer.status !== 200) return `${service} answered with status ${answer.status}`;
      const value = answer.value as Record<string, unknown> | undefined;
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
  } catch (error) {
    if (error instanceof GlancewrightError) return `${error.code}: ${error.advice.got}`;
    if (error instanceof z.ZodError) return `a page of ${service} has rows of another form`;
    throw error;
  }
}
