/** Free room on the disks of the API nodes, as far as `df` was pasted. */
import type { Cloud, GlanceApi } from "./cloud.ts";
import { liesIn } from "./directories.ts";

export type Mount = Cloud["mounts"][number];

/** The file system that holds a path and has least room, of all nodes of that file; null where no free bytes are told. */
export function tightestMount({ mounts }: Pick<Cloud, "mounts">, api: GlanceApi, path: string): Mount | null {
  const nodes = new Map<string | null, Mount>();
  for (const mount of mounts) {
    if (api.scope.node !== null && mount.node !== null && mount.node !== api.scope.node) continue;
    if (!liesIn(path, mount.path)) continue;
    const known = nodes.get(mount.node);
    if (!known || mount.path.length >= known.path.length) nodes.set(mount.node, mount);
  }
  const told = [...nodes.values()].filter(({ freeBytes }) => freeBytes !== null);
  return told.toSorted((one, other) => (one.freeBytes ?? 0) - (other.freeBytes ?? 0))[0] ?? null;
}
