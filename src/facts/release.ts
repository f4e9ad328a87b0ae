/** Which OpenStack release the files belong to, and how that is known. */
import type { VersionsArtefact } from "../intake/artefact.ts";
import type { OsloConfig } from "../intake/oslo/config.ts";
import type { Position } from "../intake/source.ts";
import type { Project, Release } from "../options/option.ts";
import { RELEASES } from "../options/option.ts";
import type { Contradiction, ReleaseFact, Statements } from "./cloud.ts";
import { pairs } from "./settings.ts";
import { isCatalogued, OLD_NAMES, releaseName, releaseOfMajor } from "./words/releases.ts";

export type ReleaseInput = {
  /** `--release`. */
  explicit: string | null;
  words: Statements;
  configs: readonly { project: Project; config: OsloConfig }[];
  versions: readonly VersionsArtefact[];
  /** Releases in which an option exists; null when the catalogue does not know it. */
  history: (project: Project, section: string, name: string) => readonly Release[] | null;
};

type Evidence = ReleaseFact["evidence"][number];

/**
 * In this order: `--release`, the words, package versions and image tags, options that exist only in some releases.
 * Options alone make a release known only when exactly one is left and two of them say so; otherwise they narrow what rules
 * judge by: one line may have been copied from a later manual.
 */
export function inferRelease(input: ReleaseInput): ReleaseFact {
  if (input.explicit) return known([releaseName(input.explicit)], [{ text: "--release", at: null }]);
  if (input.words.releases.length > 0) return fromWords(input);
  const packaged = fromVersions(input.versions);
  if (packaged.length > 0)
    return known(
      [...new Set(packaged.map(({ release }) => release))],
      packaged.map(({ evidence }) => evidence),
    );
  return fromOptions(input);
}

function known(all: readonly string[], evidence: readonly Evidence[]): ReleaseFact {
  return {
    value: all.length > 1 ? `mixed:${all.join(",")}` : (all[0] ?? "unknown"),
    all,
    catalogues: cataloguesFor(all),
    known: true,
    evidence,
  };
}

/** Releases before the catalogue are judged by its oldest part, later ones by its newest. */
function cataloguesFor(all: readonly string[]): Release[] {
  const oldest = RELEASES[0];
  const newest = RELEASES.at(-1) ?? oldest;
  const judged = all.map((value) =>
    isCatalogued(value) ? value : (OLD_NAMES as readonly string[]).includes(value) || value < oldest ? oldest : newest,
  );
  return RELEASES.filter((release) => judged.includes(release));
}

function fromWords({ words, versions }: ReleaseInput): ReleaseFact {
  const said = words.releases.map(({ value, at, quote }) => ({
    value,
    evidence: { text: `the request says: ${quote.slice(0, 80)}`, at },
  }));
  const services = versionsByService(versions);
  const values = [...new Set([...said.map(({ value }) => value), ...services])];
  return known(
    values,
    said.map(({ evidence }) => evidence),
  );
}

/** Releases of package versions that contradict each other are a mixed cloud; they only add to the words where they differ. */
function versionsByService(versions: readonly VersionsArtefact[]): string[] {
  const found = new Set(fromVersions(versions).map(({ release }) => release));
  return found.size > 1 ? [...found] : [];
}

function fromVersions(versions: readonly VersionsArtefact[]): { release: string; evidence: Evidence }[] {
  return versions
    .filter(({ kind }) => kind === "versions")
    .flatMap(({ file, versions: rows }) =>
      rows.flatMap(({ name, version, line }) => {
        const release = releaseOfVersion(name, version);
        return release ? [{ release, evidence: { text: `${name} ${version}`, at: { file, line } } }] : [];
      }),
    );
}

/** `glance-common 2:30.0.0-3`, `python3-nova 31.0.0`, an image tag `2025.1-ubuntu-noble`. */
export function releaseOfVersion(name: string, version: string): string | null {
  const named = /kolla|openstack|glance|nova|cinder|neutron|keystone|placement|horizon|heat/i.test(name);
  const tag = !named ? null : (/(?<!\d)(20\d\d\.[12])(?!\d)/.exec(version) ?? /:(20\d\d\.[12])(?!\d)/.exec(name));
  if (tag?.[1] && isCatalogued(tag[1])) return tag[1];
  const project = /(?:^|[-/_])(glance|nova|cinder)(?:$|[-_:])/.exec(name.toLowerCase())?.[1] as Project | undefined;
  if (!project || /glance[-_]?(?:store|client)|nova[-_]?client|cinder[-_]?client/.test(name.toLowerCase())) return null;
  const major = Number(/^(?:\d+:)?(\d+)\./.exec(version)?.[1]);
  return Number.isInteger(major) ? releaseOfMajor(project, major) : null;
}

/** Sections whose options come from shared libraries: their versions do not follow the release. */
const SHARED_SECTION =
  /^(oslo_|database$|keystone_authtoken$|cors$|healthcheck$|profiler$|ssl$|service_user$|barbican|vault$)/;

/** Options of keystoneauth: who talks to whom, registered with the plugin, written by templates ahead of the release. */
const ACCESS_OPTION =
  /^(?:auth_\w+|\w*(?:user|project|tenant|domain|default_domain)_(?:name|id)|username|password|region_name|interface|valid_interfaces|service_(?:type|name)|endpoint_override|(?:ca|cert|key)file|insecure|timeout|collect_timing|split_loggers|(?:min|max)_version|connect_retr\w+|status_code_retr\w+|system_scope|trust_id)$/;

type Written = { section: string; key: string; file: string; line: number; first: Release };

/** Options in the order written that the oldest catalogue does not have yet, with the first release that has each. */
function laterOptions({ configs, history }: Pick<ReleaseInput, "configs" | "history">): Written[] {
  return configs.flatMap(({ project, config }) => {
    const drivers = project === "glance" ? driversOf(config) : new Map<string, string>();
    return config.entries.flatMap(({ section, key, line }) => {
      if (SHARED_SECTION.test(section.toLowerCase()) || ACCESS_OPTION.test(key)) return [];
      const first = history(project, drivers.get(section) ?? section, key)?.[0];
      return first && first !== RELEASES[0] ? [{ section, key, file: config.file, line, first }] : [];
    });
  });
}

/** Store sections of the file and the driver that each is read by. */
function driversOf(config: OsloConfig): Map<string, string> {
  const enabled = config.entries.findLast(({ section, key }) => section === "DEFAULT" && key === "enabled_backends");
  return new Map(enabled ? pairs(enabled.value).filter(([, type]) => type !== "") : []);
}

// an option that is gone stays in old files for years: only its first release is evidence
function fromOptions(input: ReleaseInput): ReleaseFact {
  let possible: readonly Release[] = RELEASES;
  const evidence: Evidence[] = [];
  const newest = new Set<string>();
  for (const { section, key, file, line, first } of laterOptions(input)) {
    if (first === RELEASES.at(-1)) newest.add(`${section} ${key}`);
    const narrowed = possible.filter((release) => release >= first);
    if (narrowed.length === possible.length || narrowed.length === 0) continue;
    possible = narrowed;
    evidence.push({ text: `[${section}]${key} exists from ${first} on`, at: { file, line } });
  }
  const [only] = possible;
  if (only && possible.length === 1 && newest.size > 1) return known([only], evidence);
  return { value: "unknown", all: [], catalogues: possible, known: false, evidence };
}

/** Releases that were told side by side are no contradiction; a listing that knows only another one, or a newer option, is. */
export function releaseContradictions(
  release: ReleaseFact,
  input: Pick<ReleaseInput, "configs" | "history" | "versions">,
): Contradiction[] {
  const newest = release.catalogues.at(-1);
  if (!release.known || !newest) return [];
  const told: Position = release.evidence[0]?.at ?? { file: "request.md", line: null };
  const against = (says: string, at: Position): Contradiction[] => [
    {
      subject: "openstack_release",
      sides: [
        { says: `release ${release.value}`, at: told },
        { says, at },
      ],
    },
  ];
  const listed = fromVersions(input.versions);
  const other = listed.find((row) => !release.all.includes(row.release));
  if (other?.evidence.at) return against(`${other.evidence.text}, which is ${other.release}`, other.evidence.at);
  const later = laterOptions(input).find(({ first }) => first > newest);
  if (!later) return [];
  const { section, key, file, line, first } = later;
  return against(`[${section}]${key}, which exists from ${first} on`, { file, line });
}
