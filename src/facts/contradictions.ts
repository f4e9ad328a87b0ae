/** Things that two sources tell differently: kept as such, never decided by a coin toss. */
import type {
  CephClient,
  CinderVolume,
  CloneFacts,
  Contradiction,
  NovaCompute,
  ReleaseFact,
  Statements,
} from "./cloud.ts";
import type { ReleaseInput } from "./release.ts";
import { releaseContradictions } from "./release.ts";

export type ContradictionInput = Pick<ReleaseInput, "configs" | "history" | "versions"> & {
  words: Statements;
  release: ReleaseFact;
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
