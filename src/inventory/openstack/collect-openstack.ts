/** What the services of a cloud tell of its images, region by region. A service that fails leaves its parts incomplete, the others go on. */
import { GlancewrightError } from "../../errors.ts";
import type { OnCollected, Spool } from "../spool.ts";
import type { CloudAccess } from "./access.ts";
import { collectImages, collectStores, endPasses, type ReadPass } from "./collect-images.ts";
import { collectProjects } from "./collect-projects.ts";
import { collectUses } from "./collect-uses.ts";
import { openSession, type Session } from "./session.ts";
import type { Transport } from "./transport.ts";

export type OpenStackCollection = {
  access: CloudAccess;
  spool: Spool;
  transport: Transport;
  clock: () => Date;
  sleep: (milliseconds: number) => Promise<void>;
  random?: () => number;
  signal?: AbortSignal | undefined;
  onCollected?: OnCollected | undefined;
};

/** Gives the regions that were read, and those with a Glance that was not. Throws `cloud.…` where Keystone gives no token, and where no region has Glance. */
export async function collectOpenStack(
  options: OpenStackCollection,
): Promise<Pick<Session, "regions" | "otherRegions">> {
  const { spool, clock, onCollected } = options;
  const session = await openSession(options);
  let read = 0;
  const passes: ReadPass[] = [];
  for (const region of session.regions) {
    const suffix = session.regions.length > 1 ? `-${region.replaceAll(/[^A-Za-z0-9._-]/g, "_")}` : "";
    const base = session.endpoint("image", region);
    if (base === null) {
      const part = await spool.part({
        file: `images${suffix}.json`,
        from: "glance",
        what: `images of region ${region}`,
        command: null,
      });
      passes.push({ hidden: false, part, rows: 0, problem: "the catalogue has no image service there" });
      continue;
    }
    read++;
    const images = { session, base, spool, suffix, onCollected };
    passes.push(...(await collectImages(images)));
    await collectStores(images);
    const [compute, volume] = [session.endpoint("compute", region), session.endpoint("block-storage", region)];
    // an image service alone has nobody to ask
    if (compute === null && volume === null) continue;
    await collectUses({
      session,
      compute,
      volume,
      spool,
      suffix,
      now: clock(),
      onCollected,
    });
  }
  await endPasses(passes);
  if (read > 0) await collectProjects(session, options.access.authUrl, spool);
  if (read === 0)
    throw new GlancewrightError("cloud.no-glance", {
      expected: "an image service in the catalogue of Keystone",
      got: `none in ${session.regions.filter(Boolean).join(", ") || "any region"}`,
      next: "Check region_name and interface, or set image_endpoint_override.",
    });
  return session;
}
