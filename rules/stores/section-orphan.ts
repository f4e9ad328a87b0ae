import { defineRule, type Severity } from "../../src/check/rule.ts";
import type { GlanceApi } from "../../src/facts/cloud.ts";
import { type DriverKey, driverKeys } from "../../src/facts/driver-keys.ts";
import { outsideText } from "../../src/facts/outside-text.ts";
import { scopeIn, writtenSection } from "../../src/facts/place.ts";

const RESERVED = new Set(["os_glance_tasks_store", "os_glance_staging_store"]);

export const sectionOrphan = defineRule({
  id: "stores/section-orphan",
  title: "A section holds a store's options, but no such store is enabled",
  severity: "medium",
  part: "c",
  problem: "dead_option",
  needs: ["glance"],
  messages: {
    single: "[{section}] holds store options, but without enabled_backends only [glance_store] is read",
    unlisted: "[{section}] holds options of a {type} store, but enabled_backends names no store {section}",
    default: "{key} stands in [DEFAULT], where no store reads it",
  },
  why: "Driver options count only in the section of an enabled store. In any other section they are ignored without a word, and the store that was meant works with its defaults or does not exist.",
  wrong: "[DEFAULT]\nenabled_backends = ceph:rbd\n[cehp]\nrbd_store_pool = images",
  right: "[DEFAULT]\nenabled_backends = ceph:rbd\n[ceph]\nrbd_store_pool = images",
  silentWhen: [
    "the reserved stores' sections",
    "[glance_store] in single-store mode, and in multi-store mode, about which another rule speaks",
    "[backend_defaults], about which another rule speaks",
    "enabled_backends cannot be read",
  ],
  sources: [
    "openstack/glance_store glance_store/multi_backend.py register_store_opts",
    "openstack/glance_store glance_store/backend.py register_opts",
  ],
  *check({ glance }) {
    for (const api of glance)
      for (const [section, first] of orphans(api)) {
        const shown = outsideText(section) ?? "(not shown)";
        yield {
          message: section === "DEFAULT" ? "default" : api.mode === "single_store" ? "single" : "unlisted",
          severity: severityOf(api, first),
          option: section === "DEFAULT" ? `[DEFAULT]${first.entry.key}` : `[${section}]`,
          at: { file: first.file, line: first.entry.line },
          data: { section: shown, type: first.types[0] ?? "", key: first.entry.key },
          ...scopeIn(glance, api),
        };
      }
  },
});

/** The first driver option of each section that no store owns. */
function orphans(api: GlanceApi): Map<string, DriverKey> {
  const owners = new Set([
    ...api.stores.map(({ id }) => id.toLowerCase()),
    ...RESERVED,
    "glance_store",
    "backend_defaults",
  ]);
  const found = new Map<string, DriverKey>();
  for (const key of driverKeys(api)) {
    const section = key.entry.section;
    if (section === "" || owners.has(section === "DEFAULT" ? "DEFAULT" : section.toLowerCase())) continue;
    const name = writtenSection(api, section);
    if (!found.has(name)) found.set(name, key);
  }
  return found;
}

/** A store of that driver without a section of its own was meant; a section that is called like a driver is a template's. */
function severityOf(api: GlanceApi, { entry, types }: DriverKey): Severity {
  if (api.mode === "single_store" || api.stores.some(({ section, type }) => section === null && types.includes(type)))
    return "medium";
  return entry.section === "DEFAULT" || TEMPLATE_SECTIONS.has(entry.section.toLowerCase()) ? "info" : "low";
}

const TEMPLATE_SECTIONS = new Set(["file", "filesystem", "rbd", "swift", "cinder", "http", "s3", "vmware"]);
