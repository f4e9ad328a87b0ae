/** Image locations, as the API answered them, that carry the credentials of their store. */
import { parseLocation } from "../intake/listings/location.ts";
import type { Position } from "../intake/source.ts";
import type { Cloud, GlanceApi, Store } from "./cloud.ts";

export type PublishedKeys = {
  /** `s3` or `swift` by the location's scheme; `other` for any other address with credentials or a signed query. */
  type: "s3" | "swift" | "other";
  /** The store that they belong to; null where none or several could be meant. */
  owner: { api: GlanceApi; store: Store } | null;
  /** The first image that shows them. */
  at: Position;
  count: number;
  /** At most 20. */
  imageIds: string[];
};

const EXAMPLES = 20;

/** One entry for each store whose credentials are in some listed location, in order of first sight. */
export function publishedKeys({ intake, glance }: Pick<Cloud, "intake" | "glance">): PublishedKeys[] {
  const found = new Map<string, PublishedKeys>();
  const { images } = intake;
  if (!images.fields.has("locations") && !images.fields.has("directUrl")) return [];
  for (const image of images.rows()) {
    // a database dump shows what is stored, not what the API answered
    if (intake.recognitions[image.file]?.kind === "images-sql") continue;
    const urls = [...(image.locations ?? []), ...(image.directUrl ? [image.directUrl] : [])];
    const counted = new Set<string>();
    for (const url of urls) {
      if (!url.includes("@") && !url.includes("?")) continue;
      const { scheme, credentials } = parseLocation(url);
      if (!credentials) continue;
      const type = scheme.startsWith("s3") ? "s3" : scheme.startsWith("swift") ? "swift" : "other";
      const owner = type === "other" ? null : ownerOf(glance, type, image.stores ?? []);
      const key = `${type} ${owner?.store.id ?? ""}`;
      if (counted.has(key)) continue;
      counted.add(key);
      const known = found.get(key);
      if (known) {
        known.count++;
        if (known.imageIds.length < EXAMPLES) known.imageIds.push(image.id);
      } else {
        const at = { file: image.file, line: image.line };
        found.set(key, { type, owner, at, count: 1, imageIds: [image.id] });
      }
    }
  }
  return [...found.values()];
}

function ownerOf(glance: readonly GlanceApi[], type: "s3" | "swift", ids: readonly string[]): PublishedKeys["owner"] {
  for (const api of glance) {
    const stores = api.stores.filter((store) => store.type === type);
    const named = stores.filter(({ id }) => ids.includes(id));
    const candidates = named.length > 0 ? named : stores;
    const [store] = candidates;
    if (store && candidates.length === 1) return { api, store };
  }
  return null;
}
