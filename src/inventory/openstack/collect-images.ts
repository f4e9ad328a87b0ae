/**
 * The whole catalogue of Glance as an administrator sees it: all visibilities, once those that are shown and once the hidden,
 * every page. Pages are kept as they came. What could not be read to its end says so.
 */
import { z } from "zod";
import { GlancewrightError } from "../../errors.ts";
import type { OnCollected, Spool } from "../spool.ts";
import { jsonOf, type Session } from "./session.ts";

const PAGE = 1_000;
/** A marker that went away in between begins the pass again; so often. */
const RESTARTS = 2;

const pageShape = z.looseObject({
  images: z.array(z.looseObject({ id: z.string().regex(/^[0-9A-Za-z-]{1,64}$/) })),
  next: z.string().nullish(),
});

export type ImageCollection = {
  session: Session;
  base: string;
  spool: Spool;
  suffix: string;
  onCollected?: OnCollected | undefined;
};

type Pass = { complete: boolean; rows: number; problem: string | null };

/** True: both passes are whole. `base`: of the image service; `suffix`: tells regions apart in the names of parts. */
export async function collectImages(options: ImageCollection): Promise<boolean> {
  const shown = await collectPass(options, false);
  const hidden = await collectPass(options, true);
  return shown && hidden;
}

async function collectPass(options: ImageCollection, hidden: boolean): Promise<boolean> {
  const { session, base, spool, suffix, onCollected } = options;
  const query = `limit=${PAGE}&visibility=all&os_hidden=${hidden}&sort=created_at:asc,id:asc`;
  const start = `${rootOf(base)}/v2/images?${query}`;
  let problem: string | null = null;
  for (let restart = 0; restart <= RESTARTS; restart++) {
    const file = `images${hidden ? "-hidden" : ""}${suffix}${restart === 0 ? "" : `-again${restart}`}.json`;
    const part = await spool.part({
      file,
      from: "glance",
      what: `images, all visibilities, ${hidden ? "hidden" : "not hidden"}`,
      command: `curl '/v2/images?${query}'`,
    });
    const pass = await readPages(session, start, isAdministrator(session), async (text, rows) => {
      await part.write(`${text}\n`);
      onCollected?.(file, rows);
    });
    problem = pass.problem;
    await part.end(pass);
    if (pass.complete) return true;
    if (pass.problem !== MARKER_GONE) return false;
  }
  return problem === null;
}

const MARKER_GONE = "an image that a page ended with was deleted while the pages were read";

/** `…/v2` and `…/v2/` are addresses of Glance as well. */
const rootOf = (base: string): string => base.replace(/\/v2(?:\.\d+)?$/, "");

const isAdministrator = ({ roles }: Session): boolean => roles.includes("admin");

async function readPages(
  session: Session,
  start: string,
  administrator: boolean,
  take: (text: string, rows: number) => Promise<void>,
): Promise<Pass> {
  const markers = new Set<string>();
  let rows = 0;
  let url = start;
  let full = false;
  const broken = (problem: string): Pass => ({ complete: false, rows, problem });
  for (;;) {
    let page: Page;
    try {
      page = await readPage(session, url);
    } catch (error) {
      if (!(error instanceof GlancewrightError)) throw error;
      return broken(`${error.code}: ${error.advice.got}`);
    }
    if ("problem" in page) return broken(markers.size > 0 && page.markerGone ? MARKER_GONE : page.problem);
    const { count, next, last } = page;
    rows += count;
    await take(page.text, rows);
    if (next === null) {
      if (count === 0 && full)
        return broken("a page came empty after a full one: a policy hides images from this user");
      return administrator
        ? { complete: true, rows, problem: null }
        : broken("the user is no administrator of Glance: images of others may be missing");
    }
    if (last === null || markers.has(last)) return broken("the pages do not end: one came twice");
    markers.add(last);
    full = count > 0;
    const target = URL.canParse(next, start) ? new URL(next, start) : null;
    if (target?.origin !== new URL(start).origin || !/\/v2\/images$/.test(target.pathname))
      return broken("the next page is said to be somewhere else");
    // the address of the service may be below a path that Glance does not know of
    url = `${start.slice(0, start.indexOf("?"))}${target.search}`;
  }
}

type Page =
  | { text: string; count: number; next: string | null; last: string | null }
  | { problem: string; markerGone: boolean };

async function readPage(session: Session, url: string): Promise<Page> {
  const answer = await session.get(url);
  if (answer.status !== 200)
    return {
      problem: `Glance answered with status ${answer.status}`,
      markerGone: answer.status === 400 || answer.status === 404,
    };
  const value = jsonOf(answer);
  const read = pageShape.safeParse(value);
  if (!read.success)
    return { problem: value === undefined ? "a page was no JSON" : "a page was no list of images", markerGone: false };
  const { images, next } = read.data;
  // on one line, so that the end of a line is the end of a page
  return { text: JSON.stringify(value), count: images.length, next: next ?? null, last: images.at(-1)?.id ?? null };
}

/** Stores with their properties where the user may see them, else their names. */
export async function collectStores({ session, base, spool, suffix }: ImageCollection): Promise<boolean> {
  for (const path of ["/v2/info/stores/detail", "/v2/info/stores"]) {
    const answer = await session.get(`${rootOf(base)}${path}`).catch((error: unknown) => {
      if (error instanceof GlancewrightError) return null;
      throw error;
    });
    const value = answer?.status === 200 ? jsonOf(answer) : undefined;
    if (!z.looseObject({ stores: z.array(z.looseObject({ id: z.string() })) }).safeParse(value).success) continue;
    const part = await spool.part({
      file: `stores${suffix}.json`,
      from: "glance",
      what: "stores of Glance",
      command: null,
    });
    await part.write(JSON.stringify(value, null, 1));
    await part.end({ complete: true, rows: (value as { stores: unknown[] }).stores.length, problem: null });
    return true;
  }
  return false;
}
