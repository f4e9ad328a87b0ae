/** Ceph clients and their cluster: which ceph.conf belongs to whom, and whether two services talk to one cluster. */
import type { CephConfArtefact, Intake } from "../intake/artefact.ts";
import type { CephClient, CephUser, CloneFacts, Store } from "./cloud.ts";
import { scopeOf } from "./scope.ts";

/** What librados reads when a service names no file. */
export const DEFAULT_CEPH_CONF = "/etc/ceph/ceph.conf";

/** One client for each pasted ceph.conf; a keyring alone is none. */
export function cephClients(intake: Intake): CephClient[] {
  return intake.artefacts
    .filter((artefact): artefact is CephConfArtefact => artefact.kind === "ceph-conf")
    .filter(
      ({ conf }) =>
        conf.entries.some(({ section }) => section === "global") ||
        !conf.entries.every(({ key }) => key === "key" || key.startsWith("caps")),
    )
    .map(({ file, conf }) => {
      const fsid = conf.entries.findLast(({ section, key }) => section === "global" && key === "fsid");
      return {
        file,
        scope: scopeOf(file),
        fsid: fsid?.value.toLowerCase() ?? null,
        fsidAt: fsid ? { file, line: fsid.line } : null,
        options: conf.entries.map(({ section, key, value, line }) => ({ section, key, value, line })),
      };
    });
}

/** Capabilities of cephx users, from keyrings and `ceph auth get`. */
export function cephUsers(intake: Intake): CephUser[] {
  return intake.artefacts.flatMap((artefact): CephUser[] => {
    if (artefact.kind === "ceph-auth")
      return artefact.clients.map(({ name, caps, line }) => ({ name, caps, at: { file: artefact.file, line } }));
    if (artefact.kind !== "ceph-conf") return [];
    return artefact.conf.sections.flatMap(({ name, line }): CephUser[] => {
      const caps = capsOf(artefact.conf.entries.filter(({ section }) => section === name));
      return Object.keys(caps).length > 0 ? [{ name, caps, at: { file: artefact.file, line } }] : [];
    });
  });
}

function capsOf(entries: readonly { key: string; value: string }[]): CephUser["caps"] {
  const caps: CephUser["caps"] = {};
  for (const { key, value } of entries) {
    const daemon = /^caps_(mon|osd|mgr|mds)$/.exec(key)?.[1] as keyof CephUser["caps"] | undefined;
    if (daemon) caps[daemon] = value;
  }
  return caps;
}

/** The path that a service reads, and the fsid behind it where that file (by its base name) or the store's detail was pasted. */
export type ClusterSight = { conf: string; fsid: string | null; site: string | null };

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Which cluster a service's ceph.conf path leads to, as far as the paste shows. */
export function clusterOf(path: string | null, clients: readonly CephClient[], site: string | null): ClusterSight {
  const conf = path || DEFAULT_CEPH_CONF;
  const named = clients.filter(({ file }) => baseName(file) === baseName(conf));
  const local = named.find(({ scope }) => scope.site === site) ?? (named.length === 1 ? named[0] : undefined);
  return { conf, fsid: local?.fsid ?? null, site };
}

/** The cluster that a Glance RBD store really is on: its detail from the API, else its conf file. */
export function storeCluster(
  store: Store,
  path: string | null,
  clients: readonly CephClient[],
  intake: Intake,
  site: string | null,
): ClusterSight {
  const sight = clusterOf(path, clients, site);
  for (const artefact of intake.artefacts) {
    if (artefact.kind !== "stores-info") continue;
    const fsid = artefact.stores.find(({ id }) => id === store.id)?.fsid;
    if (fsid) return { ...sight, fsid: fsid.toLowerCase() };
  }
  return sight;
}

/**
 * Whether two services use one cluster. Only fsids prove it; the same path on two machines is an assumption
 * that has to be said; different paths alone prove nothing.
 */
export function sameCluster(left: ClusterSight, right: ClusterSight): CloneFacts["sameCluster"] {
  if (left.fsid && right.fsid && left.conf !== right.conf) return left.fsid === right.fsid;
  if (left.conf === right.conf && left.site === right.site) return "assumed_from_same_conf_path";
  if (left.fsid && right.fsid && left.fsid !== right.fsid) return false;
  return "unknown";
}
