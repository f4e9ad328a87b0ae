/**
 * Reads what `oslo-config-generator --format json` prints (oslo_config/generator.py `_generate_machine_readable_data`)
 * and completes it by what the generator cannot tell: it prints no item types, brackets or patterns, and never the
 * options that glance_store registers in code only. Those come from the release before.
 */
import { z } from "zod";
import type { StoredDefinition } from "../../src/options/stored.ts";
import { storeSection, storeTypeOf } from "../../src/options/stored.ts";
import { type CatalogueEntry, definitionOf, putOption, type ReleaseOptions } from "./compact.ts";

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number()])),
  z.record(z.string(), z.coerce.string()),
]);
const optionSchema = z.object({
  name: z.string(),
  dest: z.string().nullish(),
  type: z.string(),
  default: value.catch(null).optional(),
  sample_default: value.catch(null).optional(),
  choices: z.array(z.union([scalar, z.tuple([scalar, z.unknown()]).rest(z.unknown())])).nullish(),
  min: z.number().nullish(),
  max: z.number().nullish(),
  secret: z.boolean().nullish(),
  required: z.boolean().nullish(),
  mutable: z.boolean().nullish(),
  deprecated_opts: z.array(z.object({ group: z.string().nullish(), name: z.string() })).nullish(),
  deprecated_for_removal: z.boolean().nullish(),
  deprecated_since: z.coerce.string().nullish(),
});

/** The part of the generator's document that the catalogue is made from. */
export const generatorDocument = z.object({
  options: z.record(z.string(), z.object({ opts: z.array(optionSchema) })),
});
export type GeneratorDocument = z.infer<typeof generatorDocument>;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  "string value": "string",
  "integer value": "integer",
  "boolean value": "boolean",
  "floating point value": "float",
  "list value": "list",
  "dict value": "dict",
  "port value": "port",
  "uri value": "uri",
  "URI value": "uri",
  "host address value": "host-address",
  "host domain value": "host-domain",
  "hostname value": "hostname",
  "ip address value": "ip-address",
  "IP address value": "ip-address",
  "range value": "range",
  "multi valued": "multi",
};

/** Driver groups of the namespace `glance.multi_store` (glance_store's entry points). */
const DRIVER_GROUPS: Readonly<Record<string, string>> = {
  cinder: "cinder",
  filesystem: "file",
  http: "http",
  rbd: "rbd",
  s3: "s3",
  swift: "swift",
  vmware_datastore: "vmware",
};

const RESERVED = ["os_glance_staging_store", "os_glance_tasks_store"];

/** `glance.store.rbd.Store` is the section of the rbd driver; any other group is a section of that name. */
function sectionOf(group: string): string {
  const driver = /^glance\.store\.(\w+)\.Store$/.exec(group)?.[1];
  return driver === undefined ? group : storeSection(DRIVER_GROUPS[driver] ?? driver);
}

/** Options of one project and release from the generator's documents, before anything is carried over. */
export function readGenerator(documents: readonly GeneratorDocument[]): ReleaseOptions {
  const options: ReleaseOptions = new Map();
  for (const document of documents)
    for (const [group, { opts }] of Object.entries(document.options))
      for (const opt of opts) {
        const section = sectionOf(group);
        const name = (opt.dest ?? opt.name).replaceAll("-", "_");
        // a namespace that repeats another one's option adds nothing
        if (options.get(section)?.has(name)) continue;
        putOption(options, section, name, definitionOf(entryOf(opt, group, section, name)));
      }
  return options;
}

function entryOf(opt: z.infer<typeof optionSchema>, group: string, section: string, name: string): CatalogueEntry {
  const isDriver = storeTypeOf(section) !== null;
  const choices = (opt.choices ?? []).map((choice) => (Array.isArray(choice) ? choice[0] : choice));
  const aliases = (opt.deprecated_opts ?? []).map(({ group: from, name: old }): [string, string] => {
    const aliasGroup = from ?? group;
    return [isDriver && aliasGroup === group ? "<store>" : aliasGroup, old];
  });
  return {
    project: "",
    group: isDriver ? "<store>" : section,
    name,
    type: TYPE_WORDS[opt.type] ?? opt.type,
    default: opt.default ?? null,
    sample_default: opt.sample_default ?? undefined,
    choices:
      choices.length > 0 ? choices.map((choice) => (typeof choice === "boolean" ? String(choice) : choice)) : undefined,
    min: opt.min ?? undefined,
    max: opt.max ?? undefined,
    secret: opt.secret ?? false,
    required: opt.required ?? false,
    mutable: opt.mutable ?? false,
    deprecated_names: aliases,
    deprecated_for_removal: opt.deprecated_for_removal ?? false,
    deprecated_since: opt.deprecated_since,
  };
}

/**
 * Adds what the generator leaves out, judged by the release before. Returns the completed options and the names, as
 * `[section] name`, of those that were not listed at all.
 */
export function completeRelease(
  listed: ReleaseOptions,
  before: ReleaseOptions,
): { options: ReleaseOptions; carriedOver: string[] } {
  const options: ReleaseOptions = new Map();
  for (const [section, names] of listed)
    for (const [name, definition] of names)
      putOption(options, section, name, withDetails(definition, before.get(section)?.get(name)));
  const carriedOver: string[] = [];
  const carry = (section: string, name: string, definition: StoredDefinition): void => {
    if (options.get(section)?.has(name)) return;
    putOption(options, section, name, definition);
    carriedOver.push(`[${section}] ${name}`);
  };
  for (const [section, names] of before) {
    const reserved = RESERVED.includes(section);
    for (const [name, definition] of names) {
      const everyStore = storeTypeOf(section) !== null && (name === "weight" || name === "store_description");
      if (reserved || (everyStore && listed.has(section))) carry(section, name, definition);
    }
  }
  // the shared fallback takes what the drivers list, so a driver option that is new or gone follows by itself
  if ([...(before.get("backend_defaults")?.values() ?? [])].some(({ store }) => store !== undefined))
    for (const [section, names] of listed) {
      const store = storeTypeOf(section);
      if (store === null) continue;
      for (const name of names.keys()) {
        const own = options.get(section)?.get(name);
        if (!own) continue;
        const { aliases, ...rest } = own;
        const moved = aliases?.map(([from, old]): [string, string] => [
          from === "<store>" ? "backend_defaults" : from,
          old,
        ]);
        carry("backend_defaults", name, { ...rest, ...(moved && { aliases: moved }), store });
      }
    }
  return { options, carriedOver: carriedOver.sort() };
}

function withDetails(now: StoredDefinition, before: StoredDefinition | undefined): StoredDefinition {
  if (!before) return now;
  // a multi option of a plain item type is printed as that type
  const type = before.type === "multi" && now.type === "string" ? "multi" : now.type;
  const dashed = (before.aliases ?? []).filter(([, name]) => name.includes("-"));
  const aliases = [
    ...(now.aliases ?? []),
    ...dashed.filter(([, name]) => !now.aliases?.some(([, old]) => old === name)),
  ];
  const same = type === before.type;
  const { type: _type, aliases: _aliases, ...rest } = now;
  const merged: StoredDefinition = {
    ...rest,
    type,
    ...(same && before.item !== undefined && { item: before.item }),
    ...(same && before.itemChoices && { itemChoices: before.itemChoices }),
    ...(same && before.brackets && { brackets: before.brackets }),
    ...(same && before.regex !== undefined && { regex: before.regex }),
    ...(aliases.length > 0 && { aliases }),
  };
  return inKeyOrder(merged, before);
}

const KEYS = [
  "type",
  "item",
  "itemChoices",
  "brackets",
  "default",
  "sample",
  "choices",
  "min",
  "max",
  "regex",
  "required",
  "secret",
  "aliases",
  "deprecated",
  "since",
  "mutable",
  "sampleOnly",
  "store",
] as const satisfies readonly (keyof StoredDefinition)[];

/** Equal definitions must be equal text; a default that names the generating host stays as it was. */
function inKeyOrder(definition: StoredDefinition, before: StoredDefinition): StoredDefinition {
  const hostBound =
    before.sample !== undefined &&
    before.default !== undefined &&
    JSON.stringify(before.sample) === JSON.stringify(definition.sample);
  const source = hostBound ? { ...definition, default: before.default } : definition;
  return Object.fromEntries(
    KEYS.filter((key) => source[key] !== undefined).map((key) => [key, source[key]]),
  ) as StoredDefinition;
}
