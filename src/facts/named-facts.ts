/** The facts of the JSON answer: dotted names of the vocabulary, plain values, "unknown" where nothing tells. */
import type { Cloud, GlanceApi, ServiceConfig } from "./cloud.ts";
import { detectedService } from "./mode.ts";
import { flag, integer, list, setting, storeSetting, text } from "./settings.ts";

type FactValue = string | number | boolean | null | readonly FactValue[] | { readonly [key: string]: FactValue };
export type NamedFacts = Readonly<Record<string, FactValue>>;

/** Every fact of the vocabulary that this cloud gives rise to, sorted by name. */
export function namedFacts(cloud: Cloud): NamedFacts {
  const facts: Record<string, FactValue> = {
    openstack_release: cloud.release.all.length > 1 ? cloud.release.all : cloud.release.value,
    deploy_tool: cloud.deployTool.value,
    ...glanceFacts(cloud),
    ...consumerFacts(cloud),
    ...cephFacts(cloud),
    ...catalogFacts(cloud),
    ...orphanFacts(cloud),
    ...inputFacts(cloud),
  };
  return Object.fromEntries(Object.entries(facts).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** One value for all scopes when they agree, else an object by scope. */
function byScope<Service extends ServiceConfig>(
  services: readonly Service[],
  read: (service: Service) => FactValue,
): FactValue {
  const [first] = services;
  if (!first) return "unknown";
  const values = services.map(read);
  const same = values.every((value) => JSON.stringify(value) === JSON.stringify(values[0]));
  return same
    ? read(first)
    : Object.fromEntries(services.map((service, index) => [scopeName(service), values[index] ?? null]));
}

/** Site, then node, then endpoint role, then the file: the first that the name tells. */
export function scopeName({ scope }: ServiceConfig): string {
  return scope.site ?? scope.node ?? (scope.role === "unknown" ? scope.label : scope.role);
}

function glanceFacts(cloud: Cloud): Record<string, FactValue> {
  const { glance } = cloud;
  const each = (read: (api: GlanceApi) => FactValue): FactValue => byScope(glance, read);
  const sites = [...new Set(glance.map(({ scope }) => scope.site).filter((site) => site !== null))];
  return {
    "glance.parses": each(({ parses }) => parses),
    "glance.mode": each(({ mode }) => mode),
    ...(glance.some(({ mode }) => mode === "single_store")
      ? { "glance.legacy_stores": each((api) => api.stores.map(({ type }) => type)) }
      : {}),
    ...(glance.some(({ mode }) => mode === "multi_store")
      ? { "glance.enabled_backends": each((api) => Object.fromEntries(api.stores.map(({ id, type }) => [id, type]))) }
      : {}),
    "glance.default_store": each(({ defaultStoreId }) => defaultStoreId),
    "glance.show_image_direct_url": each(({ showDirectUrl }) => showDirectUrl),
    "glance.show_multiple_locations": each(({ showMultipleLocations }) => showMultipleLocations),
    "glance.cache_active": each(({ cacheActive }) => cacheActive),
    "glance.cache_driver": each((api) =>
      api.cacheActive === true ? known(api, "DEFAULT", "image_cache_driver") : null,
    ),
    "glance.cache_max_bytes": each((api) =>
      setting(api, "DEFAULT", "image_cache_max_size").isSet || api.cacheActive === true
        ? integer(api, "DEFAULT", "image_cache_max_size")
        : null,
    ),
    "glance.conversion_plugin": each(({ conversionPlugin }) => conversionPlugin),
    "glance.conversion_output": each(({ conversionOutput }) => conversionOutput),
    "glance.import_methods": each(({ importMethods }) => importMethods),
    "glance.staging_path": each(({ stagingPath }) => stagingPath),
    "glance.worker_self_reference_url": each((api) => text(api, "DEFAULT", "worker_self_reference_url")),
    "glance.delayed_delete": each((api) => flag(api, "DEFAULT", "delayed_delete")),
    "glance.rbd_thin_provisioning": each(thinProvisioning),
    "glance.api_nodes": apiNodes(cloud),
    ...(sites.length > 0 ? { "glance.sites": sites } : {}),
    store_weights: each((api) =>
      api.mode === "multi_store" ? Object.fromEntries(api.stores.map(({ id, weight }) => [id, weight])) : null,
    ),
  };
}

function known(config: ServiceConfig, section: string, key: string): FactValue {
  const option = setting(config, section, key);
  return option.defaultUnknown ? "unknown" : option.text;
}

function thinProvisioning(api: GlanceApi): FactValue {
  const values = api.stores
    .filter(({ type }) => type === "rbd")
    .map((store): [string, FactValue] => [
      store.id,
      storeSetting(api, store, "rbd_thin_provisioning").text?.toLowerCase() === "true",
    ]);
  const [first] = values;
  if (!first) return null;
  return values.every(([, value]) => value === first[1]) ? first[1] : Object.fromEntries(values);
}

function apiNodes({ glance, words }: Cloud): FactValue {
  if (words.apiNodes) return words.apiNodes.value;
  const nodes = new Set(glance.map(({ scope }) => scope.node).filter((node) => node !== null));
  return nodes.size > 1 ? nodes.size : "unknown";
}

function consumerFacts(cloud: Cloud): Record<string, FactValue> {
  const { nova, cinder, words } = cloud;
  return {
    "nova.images_type": byScope(nova, ({ imagesType }) => imagesType),
    "nova.rbd_pool": byScope(nova, (compute) => (compute.usesRbd === true ? compute.rbdPool : null)),
    "nova.uses_ceph": usesCeph(
      byScope(nova, ({ usesRbd }) => usesRbd),
      words.novaOnCeph?.value,
    ),
    "nova.uses_ceph_stated": words.novaOnCeph?.value ?? "unknown",
    "nova.glance_store_name": byScope(nova, ({ glanceStoreName }) => glanceStoreName),
    "nova.verify_glance_signatures": byScope(nova, (compute) => flag(compute, "glance", "verify_glance_signatures")),
    "cinder.uses_ceph": usesCeph(
      byScope(cinder, ({ usesRbd }) => usesRbd),
      words.cinderOnCeph?.value,
    ),
    "cinder.allowed_direct_url_schemes": byScope(cinder, (volume) =>
      list(volume, "DEFAULT", "allowed_direct_url_schemes"),
    ),
  };
}

/** A file decides; a yes that is only said is "stated", a no that is only said proves nothing. */
function usesCeph(byFile: FactValue, said: "yes" | "no" | "partly" | undefined): FactValue {
  if (byFile !== "unknown") return byFile;
  return said === "yes" ? "stated" : said === "partly" ? "partly_stated" : "unknown";
}

function cephFacts(cloud: Cloud): Record<string, FactValue> {
  const { clone, ceph } = cloud;
  const fsids = Object.fromEntries(ceph.filter(({ fsid }) => fsid !== null).map(({ file, fsid }) => [file, fsid]));
  return {
    same_ceph_cluster: clone.sameCluster,
    cow_possible: clone.possible,
    cow_effective_ephemeral: clone.effectiveNova,
    cow_effective_volume: clone.effectiveCinder,
    ...(Object.keys(fsids).length > 0 ? { "ceph.fsids": fsids } : {}),
  };
}

function catalogFacts({ catalog }: Cloud): Record<string, FactValue> {
  if (!catalog) return { "catalog.images": "unknown" };
  const qcow2 = catalog.byFormat?.["qcow2"] ?? 0;
  const optional: Record<string, FactValue> = {
    "catalog.redundant_by_hash": catalog.redundantByHash,
    "catalog.never_booted_365d": catalog.neverBooted365d,
    "catalog.hot_set_bytes": catalog.hotSetBytes,
  };
  return {
    "catalog.images": catalog.count,
    "catalog.by_format": catalog.byFormat ?? "unknown",
    "catalog.bytes_total": catalog.bytes ?? "unknown",
    "catalog.qcow2_share_pct":
      catalog.byFormat && catalog.count > 0 ? Math.round((1000 * qcow2) / catalog.count) / 10 : "unknown",
    "catalog.duplicate_groups": catalog.duplicates.groups ?? "unknown",
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
  };
}

function orphanFacts({ join }: Cloud): Record<string, FactValue> {
  if (!join) return {};
  return {
    "orphan.candidates": join.candidateCount,
    "orphan.confirmed": join.candidates.filter(({ missingProof }) => missingProof.length === 0).length,
    "orphan.with_children": join.withChildren,
    "orphan.not_uuid": join.notUuid,
    "orphan.without_snap": join.withoutSnap,
  };
}

function inputFacts(cloud: Cloud): Record<string, FactValue> {
  const service = detectedService(cloud);
  const [first] = cloud.glance;
  const own = first?.configs.find(({ file }) => file === first.file);
  return {
    ...(service ? { "input.detected_service": service } : {}),
    ...(own ? { "config.total_lines": own.lineCount, "config.active_option_lines": own.entries.length } : {}),
  };
}
