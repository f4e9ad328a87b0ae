/** Written values that the service refuses when it reads them, and what was probably meant. */
import { checkValue } from "../intake/oslo/check-value.ts";
import type { Entry, OsloConfig } from "../intake/oslo/config.ts";
import { readBoolean } from "../intake/oslo/values.ts";
import { findOption, nearNames } from "../options/catalogue.ts";
import type { Option } from "../options/option.ts";
import type { ServiceConfig } from "./cloud.ts";
import { swallowedLines } from "./services.ts";

export type ValueFaultKind = "comment" | "brackets" | "unit" | "choice" | "pairs" | "other";
export type ValueFault = {
  file: string;
  entry: Entry;
  option: Option;
  kind: ValueFaultKind;
  /** Why oslo.config refuses it. */
  problem: string;
  /** What was meant; null where the text does not tell. */
  mended: string | null;
};

/** Whether some release in question has this option there. */
export function isOptionOf(service: ServiceConfig, section: string, key: string): boolean {
  return findOption(service.catalogues, service.project, section, key, service.layout) !== null;
}

/** Several rules ask about the same file: one for each kind of fault. */
const known = new WeakMap<ServiceConfig, Map<OsloConfig, readonly ValueFault[]>>();

/**
 * The faults of one file, in order. A value counts only when every release in question that has the option refuses it;
 * of an option that is set twice only the last value counts; values with other options' lines in them are left out.
 */
export function valueFaults(service: ServiceConfig, config: OsloConfig): readonly ValueFault[] {
  const files = known.get(service) ?? new Map<OsloConfig, readonly ValueFault[]>();
  known.set(service, files);
  const faults = files.get(config) ?? findFaults(service, config);
  files.set(config, faults);
  return faults;
}

function findFaults(service: ServiceConfig, config: OsloConfig): ValueFault[] {
  const swallowing = new Set(
    swallowedLines(config, (section, key) => isOptionOf(service, section, key)).map(({ entry }) => entry),
  );
  return readEntries(config)
    .filter((entry) => !swallowing.has(entry))
    .flatMap((entry) => faultOf(service, config.file, entry));
}

function readEntries({ entries }: OsloConfig): Entry[] {
  const last = new Map<string, Entry>();
  for (const entry of entries) last.set(`${entry.section}\u0000${entry.key.replaceAll("-", "_")}`, entry);
  return [...last.values()].sort((left, right) => left.line - right.line);
}

function faultOf(service: ServiceConfig, file: string, entry: Entry): ValueFault[] {
  let found: { option: Option; problem: string } | null = null;
  for (const release of service.catalogues) {
    const option = findOption([release], service.project, entry.section, entry.key, service.layout)?.option;
    if (!option || option.type === "multi") continue;
    const check = checkValue(option, entry.value);
    if (check.ok) return [];
    found = { option, problem: check.problem };
  }
  if (found === null) return [];
  const { kind, mended } = meaningOf(found.option, entry.value, service, config(service, file));
  return [
    { file, entry, ...found, kind, mended: mended !== null && checkValue(found.option, mended).ok ? mended : null },
  ];
}

const config = (service: ServiceConfig, file: string): OsloConfig | undefined =>
  service.configs.find((one) => one.file === file);

type Meaning = { kind: ValueFaultKind; mended: string | null };

function meaningOf(option: Option, text: string, service: ServiceConfig, file: OsloConfig | undefined): Meaning {
  const comment = /^(.*?)\s+[#;].*$/s.exec(text);
  if (comment?.[1] !== undefined && checkValue(option, comment[1]).ok) return { kind: "comment", mended: comment[1] };
  if (option.brackets && !/^\s*\[.*\]\s*$/s.test(text)) return { kind: "brackets", mended: bracketed(option, text) };
  if (option.type === "integer") {
    const size = /^(\d+(?:\.\d+)?)\s*([kmgt])i?b?$/i.exec(text.trim());
    if (size) return { kind: "unit", mended: inUnitOf(option.name, Number(size[1]), (size[2] ?? "").toLowerCase()) };
  }
  if (option.choices) return { kind: "choice", mended: choiceFor(option.choices, text) };
  if (option.type === "dict") return { kind: "pairs", mended: pairsFor(option, text, service, file) };
  return { kind: "other", mended: option.type === "boolean" ? booleanFor(text) : null };
}

function choiceFor(choices: readonly (string | null)[], text: string): string | null {
  const wanted = text
    .trim()
    .replace(/^["']+|["']+$/g, "")
    .toLowerCase();
  return choices.find((choice) => choice !== null && String(choice).toLowerCase() === wanted) ?? null;
}

/** The list in its brackets; an item that is no choice becomes the one that was probably meant. */
function bracketed({ itemChoices: choices = [] }: Option, text: string): string {
  const parts = text
    .trim()
    .replace(/^\[|\]$/g, "")
    .split(",");
  if (choices.length === 0) return `[${parts.join(",")}]`;
  const meant = parts.map((part) => {
    const word = part.trim().replaceAll(/['"]/g, "");
    return choices.includes(word) ? part : (nearNames(choices, word)[0]?.name ?? part);
  });
  return `[${meant.join(",")}]`;
}

const SHIFT: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };
/** Bytes of one unit of the option (help texts in glance/common/config.py and the glance_store drivers). */
const UNIT_BYTES: Readonly<Record<string, number>> = {
  image_cache_max_size: 1,
  image_size_cap: 1,
  filesystem_store_chunk_size: 1,
  rbd_store_chunk_size: 2 ** 20,
  s3_store_large_object_size: 2 ** 20,
  s3_store_large_object_chunk_size: 2 ** 20,
  swift_store_large_object_size: 2 ** 20,
  swift_store_large_object_chunk_size: 2 ** 20,
  image_volume_cache_max_size_gb: 2 ** 30,
};

function inUnitOf(name: string, amount: number, prefix: string): string | null {
  const unit = UNIT_BYTES[name];
  const value = unit === undefined ? Number.NaN : (amount * (SHIFT[prefix] ?? Number.NaN)) / unit;
  return Number.isInteger(value) && value > 0 ? String(value) : null;
}

function booleanFor(text: string): string | null {
  const word = text
    .trim()
    .replace(/^["']+|["',;]+$/g, "")
    .toLowerCase();
  if (readBoolean(word).ok) return word;
  if (/^(?:y|t|enabled?)$/.test(word)) return "True";
  return /^(?:n|f|disabled?)$/.test(word) ? "False" : null;
}

const DRIVER_KEYS: readonly [RegExp, string][] = [
  [/^rbd_|^rados_/, "rbd"],
  [/^filesystem_/, "file"],
  [/^s3_/, "s3"],
  [/^swift_|^default_swift_/, "swift"],
  [/^cinder_/, "cinder"],
  [/^https?_/, "http"],
  [/^vmware_/, "vmware"],
];

/** `id` without a type gets the type that the options in its section belong to; a pair that stands twice is kept once. */
function pairsFor(option: Option, text: string, service: ServiceConfig, file: OsloConfig | undefined): string | null {
  if (option.name !== "enabled_backends" || service.project !== "glance") return null;
  const pairs = new Map<string, string>();
  for (const item of text.split(",").map((part) => part.trim())) {
    if (item === "") continue;
    const [id = "", type = ""] = item.split(/\s*[:=]\s*/, 2);
    const driver = type || driverOf(id, file);
    if (id === "" || driver === null || (pairs.has(id) && pairs.get(id) !== driver)) return null;
    pairs.set(id, driver);
  }
  return [...pairs].map(([id, type]) => `${id}:${type}`).join(",");
}

function driverOf(id: string, file: OsloConfig | undefined): string | null {
  const keys = file?.entries.filter(({ section }) => section.toLowerCase() === id.toLowerCase()) ?? [];
  const types = new Set(
    keys.flatMap(({ key }) => DRIVER_KEYS.filter(([form]) => form.test(key)).map(([, type]) => type)),
  );
  const [only] = types;
  return types.size === 1 && only !== undefined ? only : null;
}
