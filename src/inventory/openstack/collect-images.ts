/**
 * The whole catalogue of Glance as an administrator sees it: all visibilities, once those that are shown and once the hidden,
 * every page. What could not be read to its end says so.
 */
import { z } from "zod";
import { GlancewrightError } from "../../errors.ts";
import type { OnCollected, PartWriter, Spool } from "../spool.ts";
import { placeOf } from "./place.ts";
import type { Session } from "./session.ts";

const PAGE = 1_000;
/** A marker that went away in between begins the pass again; so often. */
const RESTARTS = 2;
/** Glance answers at most a thousand images at a time: this is more than any catalogue. */
const MOST_PAGES = 50_000;
/** An empty page is asked for again this often, as images may have come meanwhile. */
const MOST_PROBES = 2;

const pageShape = z.looseObject({
  images: z.array(
    z.looseObject({
      id: z.string().regex(/^[0-9A-Za-z-]{1,64}$/),
      owner: z.string().nullish(),
      visibility: z.string().optional(),
    }),
  ),
  next: z.string().nullish(),
});

export type ImageCollection = {
  session: Session;
  base: string;
  spool: Spool;
  suffix: string;
  onCollected?: OnCollected | undefined;
};

/** A pass that was read; its part is still open, as whether it proves anything depends on the other regions too. */
export type ReadPass = { hidden: boolean; part: PartWriter; rows: number; problem: string | null };

/** Both passes. `base`: of the image service; `suffix`: tells regions apart in the names of parts. */
export async function collectImages(options: ImageCollection): Promise<ReadPass[]> {
  const shown = await collectPass(options, false);
  const hidden = await collectPass(options, true);
  // roles have other names in some clouds: what others keep to themselves is seen by administrators alone
  const sees = options.session.roles.includes("admin") || shown.seesPrivate || hidden.seesPrivate;
  return [shown, hidden].map((pass) => ({ ...pass, problem: pass.problem ?? (sees ? null : NO_ADMINISTRATOR) }));
}

/**
 * Ends the parts. An object belongs to no image only if no region has one for it: where one region's listing has a gap, none
 * of them is whole.
 */
export async function endPasses(passes: readonly ReadPass[]): Promise<void> {
  for (const { hidden, part, rows, problem } of passes) {
    const elsewhere = passes.some((other) => other.hidden === hidden && other.problem !== null);
    const told = problem ?? (elsewhere ? "it is whole, but that of another region is not" : null);
    await part.end({ complete: told === null, rows, problem: told });
  }
}

async function collectPass(options: ImageCollection, hidden: boolean): Promise<ReadPass & { seesPrivate: boolean }> {
  const { session, base, spool, suffix, onCollected } = options;
  const file = `images${hidden ? "-hidden" : ""}${suffix}.json`;
  const query = `visibility=all&os_hidden=${hidden}`;
  const asked = `${query}&limit=${PAGE}&sort=created_at:asc,id:asc`;
  const part = await spool.part({
    file,
    from: "glance",
    what: `images${placeOf(suffix)}, all visibilities, ${hidden ? "hidden" : "not hidden"}`,
    command: `curl '/v2/images?${asked}'`,
  });
  const images = `${rootOf(base)}/v2/images`;
  const source: PageSource = {
    session,
    first: `${images}?${asked}`,
    newest: `${images}?${query}&limit=1&sort=created_at:desc,id:desc`,
    async take(text, rows) {
      await part.write(`${text}\n`);
      onCollected?.(file, rows);
    },
  };
  // what was read before a restart stays: every image of it was there, and each is counted once
  let read = await readPages(source);
  for (let restart = 1; restart <= RESTARTS && read.problem === MARKER_GONE; restart++) read = await readPages(source);
  return { hidden, part, ...read };
}

const MARKER_GONE = "an image that a page ended with was deleted while the pages were read";
const NO_ADMINISTRATOR = "the user is no administrator of Glance: images of others may be missing";
const FILTERED = "a policy hides images from this user: a page came back shorter than it was read";

/** `…/v2` and `…/v2/` are addresses of Glance as well. */
const rootOf = (base: string): string => base.replace(/\/v2(?:\.\d+)?$/, "");

type PageSource = {
  session: Session;
  /** Addresses of the first page, and of the newest image alone. */
  first: string;
  newest: string;
  take: (text: string, rows: number) => Promise<void>;
};

type ReadPages = { rows: number; problem: string | null; seesPrivate: boolean };

async function readPages({ session, first, newest, take }: PageSource): Promise<ReadPages> {
  const markers = new Set<string>();
  let rows = 0;
  let url = first;
  let last: string | null = null;
  let fullPage: number | null = null;
  let doubt: string | null = null;
  let probes = 0;
  let seesPrivate = false;
  const ended = (problem: string | null): ReadPages => ({ rows, problem, seesPrivate });
  for (;;) {
    const page = await readPage(session, url);
    if ("problem" in page) return ended(markers.size > 0 && page.markerGone ? MARKER_GONE : page.problem);
    const { count, next } = page;
    if (next === null && count === 0) {
      // there is none, the last page was full to the brim, or a policy took all of this one away: the newest image tells
      const end = await readPage(session, newest);
      const isEnd = !("problem" in end) && end.last === last;
      if (!isEnd && ++probes <= MOST_PROBES) continue;
      if (!isEnd) return ended("a page came empty although there are newer images");
    }
    rows += count;
    seesPrivate ||= page.seesPrivate;
    await take(page.text, rows);
    // Glance reads as many as it was asked for and then leaves out what a policy forbids
    if (fullPage !== null && (next === null ? count > fullPage : count !== fullPage)) doubt = FILTERED;
    if (next === null) return ended(doubt);
    fullPage ??= count;
    if (page.last === null || page.ids.some((id) => markers.has(id)) || markers.size >= MOST_PAGES)
      return ended("the pages do not end: one came twice");
    last = page.last;
    markers.add(last);
    const target = URL.canParse(next, first) ? new URL(next, first) : null;
    if (target?.origin !== new URL(first).origin || !/\/v2\/images$/.test(target.pathname))
      return ended("the next page is said to be somewhere else");
    // the address of the service may be below a path that Glance does not know of
    url = `${first.slice(0, first.indexOf("?"))}${target.search}`;
  }
}

type Page =
  | { text: string; count: number; ids: string[]; next: string | null; last: string | null; seesPrivate: boolean }
  | { problem: string; markerGone: boolean };

async function readPage(session: Session, url: string): Promise<Page> {
  const answer = await session.get(url).catch((error: unknown) => {
    if (error instanceof GlancewrightError) return error;
    throw error;
  });
  if (answer instanceof GlancewrightError)
    return { problem: `${answer.code}: ${answer.advice.got}`, markerGone: false };
  if (answer.status !== 200)
    return {
      problem: `Glance answered with status ${answer.status}`,
      markerGone: answer.status === 400 || answer.status === 404,
    };
  const read = pageShape.safeParse(answer.value);
  if (!read.success)
    return {
      problem: answer.value === undefined ? "a page was no JSON" : "a page was no list of images",
      markerGone: false,
    };
  const ids = read.data.images.map(({ id }) => id);
  return {
    // on one line, so that the end of a line is the end of a page
    text: withoutPasswords(JSON.stringify(answer.value)),
    count: ids.length,
    ids,
    next: read.data.next ?? null,
    last: ids.at(-1) ?? null,
    seesPrivate: read.data.images.some(
      ({ owner, visibility }) => visibility === "private" && !!owner && owner !== session.project,
    ),
  };
}

/** Locations in swift and S3 have the store's own key before their host; a snapshot goes through many hands. */
const withoutPasswords = (text: string): string =>
  text.replace(/:\/\/([^\s"/@:]*):[^\s"@]*@/g, (_, user: string) => `://${user}:***@`);

/**
 * Stores with their properties where the user may see them, else their names. A Glance with one store tells nothing, and
 * there is no part then.
 */
export async function collectStores({ session, base, spool, suffix }: ImageCollection): Promise<void> {
  let problem: string | null = null;
  for (const path of ["/v2/info/stores/detail", "/v2/info/stores"]) {
    const answer = await session.get(`${rootOf(base)}${path}`).catch((error: unknown) => {
      if (error instanceof GlancewrightError) return error;
      throw error;
    });
    if (answer instanceof GlancewrightError) {
      problem = `${answer.code}: ${answer.advice.got}`;
      continue;
    }
    if (answer.status === 403 || answer.status === 404) continue;
    const read = answer.status === 200 ? storesShape.safeParse(answer.value) : null;
    if (read?.success) return storesPart(spool, suffix, answer.value, read.data.stores.length, null);
    problem = read ? "the stores were no list" : `Glance answered with status ${answer.status}`;
  }
  if (problem !== null) await storesPart(spool, suffix, null, 0, problem);
}

const storesShape = z.looseObject({ stores: z.array(z.looseObject({ id: z.string() })) });

async function storesPart(
  spool: Spool,
  suffix: string,
  value: unknown,
  rows: number,
  problem: string | null,
): Promise<void> {
  const part = await spool.part({
    file: `stores${suffix}.json`,
    from: "glance",
    what: `stores of Glance${placeOf(suffix)}`,
    command: null,
  });
  if (value !== null) await part.write(JSON.stringify(value, null, 1));
  await part.end({ complete: problem === null, rows, problem });
}
