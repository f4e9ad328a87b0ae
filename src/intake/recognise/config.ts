/** Recognises configuration files of OpenStack services by their sections and options, broken ones too. */
import type { ConfigKind } from "../source.ts";
import { SIGNS } from "./config-signs.ts";
import { type Found, found, type Recogniser } from "./found.ts";
import { configOfName } from "./name.ts";

type Line = { section: string; option: string | null; value: string };

/** What a file needs to be called a service's by content. */
const ENOUGH = 3;
/** Two services with that much each stand in one file. */
const MIXED = 8;

const HEADER = /^\s*\[\s*([\w.:@ -]+?)\s*(?:\]|$)/;
const OPTION = /^\s*([A-Za-z][\w.-]*)\s*[=:]\s*(.*)$/;

function readLines(lines: readonly string[]): Line[] {
  const read: Line[] = [];
  let section = "";
  for (const line of lines) {
    if (/^\s*[#;]/.test(line)) continue;
    const header = /^\s*\[/.test(line) ? HEADER.exec(line)?.[1] : undefined;
    if (header !== undefined) {
      section = header;
      read.push({ section, option: null, value: "" });
      continue;
    }
    const option = OPTION.exec(line);
    if (option) read.push({ section, option: option[1] ?? "", value: (option[2] ?? "").trim() });
  }
  return read;
}

type Weight = { service: string; weight: number };
type Index = { whole: ReadonlyMap<string, Weight[]>; beginnings: readonly (Weight & { beginning: string })[] };

function indexOf(part: "sections" | "options"): Index {
  const whole = new Map<string, Weight[]>();
  const beginnings: (Weight & { beginning: string })[] = [];
  for (const [service, signs] of Object.entries(SIGNS)) {
    for (const [name, weight] of Object.entries(signs[part])) {
      if (name.endsWith("*")) beginnings.push({ service, weight, beginning: name.slice(0, -1) });
      else whole.set(name, [...(whole.get(name) ?? []), { service, weight }]);
    }
  }
  return { whole, beginnings };
}

const SECTION_WEIGHTS = indexOf("sections");
const OPTION_WEIGHTS = indexOf("options");

/** What a name says for each service; a name that is listed whole goes before its beginning. */
function weightsOf(index: Index, name: string): readonly Weight[] {
  const whole = index.whole.get(name) ?? [];
  const begun = index.beginnings.filter(
    ({ beginning, service }) => name.startsWith(beginning) && !whole.some((each) => each.service === service),
  );
  return begun.length === 0 ? whole : [...whole, ...begun];
}

const OWNER: Readonly<Record<string, string>> = { nova_api: "nova", nova_cell0: "nova" };

/** The service whose account, database or log file a value names. */
function ownerOf(line: Line): string | null {
  const { option, value, section } = line;
  let name: string | undefined;
  if (option === "username" && (section === "keystone_authtoken" || section === "service_user"))
    name = /^\w+$/.exec(value)?.[0];
  else if (option === "connection" || option === "sql_connection")
    name = /\/([a-z]+)(?:_\w+)?(?:\?|$)/.exec(value)?.[1] ?? /:\/\/(\w+):/.exec(value)?.[1];
  else if (option === "log_dir" || option === "log_file" || option === "state_path" || option === "lock_path")
    name = /\/(?:log|lib|lock|run)\/(?:kolla\/)?([a-z]+)/.exec(value)?.[1];
  else if (option === "transport_url") name = /:\/\/([a-z]+):/.exec(value)?.[1];
  if (name === undefined) return null;
  const owner = OWNER[name] ?? name;
  return owner in SIGNS ? owner : null;
}

function scoresOf(lines: readonly Line[]): Map<string, number> {
  const scores = new Map<string, number>();
  const add = (service: string, weight: number): void => {
    if (weight > 0) scores.set(service, (scores.get(service) ?? 0) + weight);
  };
  const counted = new Set<string>();
  const once = (key: string): boolean => !counted.has(key) && counted.add(key) !== undefined;
  for (const line of lines) {
    const { section, option, value } = line;
    const owner = ownerOf(line);
    if (owner !== null && once(`owner ${owner} ${option}`)) add(owner, 2);
    if (option === "enabled_backends" && value !== "") add(/\w\s*:\s*\w/.test(value) ? "glance" : "cinder", 4);
    if (!once(option === null ? `[${section}]` : `${section} ${option}`)) continue;
    const weights = option === null ? weightsOf(SECTION_WEIGHTS, section) : weightsOf(OPTION_WEIGHTS, option);
    for (const { service, weight } of weights) add(service, weight);
  }
  return scores;
}

const IMPORT_SECTIONS = new Set([
  "image_import_opts",
  "image_conversion",
  "inject_metadata_properties",
  "import_filtering_opts",
]);

/** Which of Glance's files it is: they share one set of options, so that mostly the name decides. */
function glanceFile(lines: readonly Line[], name: string): Found {
  const named = configOfName(name)?.kind;
  const options = lines.filter((line) => line.option !== null);
  const onlyImport = lines.every(
    (line) => IMPORT_SECTIONS.has(line.section) || (line.section === "DEFAULT" && line.option === null),
  );
  if (onlyImport && named !== "glance-api") return found("glance-image-import");
  if (named?.startsWith("glance-") && named !== "glance-swift-store") return found(named);
  const has = (key: string): boolean => options.some((line) => line.option === key);
  const api =
    has("bind_port") || has("enabled_import_methods") || lines.some((line) => line.section === "paste_deploy");
  if (!api && (has("wakeup_time") || has("daemon") || has("cleanup_scrubber")))
    return found("glance-scrubber", "glance-api");
  return found("glance-api", "glance-cache", "glance-scrubber");
}

function kindOf(service: string, lines: readonly Line[], name: string): Found {
  if (service === "glance") return glanceFile(lines, name);
  if (service === "nova" || service === "cinder") return found(service);
  return { kinds: ["other-service"], service };
}

/** `[ref1] user = … key = … auth_address = …`: accounts of a swift store. */
function isSwiftAccounts(lines: readonly Line[]): boolean {
  const options = new Set(lines.map((line) => line.option));
  return (
    options.has("auth_address") &&
    options.has("user") &&
    options.has("key") &&
    !lines.some((line) => line.section === "DEFAULT")
  );
}

export type ConfigFound = Found & { score: number };

/** Scores the text as a configuration; null when it holds neither sections nor options of any service. */
export function recogniseConfigText(text: readonly string[], name: string): ConfigFound | null {
  const lines = readLines(text);
  if (lines.length === 0) return null;
  if (isSwiftAccounts(lines)) return { ...found("glance-swift-store"), score: MIXED };
  const ranked = [...scoresOf(lines)].sort((left, right) => right[1] - left[1]);
  const [best, second] = ranked;
  if (best === undefined || best[1] < ENOUGH) return null;
  const named = configOfName(name);
  const tied = second !== undefined && second[1] === best[1] && named !== null && named.service === second[0];
  const kind = kindOf(tied ? second[0] : best[0], lines, name);
  const others = ranked
    .slice(1)
    .filter(([service, score]) => score >= MIXED && ["glance", "nova", "cinder"].includes(service));
  const mixedWith = others.map(([service]) => (service === "glance" ? "glance-api" : service) as ConfigKind);
  return { ...kind, score: best[1], ...(mixedWith.length > 0 ? { mixedWith } : {}) };
}

/** Lines that only a configuration has: a section header, or most lines of the form `key = value`. */
export function looksLikeConfig(lines: readonly string[]): boolean {
  const active = lines.filter((line) => !/^\s*[#;]/.test(line));
  if (active.some((line) => /^\[[\w.:@ -]+\]?\s*(?:[#;].*)?$/.test(line))) return true;
  return (
    active.length > 0 &&
    active.filter((line) => /^\s*[a-z][\w.-]*\s*[=:]\s*\S/i.test(line)).length / active.length > 0.6
  );
}

export const recogniseConfig: Recogniser = ({ lines, name }) => {
  const config = recogniseConfigText(lines, name);
  if (config === null) return null;
  // A sentence or a log that quotes one option is no configuration.
  return looksLikeConfig(lines) ? config : null;
};

const PIPELINE = /^\s*\[(?:pipeline|app|filter|composite):([^\]]+)\]/;

/** Paste pipelines: those of Glance, else another service's. */
export const recognisePipelines: Recogniser = ({ lines, name }) => {
  const names = lines.map((line) => PIPELINE.exec(line)?.[1]).filter((section) => section !== undefined);
  if (names.length === 0) return null;
  const text = lines.join("\n");
  if (/egg:swift|proxy-server\]/.test(text)) return { kinds: ["other-service"], service: "swift" };
  const factory =
    /\b(glance|nova|cinder|neutron|heat|keystone|manila|placement|barbican|octavia|trove|ironic)\.\w/.exec(text)?.[1];
  if (
    names.some((section) => /glance|cachemanagement|rootapp/.test(section)) ||
    factory === "glance" ||
    /glance/.test(name)
  )
    return found("paste-pipeline");
  return factory === undefined ? found("paste-pipeline") : { kinds: ["other-service"], service: factory };
};
