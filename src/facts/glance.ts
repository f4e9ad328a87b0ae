/** What one glance-api.conf (with its glance-image-import.conf) means. */
import type { ConfigArtefact, Intake } from "../intake/artefact.ts";
import type { Position } from "../intake/source.ts";
import type { Release } from "../options/option.ts";
import type { GlanceApi, ServiceConfig, Store, Tri } from "./cloud.ts";
import { layoutOf } from "./layout.ts";
import { scopeOf } from "./scope.ts";
import { flag, integer, list, pairs, sectionHeader, setting, text, written } from "./settings.ts";

/** One `GlanceApi` for each glance-api.conf of the input, in the order given. */
export function glanceApis(intake: Intake, catalogues: readonly Release[]): GlanceApi[] {
  const imports = intake.artefacts.filter(
    (artefact): artefact is ConfigArtefact => artefact.kind === "glance-image-import",
  );
  return intake.artefacts
    .filter((artefact): artefact is ConfigArtefact => artefact.kind === "glance-api")
    .map((artefact) => glanceApi(artefact, importFor(artefact, imports), catalogues));
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf("/") + 1);

/** The import file of the same folder; a lone one belongs to every API. */
function importFor(api: ConfigArtefact, imports: readonly ConfigArtefact[]): ConfigArtefact | null {
  if (imports.length === 1) return imports[0] ?? null;
  return imports.find((file) => folderOf(file.file) === folderOf(api.file)) ?? null;
}

function glanceApi(
  artefact: ConfigArtefact,
  importFile: ConfigArtefact | null,
  catalogues: readonly Release[],
): GlanceApi {
  // glance/common/wsgi_app.py CONFIG_FILES: glance-image-import.conf is read first, so glance-api.conf wins
  const configs = importFile ? [importFile.config, artefact.config] : [artefact.config];
  const bare: ServiceConfig = {
    project: "glance",
    file: artefact.file,
    configs,
    scope: scopeOf(artefact.file),
    parses: configs.every(({ issues }) => issues.length === 0),
    layout: layoutOf(configs),
    catalogues,
  };
  const enabled = written(bare, "DEFAULT", "enabled_backends").at(-1);
  const ids = enabled ? pairs(enabled.entry.value) : [];
  const multi = ids.length > 0;
  const config: ServiceConfig = { ...bare, layout: layoutOf(configs, { stores: multi ? new Map(ids) : null }) };
  const at = enabled ? { file: enabled.file, line: enabled.entry.line } : null;
  const stores = multi ? ids.map(([id, type]) => multiStore(config, id, type, at)) : legacyStores(config);
  const defaultStoreId = multi
    ? text(config, "glance_store", "default_backend")
    : text(config, "glance_store", "default_store");
  const showDirectUrl = flag(config, "DEFAULT", "show_image_direct_url");
  const showMultipleLocations = flag(config, "DEFAULT", "show_multiple_locations");
  return {
    ...config,
    mode: multi ? "multi_store" : "single_store",
    stores,
    defaultStore: stores.find(({ id }) => id === defaultStoreId) ?? null,
    defaultStoreId,
    showDirectUrl,
    showMultipleLocations,
    locationsShown: either(showDirectUrl, showMultipleLocations),
    // a remark behind the value is part of it, and of no pipeline
    cacheActive: (text(config, "paste_deploy", "flavor") ?? "").split(/\s[#;]/)[0]?.includes("cach") === true,
    ...importFacts(config),
    ...stagingFacts(config, multi),
    importFile: importFile?.file ?? null,
  };
}

const either = (left: Tri, right: Tri): Tri =>
  left === true || right === true ? true : left === "unknown" || right === "unknown" ? "unknown" : false;

function multiStore(config: ServiceConfig, id: string, type: string, at: Position | null): Store {
  const section = sectionHeader(config, id)?.name ?? null;
  return { id, type, section, weight: integer(config, section ?? id, "weight") ?? 0, at };
}

/** Legacy `[glance_store] stores`; the default list is file and http (glance_store/backend.py). */
function legacyStores(config: ServiceConfig): Store[] {
  const stores = setting(config, "glance_store", "stores");
  const section = sectionHeader(config, "glance_store")?.name ?? null;
  return list(config, "glance_store", "stores").map((type) => ({ id: type, type, section, weight: 0, at: stores.at }));
}

function importFacts(
  config: ServiceConfig,
): Pick<GlanceApi, "importMethods" | "importPlugins" | "conversionPlugin" | "conversionOutput"> {
  const importPlugins = list(config, "image_import_opts", "image_import_plugins");
  const conversionPlugin = importPlugins.includes("image_conversion");
  return {
    importMethods: list(config, "DEFAULT", "enabled_import_methods"),
    importPlugins,
    conversionPlugin,
    conversionOutput: conversionPlugin ? text(config, "image_conversion", "output_format") : null,
  };
}

/**
 * Where staged data goes. Multi-store mode reads the reserved section only; from glance_store 5.0.0 (2025.2) an unset
 * option reads as None there, so no usable path exists. Single-store mode reads node_staging_uri.
 */
function stagingFacts(config: ServiceConfig, multi: boolean): Pick<GlanceApi, "stagingPath" | "stagingAt"> {
  if (!multi) {
    const uri = setting(config, "DEFAULT", "node_staging_uri");
    return { stagingPath: uri.text?.replace(/^file:\/\//, "") ?? null, stagingAt: uri.at };
  }
  const own = setting(config, "os_glance_staging_store", "filesystem_store_datadir");
  if (own.isSet) return { stagingPath: own.text, stagingAt: own.at };
  if (config.catalogues.every((release) => release <= "2025.1"))
    return { stagingPath: "/var/lib/glance/os_glance_staging_store", stagingAt: null };
  if (config.catalogues.every((release) => release >= "2025.2")) return { stagingPath: null, stagingAt: null };
  return { stagingPath: "unknown", stagingAt: null };
}
