/** The facts that need a walk over all rows of the listings, taken over from earlier facts where nothing they rest on has changed. */
import { isDeepStrictEqual } from "node:util";
import type { Intake } from "../intake/artefact.ts";
import { buildCatalog } from "./catalog/build-catalog.ts";
import { cloneShares } from "./catalog/clone-shares.ts";
import { joinObjects } from "./catalog/join-objects.ts";
import { lostRows } from "./catalog/lost-data.ts";
import { poolFacts } from "./catalog/pool-facts.ts";
import { storePlaces } from "./catalog/store-places.ts";
import type { CinderVolume, CloneShare, Cloud, NovaCompute } from "./cloud.ts";

type Services = Readonly<Pick<Cloud, "glance" | "nova" | "cinder">>;
type ListingFacts = Pick<Cloud, "catalog" | "join" | "pools"> & { observed: readonly CloneShare[] };

/**
 * Facts of the listings. `earlier`: facts of the same case before its configuration was changed; what rests on the
 * listings alone, and on places that are still the same, is taken from there.
 */
export function listingFacts(intake: Intake, services: Services, earlier: Cloud | null): ListingFacts {
  const known = earlier !== null && sameListings(intake, earlier.intake) ? earlier : null;
  const places = storePlaces(services.glance);
  const pools = consumerPools(services);
  const join =
    known !== null && isDeepStrictEqual(places, storePlaces(known.glance)) ? known.join : joinObjects(intake, places);
  const lost = lostRows(join, intake.images);
  const sameLost = known !== null && isDeepStrictEqual(lost, lostRows(known.join, intake.images));
  return {
    catalog: known !== null && sameLost ? known.catalog : buildCatalog(intake, lost),
    pools: known === null ? poolFacts(intake) : known.pools,
    join,
    observed:
      known !== null && isDeepStrictEqual(pools, consumerPools(known))
        ? known.clone.observed
        : cloneShares(intake, pools),
  };
}

/** The same tables and artefacts, configuration aside: what is read from listings cannot differ. */
function sameListings(one: Intake, other: Intake): boolean {
  if (one.images !== other.images || one.objects !== other.objects) return false;
  if (one.artefacts.length !== other.artefacts.length) return false;
  return one.artefacts.every((artefact, at) => artefact === other.artefacts[at] || "config" in artefact);
}

function consumerPools({ nova, cinder }: { nova: readonly NovaCompute[]; cinder: readonly CinderVolume[] }) {
  return {
    nova: nova.flatMap(({ rbdPool, usesRbd }) => (usesRbd === true && rbdPool ? [rbdPool] : [])),
    cinder: cinder.flatMap(({ backends }) => backends.flatMap(({ pool }) => (pool ? [pool] : []))),
  };
}
