/** What a cephx user may do in a pool, read from its OSD capabilities (Ceph's OSDCap grammar: grants parted by commas). */
import type { CephUser } from "./cloud.ts";

export type PoolAccess = "none" | "read" | "write";

/** Access of one user to the data of RBD images in a pool. Grants for other namespaces or for tags count as none. */
export function poolAccess(user: CephUser, pool: string): PoolAccess {
  const grants = (user.caps.osd ?? "").split(/[,;]/).map((grant) => grant.trim().replaceAll(/["']/g, ""));
  let best: PoolAccess = "none";
  for (const grant of grants) {
    const access = grantAccess(grant, pool);
    if (access === "write") return "write";
    if (access === "read") best = "read";
  }
  return best;
}

function grantAccess(grant: string, pool: string): PoolAccess {
  const named = /\bpool[= ]\s*(\S+)/.exec(grant)?.[1];
  if (named !== undefined && named !== pool) return "none";
  if (/\b(namespace|tag|object_prefix)\b/.test(grant)) return "none";
  const profile = /^profile\s+(\S+)/.exec(grant)?.[1];
  if (profile === "rbd") return "write";
  if (profile === "rbd-read-only") return "read";
  const rights = /^allow\s+(\*|[rwx]+|class-read\S*)/.exec(grant)?.[1];
  if (!rights) return "none";
  if (rights === "*" || (rights.includes("r") && rights.includes("w"))) return "write";
  return rights.startsWith("r") ? "read" : "none";
}

/** The pasted user of that name (`client.` may be left out), or undefined. */
export function cephUser(users: readonly CephUser[], name: string | null): CephUser | undefined {
  if (!name) return undefined;
  const wanted = name.startsWith("client.") ? name : `client.${name}`;
  return users.find((user) => user.name === wanted && user.caps.osd !== undefined);
}
