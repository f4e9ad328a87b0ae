/** What imports do to images, where their settings go, and whose clones hang on the format. */
import { cephDisks, diskOwners, storesNearDisks } from "./clone-chain.ts";
import type { Cloud, GlanceApi, Said, Store, UploadPath } from "./cloud.ts";

/** The file that import settings belong in: glance-image-import.conf where there is one. */
export const importFileOf = (api: GlanceApi): string => api.importFile ?? api.file;

/** A list of plugins as Glance's bracketed option wants it. */
export const pluginList = (plugins: readonly string[]): string =>
  `[${plugins.map((plugin) => `'${plugin}'`).join(",")}]`;

/** RBD stores that disks are cloned from; `sure`: a file shows the disks on Ceph, else it is only said. Null: none, or not known. */
export function cloneTargets(
  cloud: Cloud,
  api: GlanceApi,
): { stores: readonly Store[]; names: string; sure: boolean } | null {
  const stores = storesNearDisks(cloud, api);
  const owners = stores.length > 0 ? diskOwners(cephDisks(cloud, api)) : null;
  return owners ? { stores, ...owners } : null;
}

/** Ways in that never run an import plugin (glance/async_/flows/api_image_import.py runs in imports only). */
const PAST_PLUGINS: readonly UploadPath[] = ["put", "dashboard", "pipeline"];

/** What the operator says of uploads that pass the plugins by. */
export function uploadsPastPlugins({ words }: Cloud): Said<UploadPath> | null {
  return words.uploadPaths.find(({ value }) => PAST_PLUGINS.includes(value)) ?? null;
}
