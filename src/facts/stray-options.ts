/** Written options that no release in question reads where they stand, and what became of them. */
import type { Entry, OsloConfig } from "../intake/oslo/config.ts";
import {
  cameWith,
  driverOptions,
  elsewhere,
  findOption,
  goneSince,
  isAuthPluginOption,
  isKnownSection,
  isUncataloguedSection,
  optionHistory,
  sectionsOf,
  suggest,
} from "../options/catalogue.ts";
import { nearNames } from "../options/nearby.ts";
import { RELEASES, type Release } from "../options/option.ts";
import type { ServiceConfig } from "./cloud.ts";

/** "removed": gone since `release`; "later": comes with `release`; "elsewhere": read in `section`; "misspelt": `name` was meant. */
export type StrayOption = { file: string; entry: Entry } & (
  | { kind: "removed"; release: Release }
  | { kind: "later"; release: Release }
  | { kind: "elsewhere"; section: string }
  | { kind: "misspelt"; name: string }
  | { kind: "misspelt-section"; section: string }
  | { kind: "other-service"; service: string }
  | { kind: "unknown" }
);

/** Shown in the shipped sample under a section that the code does not read; a rule of its own tells. */
const SAMPLE_SECTIONS = new Set(["glance_download_opts"]);
const DRIVER_TYPES = ["rbd", "file", "http", "swift", "cinder", "s3", "vmware"];

let driverNames: ReadonlySet<string> | null = null;

/** Options of the store drivers: where those are not read, the rules about stores speak. */
export function isDriverOption(name: string): boolean {
  driverNames ??= new Set(DRIVER_TYPES.flatMap((type) => driverOptions(RELEASES, type)).map(({ name: own }) => own));
  return driverNames.has(name.replaceAll("-", "_"));
}

/** Several rules ask about the same file: one for each kind of stray. */
const known = new WeakMap<ServiceConfig, Map<OsloConfig, readonly StrayOption[]>>();

/** In file order. Sections that no catalogue lists (plugins, device groups, privsep) are left out, as are drivers' options. */
export function strayOptions(service: ServiceConfig, config: OsloConfig): readonly StrayOption[] {
  const files = known.get(service) ?? new Map<OsloConfig, readonly StrayOption[]>();
  known.set(service, files);
  const strays = files.get(config) ?? findStrays(service, config);
  files.set(config, strays);
  return strays;
}

function findStrays(service: ServiceConfig, config: OsloConfig): StrayOption[] {
  return config.entries.flatMap((entry): StrayOption[] => {
    const { section, key } = entry;
    if (section === "" || isLegal(service, section, key)) return [];
    const origin = { file: config.file, entry };
    return [{ ...origin, ...becameOf(service, section, key) }];
  });
}

function isLegal({ catalogues, project, layout }: ServiceConfig, section: string, key: string): boolean {
  if (project === "glance" && (isDriverOption(key) || SAMPLE_SECTIONS.has(section.toLowerCase()))) return true;
  if (isUncataloguedSection(project, section) || isGeneric(section, key)) return true;
  if (project === "cinder" && PER_BACKEND.has(key) && layout.cinderBackends.includes(section)) return true;
  // differences between libraries prove nothing about a release (src/options/data/README.md)
  if (isLibrarySection(section) && optionHistory(project, section, key) !== null) return true;
  return findOption(catalogues, project, section, key, layout) !== null;
}

/** Registered in each backend's section at start (cinder/cmd/volume.py `_launch_service`). */
const PER_BACKEND = new Set(["backend_host"]);
/** Adapter and session options of keystoneauth: any section of a client may hold them, and namesakes tell nothing. */
const GENERIC = new Set(
  "region_name service_type service_name valid_interfaces endpoint_override insecure cafile certfile keyfile timeout interface min_version max_version send_service_user_token".split(
    " ",
  ),
);

function isGeneric(section: string, key: string): boolean {
  return section !== "DEFAULT" && (GENERIC.has(key) || AUTH_KEYS.has(key) || isAuthPluginOption(key));
}
const AUTH_KEYS = new Set(["auth_type", "auth_section"]);

/** A section of a shared library, whose options change with the library and not with the release. */
export function isLibrarySection(section: string): boolean {
  return /^(?:oslo_.+|database|keystone_authtoken|healthcheck|cors|profiler|ssl|cache|coordination|key_manager|barbican.*|vault|castellan.*)$/i.test(
    section,
  );
}

type Became = StrayOption extends infer Each ? (Each extends unknown ? Omit<Each, "file" | "entry"> : never) : never;

function becameOf(service: ServiceConfig, section: string, key: string): Became {
  const { catalogues, project, layout } = service;
  const first = catalogues[0] ?? RELEASES[0];
  const history = optionHistory(project, section, key);
  if (history) {
    const gone = goneSince(history);
    if (gone !== null && gone <= first) return { kind: "removed", release: gone };
    const came = cameWith(history);
    if (came !== null && came > first) return { kind: "later", release: came };
  }
  if (!isKnownSection(catalogues, project, section, layout)) {
    const near = nearNames(sectionsOf(catalogues, project), section.toLowerCase());
    const meant = near.find(({ name }) => findOption(catalogues, project, name, key, layout) !== null);
    if (meant) return { kind: "misspelt-section", section: meant.name };
  }
  const suggestions = suggest(catalogues, project, section, key, layout);
  const misspelt = suggestions.find((one) => one.score > 0 && one.score <= nearEnough(key));
  const [moved, another] = suggestions.filter((one) => one.score === 0);
  // a namesake in another library is another option
  const related = section === "DEFAULT" || (moved !== undefined && !isLibrarySection(moved.section));
  if (moved && !another && related && !isAuthPluginOption(key)) return { kind: "elsewhere", section: moved.section };
  if (misspelt) return { kind: "misspelt", name: misspelt.name };
  if (isAuthPluginOption(key)) return { kind: "unknown" };
  const other = elsewhere(catalogues, project, key).find((place) => place.project !== project);
  return other ? { kind: "other-service", service: other.project } : { kind: "unknown" };
}

/** Short names are alike by chance. */
const nearEnough = (name: string): number => (name.length < 8 ? 1 : 2);
