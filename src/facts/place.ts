/** Where a setting stands, or would stand: the place that a finding cites and the name that it goes by. */
import type { Position } from "../intake/source.ts";
import type { Cloud, GlanceApi, ServiceConfig, Store } from "./cloud.ts";
import { sectionHeader, setting } from "./settings.ts";

/** The line of the setting; where it is not written, its section's header; else the file as a whole. */
export function placeOf(config: ServiceConfig, section: string, key: string): Position {
  return setting(config, section, key).at ?? sectionHeader(config, section)?.at ?? { file: config.file, line: null };
}

/** `[section]key` with the section as written in the file. */
export function optionName(config: ServiceConfig, section: string, key: string): string {
  return `[${writtenSection(config, section)}]${key}`;
}

/** The section's name as written in the file, or as given where it is not there yet. */
export function writtenSection(config: ServiceConfig, section: string): string {
  return sectionHeader(config, section)?.name ?? section;
}

/** The section that holds a store's driver options: its own in multi-store mode, else `[glance_store]`. */
export function storeSectionOf(api: GlanceApi, store: Store): string {
  return api.mode === "single_store" ? "glance_store" : (store.section ?? store.id);
}

/** The option that lists the stores: `enabled_backends`, or the legacy list where that is written. */
export function storeListOf(api: GlanceApi): { section: string; key: string } {
  const legacy = api.mode === "single_store" && setting(api, "glance_store", "stores").isSet;
  return legacy ? { section: "glance_store", key: "stores" } : { section: "DEFAULT", key: "enabled_backends" };
}

/** The report's scope: only where several files of one kind were given. */
export function scopeIn(all: readonly ServiceConfig[], one: ServiceConfig): { scope?: string } {
  return all.length > 1 ? { scope: one.scope.label } : {};
}

/** Some service's file or the words tell that guests' disks are on Ceph. */
export type CephUse = "by-file" | "stated" | "no" | "unknown";

/** Whether Nova or Cinder has its disks on RBD: a file goes before words, and a said yes is never more than stated. */
export function cephUse({ nova, cinder, words }: Pick<Cloud, "nova" | "cinder" | "words">): CephUse {
  if (nova.some(({ usesRbd }) => usesRbd === true) || cinder.some(({ usesRbd }) => usesRbd === true)) return "by-file";
  const missing = [
    ...(nova.length === 0 ? [words.novaOnCeph] : []),
    ...(cinder.length === 0 ? [words.cinderOnCeph] : []),
  ];
  if (missing.length === 0) return "no";
  if (missing.some((said) => said?.value === "yes" || said?.value === "partly")) return "stated";
  if (words.ceph?.value === "no" || missing.every((said) => said?.value === "no")) return "no";
  return words.ceph && nova.length === 0 ? "stated" : "unknown";
}
