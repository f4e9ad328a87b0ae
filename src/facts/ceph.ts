/** Ceph clients and their cluster: which ceph.conf belongs to whom, and whether two services talk to one cluster. */
import type { CephConfArtefact, Intake } from "../intake/artefact.ts";
import type { CephClient, CephUser, CloneFacts, Store } from "./cloud.ts";
import { scopeOf } from "./scope.ts";

/** What librados reads when a service names no file. */
const DEFAULT_CEPH_CONF = "/etc/ceph/ceph.conf";

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

/**
 * The path that a service reads, and the fsid behind it where its file or, for a store, the API's detail
 * was pasted. `seenIn` is the source of the fsid.
 */
export type ClusterSight = { conf: string; fsid: string | null; site: string | null; seenIn: string | null };

export type CephUserService = "glance" | "nova" | "cinder";

/** Words in a file's name by which operators tell whose copy of ceph.conf it is. */
const OWNER_WORDS: Readonly<Record<CephUserService, RegExp>> = {
  glance: /glance|image|controller|(?<![a-z])(?:ctl|ctrl|api)(?![a-z])/i,
  nova: /nova|compute|hypervisor|(?<![a-z])(?:cmp|hv)(?![a-z])/i,
  cinder: /cinder|volume/i,
};

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/**
 * Which cluster a service's ceph.conf path leads to, as far as the paste shows. A file of the same base name counts; of
 * several, the one that names the service and the site; and a file that names only this service counts under any name.
 */
export function clusterOf(
  path: string | null,
  clients: readonly CephClient[],
  site: string | null,
  service: CephUserService,
): ClusterSight {
  const conf = path || DEFAULT_CEPH_CONF;
  const client = clientOf(conf, clients, site, service);
  return { conf, fsid: client?.fsid ?? null, site, seenIn: client?.fsid ? client.file : null };
}

function clientOf(
  conf: string,
  clients: readonly CephClient[],
  site: string | null,
  service: CephUserService,
): CephClient | undefined {
  const named = clients.filter(({ file }) => baseName(file) === baseName(conf));
  const owned = (candidates: readonly CephClient[]) => candidates.filter(({ file }) => ownerOf(file) === service);
  const own = owned(named);
  const shared = named.filter(({ file }) => ownerOf(file) === null);
  const narrowed = own.length > 0 ? own : shared;
  const local = narrowed.filter(({ scope }) => scope.site === site);
  if (local.length === 1 || (local.length > 1 && sameFsid(local))) return local[0];
  if (local.length === 0 && (narrowed.length === 1 || sameFsid(narrowed))) return narrowed[0];
  if (named.length > 0) return undefined;
  const telling = owned(clients).filter(({ scope }) => scope.site === site);
  return telling.length === 1 && baseName(conf) === baseName(DEFAULT_CEPH_CONF) ? telling[0] : undefined;
}

const sameFsid = (clients: readonly CephClient[]): boolean => new Set(clients.map(({ fsid }) => fsid)).size === 1;

/** The one service that a file's name speaks of; null for none or several. */
function ownerOf(file: string): CephUserService | null {
  const owners = (Object.keys(OWNER_WORDS) as CephUserService[]).filter((service) => OWNER_WORDS[service].test(file));
  return owners.length === 1 ? (owners[0] ?? null) : null;
}

/** The cluster that a Glance RBD store really is on: its detail from the API, else its conf file. */
export function storeCluster(
  store: Store,
  path: string | null,
  clients: readonly CephClient[],
  intake: Intake,
  site: string | null,
): ClusterSight {
  const sight = clusterOf(path, clients, site, "glance");
  for (const artefact of intake.artefacts) {
    if (artefact.kind !== "stores-info") continue;
    const fsid = artefact.stores.find(({ id }) => id === store.id)?.fsid;
    if (fsid) return { ...sight, fsid: fsid.toLowerCase(), seenIn: artefact.file };
  }
  return sight;
}

/**
 * Whether two services use one cluster. Only fsids from two sources prove it; the same path on two machines is an
 * assumption that has to be said; different paths alone prove nothing. Different fsids disprove it at any path.
 */
export function sameCluster(left: ClusterSight, right: ClusterSight): CloneFacts["sameCluster"] {
  if (left.fsid && right.fsid) {
    if (left.fsid !== right.fsid) return false;
    if (left.conf !== right.conf) return true;
  }
  if (left.conf === right.conf && (left.site === right.site || namesCluster(left, right)))
    return "assumed_from_same_conf_path";
  return left.fsid && left.fsid === right.fsid && left.seenIn !== right.seenIn ? true : "unknown";
}

/** A path of one's own for a cluster, as /etc/ceph/dcn0.conf, means the same on machines of two sites; ceph.conf does not. */
function namesCluster(left: ClusterSight, right: ClusterSight): boolean {
  if (left.conf === DEFAULT_CEPH_CONF) return false;
  return left.fsid !== null && left.fsid === right.fsid;
}
