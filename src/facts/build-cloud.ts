/** Artefacts to facts: everything that is known of the cloud, put together in one place. */
import type { ConfigArtefact, Intake, PolicyArtefact, TextArtefact, VersionsArtefact } from "../intake/artefact.ts";
import { optionHistory } from "../options/catalogue.ts";
import type { Layout, Project } from "../options/option.ts";
import { cephClients, cephUsers } from "./ceph.ts";
import { cloneFacts } from "./clone.ts";
import type { Cloud, GlanceApi, ReleaseFact, Statements } from "./cloud.ts";
import { cinderVolumes, glanceSideFile, novaComputes } from "./consumers.ts";
import { findContradictions } from "./contradictions.ts";
import { inferDeployTool } from "./deploy-tool.ts";
import { glanceApis } from "./glance.ts";
import { scanInjections } from "./injection.ts";
import { layoutOf } from "./layout.ts";
import { listingFacts } from "./listing-facts.ts";
import { inferRelease } from "./release.ts";
import { pairs } from "./settings.ts";
import { readAllWords } from "./words.ts";

/** What the caller knows beside the input: `--release`. */
export type FactOptions = { release?: string | null };

/**
 * Builds the facts of one cloud. Pure: the same intake and options give the same facts. `earlier`: facts of the same
 * case before its configuration was changed, so that words and a million rows are not gone through again for one key.
 */
export function buildCloud(intake: Intake, options: FactOptions = {}, earlier: Cloud | null = null): Cloud {
  const words = earlier?.words ?? statements(intake);
  const release = releaseOf(intake, words, options.release ?? null);
  const { catalogues } = release;
  const glance = glanceApis(intake, catalogues);
  const nova = novaComputes(intake, catalogues);
  const cinder = cinderVolumes(intake, catalogues);
  const ceph = cephClients(intake);
  const users = cephUsers(intake);
  const { catalog, join, pools, observed } = listingFacts(intake, { glance, nova, cinder }, earlier);
  const partial = { intake, release, words, glance, nova, cinder, ceph, catalog };
  const clone = cloneFacts({ ...partial, observed, cephUsers: users });
  return {
    ...partial,
    deployTool: inferDeployTool({ words, configs: configsOf(intake), versions: versionsOf(intake) }),
    scrubber: glanceSideFile(intake, "glance-scrubber", catalogues, sideLayout(intake, "glance-scrubber", glance)),
    cacheConf: glanceSideFile(intake, "glance-cache", catalogues, sideLayout(intake, "glance-cache", glance)),
    cephUsers: users,
    minCompatClient: minCompatClient(intake),
    pools,
    policy: intake.artefacts
      .filter((artefact): artefact is PolicyArtefact => artefact.kind === "policy")
      .flatMap(({ file, rules }) => rules.map(({ name, value, line }) => ({ name, value, at: { file, line } }))),
    objects: intake.objects,
    join,
    clone,
    contradictions: findContradictions({
      clone,
      ceph,
      versions: versionsOf(intake),
      words,
      release,
      glance,
      nova,
      cinder,
      configs: configsOf(intake),
      history: optionReleases,
    }),
    injections: scanInjections(intake, words, earlier),
    mounts: intake.artefacts.flatMap((artefact) =>
      artefact.kind === "mounts"
        ? artefact.mounts.map(({ line, sizeBytes: _size, ...mount }) => ({
            ...mount,
            at: { file: artefact.file, line },
          }))
        : [],
    ),
  };
}

const PROJECT_OF: Readonly<Partial<Record<ConfigArtefact["kind"], Project>>> = {
  "glance-api": "glance",
  "glance-image-import": "glance",
  "glance-cache": "glance",
  "glance-scrubber": "glance",
  nova: "nova",
  cinder: "cinder",
};

function configsOf(intake: Intake) {
  return intake.artefacts.flatMap((artefact) => {
    const project = "config" in artefact ? PROJECT_OF[artefact.kind] : undefined;
    return "config" in artefact && project ? [{ project, config: artefact.config }] : [];
  });
}

function statements(intake: Intake): Statements {
  return readAllWords(intake.artefacts.filter((artefact): artefact is TextArtefact => artefact.kind === "words"));
}

function releaseOf(intake: Intake, words: Statements, explicit: string | null): ReleaseFact {
  const versions = versionsOf(intake);
  return inferRelease({ explicit, words, configs: configsOf(intake), versions, history: optionReleases });
}

const versionsOf = (intake: Intake): VersionsArtefact[] =>
  intake.artefacts.filter((artefact): artefact is VersionsArtefact => artefact.kind === "versions");

const optionReleases = (project: Project, section: string, name: string) =>
  optionHistory(project, section, name)?.releases ?? null;

/** The side file's own stores when it names any, else those of the API: the tools share its sections. */
function sideLayout(intake: Intake, kind: "glance-scrubber" | "glance-cache", glance: readonly GlanceApi[]): Layout {
  const artefact = intake.artefacts.find((candidate): candidate is ConfigArtefact => candidate.kind === kind);
  const own = artefact?.config.entries.findLast(
    ({ section, key }) => section === "DEFAULT" && key === "enabled_backends",
  );
  const fromApi = glance[0]?.layout.stores ?? null;
  return layoutOf(artefact ? [artefact.config] : [], { stores: own ? new Map(pairs(own.value)) : fromApi });
}

function minCompatClient(intake: Intake): Cloud["minCompatClient"] {
  const artefact = intake.artefacts.find((candidate) => candidate.kind === "ceph-min-compat");
  return artefact ? { value: artefact.release, at: { file: artefact.file, line: artefact.line } } : null;
}
