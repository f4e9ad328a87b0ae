/** Which sections there are: fixed ones, those that the operator names, and those that no catalogue lists. */
import type { Layout, Lookup, Project, Release } from "./option.ts";
import { storeSection, storeTypeOf } from "./stored.ts";
import { aliasTargets, authPlugins, foldSection, maskOf, slotOf, type Table, tableOf } from "./table.ts";

/** A stored section in which an option written in some section is looked for. */
export type Place = { section: string; via: Lookup["via"] };

const RESERVED_STORES = new Set(["os_glance_tasks_store", "os_glance_staging_store"]);

/**
 * Sections that take keystoneauth's plugin options although no `auth_type` is registered there by what the catalogue was
 * made from (keystonemiddleware, oslo.limit and castellan register them when they are used).
 */
const AUTH_SECTIONS: Readonly<Record<Project, ReadonlySet<string>>> = {
  glance: new Set(["keystone_authtoken", "oslo_limit", "barbican_service_user"]),
  nova: new Set([
    ...["keystone_authtoken", "oslo_limit", "glance", "cinder", "neutron", "placement", "service_user", "keystone"],
    ...["cyborg", "ironic", "barbican_service_user"],
  ]),
  cinder: new Set(["keystone_authtoken", "nova", "service_user", "keystone", "barbican", "barbican_service_user"]),
};

/** Groups that nova registers for names in `[devices]` and `[neutron]` (nova/conf/{devices,neutron}.py `register_dynamic_opts`). */
const NOVA_GROUPS = /^(mdev_.+|vgpu_.+|cpu_.+|neutron_physnet_.+|neutron_tunnel)$/;
/** Contexts of oslo.privsep: each has a section of its own with the options of `[privsep]`. */
const PRIVSEP = /^(privsep_.+|.+_privileged|.+_sys_admin)$/;
/** Registered by keystonemiddleware's audit filter when the pipeline holds it. */
const AUDIT = "audit_middleware_notifications";

/**
 * The stored sections in which the service looks for an option written under `section`, best first. In multi-store mode
 * a driver's option under `[glance_store]` has none: only what `[glance_store]` itself registers is left there.
 */
export function placesOf(table: Table, section: string, name: string, layout: Layout): readonly Place[] {
  const folded = foldSection(section);
  const places: Place[] = [];
  if (table.sections.has(folded) && storeTypeOf(folded) === null) {
    if (isRead(table, folded, name, layout)) places.push({ section: folded, via: viaOf(folded) });
  }
  if (table.project === "glance" && layout.stores) {
    const type = storeTypeIn(layout.stores, section);
    if (type !== undefined) places.push({ section: storeSection(type), via: "store" });
  }
  if (table.project === "cinder" && isCinderBackend(layout, folded)) {
    places.push({ section: "backend_defaults", via: "cinder-backend" }, { section: "DEFAULT", via: "cinder-backend" });
  }
  if (places.length === 0 && PRIVSEP.test(folded)) places.push({ section: "privsep", via: "section" });
  return places;
}

function viaOf(folded: string): Lookup["via"] {
  if (folded === "backend_defaults") return "backend-defaults";
  return RESERVED_STORES.has(folded) ? "reserved-store" : "section";
}

function isRead(table: Table, folded: string, name: string, layout: Layout): boolean {
  if (table.project !== "glance") return true;
  if (folded === "backend_defaults") return layout.stores !== null;
  return folded !== "glance_store" || layout.stores === null || !isDriverOption(table, name);
}

/** Some driver registers an option of that name, now or under its old name. */
function isDriverOption(table: Table, name: string): boolean {
  return table.drivers.some((section) => slotOf(table, section, name) || aliasTargets(table, section, name).length > 0);
}

/** The driver of the store with that id; the section of a store is found whatever its case. */
function storeTypeIn(stores: ReadonlyMap<string, string>, section: string): string | undefined {
  const exact = stores.get(section);
  if (exact !== undefined) return exact;
  const folded = foldSection(section);
  for (const [id, type] of stores) if (foldSection(id) === folded) return type;
  return undefined;
}

function isCinderBackend(layout: Layout, folded: string): boolean {
  for (const backend of layout.cinderBackends) if (foldSection(backend) === folded) return true;
  return false;
}

/** Some `auth_section` names this section. */
export function isAuthRedirect(section: string, layout: Layout): boolean {
  const folded = foldSection(section);
  return layout.authSections?.some((named) => foldSection(named) === folded) ?? false;
}

/** The section takes the options of the plugin that `auth_type` names. */
export function takesAuthOptions(table: Table, section: string, layout: Layout): boolean {
  const folded = foldSection(section);
  if (AUTH_SECTIONS[table.project].has(folded) || isAuthRedirect(section, layout)) return true;
  return slotOf(table, folded, "auth_type") !== null;
}

/** All sections of a project that take the options of auth plugins, sorted. */
export function authSectionsOf(table: Table): readonly string[] {
  const sections = new Set(AUTH_SECTIONS[table.project]);
  for (const folded of table.sections.keys()) if (slotOf(table, folded, "auth_type")) sections.add(folded);
  return [...sections].sort();
}

const sectionNames = new Map<string, readonly string[]>();

/** Sections with options of their own in any of the releases, as registered, sorted; stores' sections are not among them. */
export function sectionsOf(releases: readonly Release[], project: Project): readonly string[] {
  const table = tableOf(project);
  const wanted = maskOf(table, releases);
  const known = sectionNames.get(`${project} ${wanted}`);
  if (known) return known;
  const names = [...table.sections.values()]
    .filter(({ section }) => storeTypeOf(section) === null)
    .filter(({ section, stored }) =>
      Object.keys(stored).some((name) => (slotOf(table, foldSection(section), name)?.mask ?? 0) & wanted),
    )
    .map(({ section }) => section)
    .sort();
  sectionNames.set(`${project} ${wanted}`, names);
  return names;
}

/**
 * A section that no fixed name explains, yet is legal: a store, a cinder backend, the target of an `auth_section`, nova's
 * device and network groups, privsep contexts. Options in those of them that have no catalogue must not be called unknown.
 */
export function isDynamicSection(project: Project, section: string, layout: Layout): boolean {
  const folded = foldSection(section);
  if (project === "glance" && layout.stores && storeTypeIn(layout.stores, section) !== undefined) return true;
  if (project === "cinder" && isCinderBackend(layout, folded)) return true;
  return isAuthRedirect(section, layout) || isUncataloguedSection(project, section);
}

/** A legal section whose options no catalogue lists: nothing can be said about what stands in it. */
export function isUncataloguedSection(project: Project, section: string): boolean {
  const folded = foldSection(section);
  return folded === AUDIT || PRIVSEP.test(folded) || (project === "nova" && NOVA_GROUPS.test(folded));
}

/** The service reads something in that section in any of the releases, be it only under an old name. */
export function isKnownSection(
  releases: readonly Release[],
  project: Project,
  section: string,
  layout: Layout,
): boolean {
  const table = tableOf(project);
  const folded = foldSection(section);
  if (isDynamicSection(project, section, layout) || AUTH_SECTIONS[project].has(folded)) return true;
  if (sectionsOf(releases, project).some((known) => foldSection(known) === folded)) return true;
  return oldSections(table, maskOf(table, releases)).has(folded);
}

function oldSections(table: Table, wanted: number): ReadonlySet<string> {
  const sections = new Set<string>();
  for (const [folded, { stored }] of table.sections)
    for (const name of Object.keys(stored))
      slotOf(table, folded, name)?.byRelease.forEach((option, index) => {
        if (wanted & (1 << index)) for (const alias of option?.aliases ?? []) sections.add(foldSection(alias.section));
      });
  sections.delete("<store>");
  return sections;
}

/** An auth plugin's option; `old`: it was asked for by an old name. */
export type AuthOption = { name: string; old: boolean; secret: boolean };

let authNames: ReadonlyMap<string, AuthOption> | null = null;

/** The plugin option with that name or old name (folded), or null. */
export function authOption(name: string): AuthOption | null {
  authNames ??= new Map(
    Object.entries(authPlugins()).flatMap(([current, { oldNames = [], secret = false }]) => [
      ...oldNames.map((old): [string, AuthOption] => [old, { name: current, old: true, secret }]),
      [current, { name: current, old: false, secret }] as [string, AuthOption],
    ]),
  );
  return authNames.get(name) ?? null;
}
