/** Driver options in a file: which of them stand where nothing reads them. */
import type { Entry } from "../intake/oslo/config.ts";
import { driverOptions } from "../options/catalogue.ts";
import { RELEASES } from "../options/option.ts";
import type { GlanceApi } from "./cloud.ts";
import { isDriverOption } from "./stray-options.ts";

export type DriverKey = {
  file: string;
  entry: Entry /** Drivers that register an option of that name. */;
  types: readonly string[];
};

const TYPES = ["rbd", "file", "http", "swift", "cinder", "s3", "vmware"];
let byName: ReadonlyMap<string, readonly string[]> | null = null;

/** The drivers that have an option of this name in any release. */
function driversWith(name: string): readonly string[] {
  if (byName === null) {
    const names = new Map<string, string[]>();
    for (const type of TYPES)
      for (const { name: option } of driverOptions(RELEASES, type))
        names.set(option, [...(names.get(option) ?? []), type]);
    byName = names;
  }
  return byName.get(name.replaceAll("-", "_")) ?? [];
}

const COMMON = new Set(["weight", "store_description"]);

/** Every driver option of the API's files with its section, without those that all drivers share. */
export function driverKeys(api: GlanceApi): DriverKey[] {
  return api.configs.flatMap(({ file, entries }) =>
    entries
      .filter(({ key }) => isDriverOption(key) && !COMMON.has(key))
      .map((entry) => ({ file, entry, types: driversWith(entry.key) })),
  );
}
