/** Things that two sources tell differently: kept as such, never decided by a coin toss. */
import type {
  CephClient,
  CinderVolume,
  CloneFacts,
  Contradiction,
  GlanceApi,
  NovaCompute,
  ReleaseFact,
  Statements,
} from "./cloud.ts";
import type { ReleaseInput } from "./release.ts";
import { releaseContradictions } from "./release.ts";

export type ContradictionInput = Pick<ReleaseInput, "configs" | "history" | "versions"> & {
  words: Statements;
  release: ReleaseFact;
  glance: readonly GlanceApi[];
  nova: readonly NovaCompute[];
  cinder: readonly CinderVolume[];
  /** What the fsids of the files tell. */
  clone: Pick<CloneFacts, "sameCluster">;
  ceph: readonly CephClient[];
};

/** Words against files, and what the release inference met. */
export function findContradictions({
  words,
  release,
  glance,
  nova,
  cinder,
  configs,
  history,
  versions,
  clone,
  ceph,
}: ContradictionInput): Contradiction[] {
  return [
    ...consumer(
      "nova.uses_ceph",
      words.novaOnCeph ?? noCeph(words),
      nova,
      (compute) => `[libvirt] images_type = ${compute.imagesType}`,
    ),
    ...consumer(
      "cinder.uses_ceph",
      words.cinderOnCeph ?? noCeph(words),
      cinder,
      (volume) =>
        `backends ${volume.backends.map(({ id, driver }) => `${id} (${driver.split(".").at(-1) ?? driver})`).join(", ") || "none"}`,
    ),
    ...clusters(words, clone, ceph),
    ...defaultStore(words, glance),
    ...locations(words, glance),
    ...releaseContradictions(release, { configs, history, versions }),
  ];
}

function consumer<Service extends NovaCompute | CinderVolume>(
  subject: string,
  said: Statements["novaOnCeph"],
  services: readonly Service[],
  describe: (service: Service) => string,
): Contradiction[] {
  if (!said || said.value === "partly") return [];
  return services
    .filter(({ usesRbd }) => usesRbd === (said.value === "no"))
    .map((service) => ({
      subject,
      sides: [
        {
          says:
            said.value === "yes" ? "the request says that it is on Ceph" : "the request says that it is not on Ceph",
          at: said.at,
        },
        { says: describe(service), at: { file: service.file, line: null } },
      ],
    }));
}

/** "There is no Ceph" is a no about each service; that there is some says nothing of any. */
const noCeph = ({ ceph }: Statements): Statements["ceph"] => (ceph?.value === "no" ? ceph : null);

/** Said of the clusters, and compared by fsid; a guess from equal paths contradicts nobody. */
function clusters(
  { sameCluster }: Statements,
  clone: ContradictionInput["clone"],
  ceph: readonly CephClient[],
): Contradiction[] {
  if (sameCluster === null || typeof clone.sameCluster !== "boolean" || sameCluster.value === clone.sameCluster)
    return [];
  const shown = ceph.find(({ fsidAt }) => fsidAt !== null)?.fsidAt;
  if (!shown) return [];
  return [
    {
      subject: "same_ceph_cluster",
      sides: [
        {
          says: sameCluster.value ? "the request says one cluster" : "the request says separate clusters",
          at: sameCluster.at,
        },
        { says: clone.sameCluster ? "the fsids are equal" : "the fsids differ", at: shown },
      ],
    },
  ];
}

/** How operators call a driver, beside its name. */
const DRIVERS: Readonly<Record<string, string>> = {
  ceph: "rbd",
  rbd: "rbd",
  nfs: "file",
  local: "file",
  file: "file",
  filesystem: "file",
  swift: "swift",
  s3: "s3",
  cinder: "cinder",
  http: "http",
};

/** Only a word that names a driver or an enabled store says anything; one endpoint for which it is true is enough. */
function defaultStore({ defaultStore: said }: Statements, glance: readonly GlanceApi[]): Contradiction[] {
  if (!said) return [];
  const shown = glance.flatMap((api) => (api.defaultStore ? [{ api, store: api.defaultStore }] : []));
  const driver = DRIVERS[said.value];
  const known =
    driver !== undefined || glance.some(({ stores }) => stores.some(({ id }) => id.toLowerCase() === said.value));
  const holds = shown.some(({ store: { id, type } }) => id.toLowerCase() === said.value || type === driver);
  const [first] = shown;
  if (!first || !known || holds) return [];
  return [
    {
      subject: "glance.default_store",
      sides: [
        { says: `the request says that the default store is ${said.value}`, at: said.at },
        {
          says: `it is ${first.store.id} (${first.store.type})`,
          at: { file: first.api.file, line: first.store.at?.line ?? null },
        },
      ],
    },
  ];
}

function locations({ locations: said }: Statements, glance: readonly GlanceApi[]): Contradiction[] {
  const [first] = glance;
  if (!said || !first || glance.some(({ locationsShown }) => locationsShown !== !said.value)) return [];
  return [
    {
      subject: "glance.locations",
      sides: [
        { says: `the request says that locations are ${said.value ? "shown" : "not shown"}`, at: said.at },
        {
          says: `show_image_direct_url and show_multiple_locations ${said.value ? "are off" : "show them"}`,
          at: { file: first.file, line: null },
        },
      ],
    },
  ];
}
