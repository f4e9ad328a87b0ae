/** Things that two sources tell differently: kept as such, never decided by a coin toss. */
import type { CinderVolume, Contradiction, NovaCompute, ReleaseFact, Statements } from "./cloud.ts";
import type { ReleaseInput } from "./release.ts";
import { releaseContradictions } from "./release.ts";

export type ContradictionInput = Pick<ReleaseInput, "configs" | "history"> & {
  words: Statements;
  release: ReleaseFact;
  nova: readonly NovaCompute[];
  cinder: readonly CinderVolume[];
};

/** Words against files, and what the release inference met. */
export function findContradictions({
  words,
  release,
  nova,
  cinder,
  configs,
  history,
}: ContradictionInput): Contradiction[] {
  return [
    ...consumer("nova.uses_ceph", words.novaOnCeph, nova, (compute) => `[libvirt] images_type = ${compute.imagesType}`),
    ...consumer(
      "cinder.uses_ceph",
      words.cinderOnCeph,
      cinder,
      (volume) =>
        `backends ${volume.backends.map(({ id, driver }) => `${id} (${driver.split(".").at(-1) ?? driver})`).join(", ") || "none"}`,
    ),
    ...releaseContradictions(release, { configs, history }),
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
