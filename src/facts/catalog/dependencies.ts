/** What hangs on a store object besides its image: clones, and entries of the trash. */
import type { Intake } from "../../intake/artefact.ts";
import { hexIndex } from "../../intake/listings/hex-index.ts";
import { splitSpec } from "../../intake/listings/rbd-source.ts";
import type { Position } from "../../intake/source.ts";

export type Dependencies = {
  /** A clone was seen whose parent is that object; a pool that is not told counts as any pool. */
  hasChildren(pool: string | null, name: string): boolean;
  /** `rbd children --all` named the object and no clone of it. */
  provedChildless(pool: string | null, name: string): boolean;
  /** Somebody had the object open when `rbd status` was asked. */
  isWatched(pool: string | null, name: string): boolean;
  trash: readonly { pool: string | null; name: string; at: Position }[];
  inTrash(pool: string | null, name: string): boolean;
};

type PoolName = string | null;

function nameSet() {
  const names = hexIndex("uuid");
  const pools: PoolName[][] = [];
  return {
    add(pool: PoolName, name: string): void {
      const number = names.add(name);
      const list = pools[number];
      if (list === undefined) pools[number] = [pool];
      else if (!list.includes(pool)) list.push(pool);
    },
    has(pool: PoolName, name: string): boolean {
      const number = names.find(name);
      const list = number < 0 ? undefined : pools[number];
      return list !== undefined && (pool === null || list.includes(null) || list.includes(pool));
    },
    hasExactly(pool: PoolName, name: string): boolean {
      const number = names.find(name);
      return number >= 0 && (pools[number]?.includes(pool) ?? false);
    },
  };
}

/** Collects parents from every listing with parents, from `rbd children` and `rbd info`, and the entries of the trash. */
export function dependenciesOf(intake: Intake): Dependencies {
  const parents = nameSet();
  const childless = nameSet();
  const trashed = nameSet();
  const watched = nameSet();
  const trash: { pool: PoolName; name: string; at: Position }[] = [];
  const addParent = (spec: string, childPool: PoolName): void => {
    const { pool, name } = splitSpec(spec);
    // A namespace may stand between pool and image.
    parents.add(pool ?? childPool, name.slice(name.lastIndexOf("/") + 1));
  };
  let last = "";
  for (const row of intake.objects.rows()) {
    const { parent } = row;
    if (!parent || parent === last) continue;
    last = parent;
    addParent(parent, null);
  }
  for (const artefact of intake.artefacts) {
    if (artefact.kind === "rbd-info") {
      for (const { parent } of artefact.objects) if (parent !== null) addParent(parent, null);
    } else if (artefact.kind === "rbd-children") {
      for (const { parent, children } of artefact.parents) {
        if (parent === null) continue;
        if (children.length > 0) addParent(parent, null);
        else if (artefact.all === true) {
          const { pool, name } = splitSpec(parent);
          childless.add(pool, name);
        }
      }
    } else if (artefact.kind === "rbd-status") {
      for (const { pool, name, watchers } of artefact.objects) if (watchers > 0) watched.add(pool, name);
    } else if (artefact.kind === "rbd-trash") {
      for (const { name, line } of artefact.entries) {
        trashed.add(artefact.pool, name);
        trash.push({ pool: artefact.pool, name, at: { file: artefact.file, line } });
      }
    }
  }
  return {
    hasChildren: parents.has,
    provedChildless: (pool, name) => childless.hasExactly(pool, name) || childless.hasExactly(null, name),
    isWatched: watched.has,
    trash,
    inTrash: trashed.has,
  };
}
