/** What the cephx users of Nova and Cinder may do with the pools that Glance writes to, where their capabilities were pasted. */
import type { Position } from "../intake/source.ts";
import { cephUser, type PoolAccess, poolAccess } from "./caps.ts";
import { onOneCeph } from "./clone-chain.ts";
import type { Cloud } from "./cloud.ts";
import { poolOfStore } from "./glance-pools.ts";

export type PoolRight = {
  consumer: "nova" | "cinder";
  user: string;
  pool: string;
  access: PoolAccess;
  at: Position;
};

/** One entry for each pair of user and pool on the way of a clone. */
export function poolRights(cloud: Cloud): PoolRight[] {
  const rights: PoolRight[] = [];
  for (const verdict of cloud.clone.verdicts) {
    if (!onOneCeph(verdict)) continue;
    const api = cloud.glance.find(({ file }) => file === verdict.api);
    const store = api?.stores.find(({ id }) => id === verdict.storeId);
    if (!api || !store) continue;
    const pool = poolOfStore(api, store);
    for (const name of usersOf(cloud, verdict)) {
      const user = cephUser(cloud.cephUsers, name);
      const known = rights.some((right) => right.user === user?.name && right.pool === pool);
      if (user && !known)
        rights.push({ consumer: verdict.consumer, user: user.name, pool, access: poolAccess(user, pool), at: user.at });
    }
  }
  return rights;
}

function usersOf({ nova, cinder }: Cloud, { consumer, scope }: { consumer: "nova" | "cinder"; scope: string }) {
  return consumer === "nova"
    ? nova.filter((one) => one.scope.label === scope && one.usesRbd === true).map(({ rbdUser }) => rbdUser)
    : cinder
        .filter((one) => one.scope.label === scope)
        .flatMap(({ backends }) => backends.filter(({ rbd }) => rbd).map(({ user }) => user));
}
