/** Cinder's image-volume cache: where it is on, and where a clone goes past it. */

import { RAW_SHARE_FOR_EFFECTIVE, rawShare } from "./clone.ts";
import type { CinderBackend, CinderVolume, Cloud } from "./cloud.ts";
import type { Setting } from "./setting.ts";
import { flagOf, setting, written } from "./settings.ts";

/**
 * A driver option of one backend: its own section, then `[backend_defaults]`, then the default. `[DEFAULT]` does not
 * count where backends are enabled by name (cinder/volume/configuration.py BackendGroupConfiguration).
 */
export function backendSetting(volume: CinderVolume, backend: CinderBackend, key: string): Setting {
  const own = backend.section ?? backend.id;
  const section = [own, "backend_defaults"].find((name) => written(volume, name, key).length > 0);
  if (section !== undefined) return setting(volume, section, key);
  return { ...setting(volume, own, key), isSet: false, text: null, texts: [], at: null };
}

/** Enabled backends with `image_volume_cache_enabled` on. */
export function cachingBackends(volume: CinderVolume): readonly CinderBackend[] {
  return volume.backends.filter(
    (backend) => flagOf(backendSetting(volume, backend, "image_volume_cache_enabled")) === true,
  );
}

/**
 * Nearly every volume of the backend is a clone of the image itself, which Cinder tries before it asks the cache
 * (cinder/volume/flows/manager/create_volume.py CreateVolumeFromSpecTask._create_from_image).
 */
export function clonesGoPast(cloud: Cloud, volume: CinderVolume, backend: CinderBackend): boolean | "unknown" {
  if (!backend.rbd) return false;
  if (cloud.glance.length === 0) return "unknown";
  const verdicts = cloud.clone.verdicts.filter(
    ({ consumer, scope }) => consumer === "cinder" && scope === volume.scope.label,
  );
  if (verdicts.every(({ possible }) => possible === false)) return false;
  const share = rawShare(cloud.catalog);
  if (share === null || !verdicts.some(({ possible }) => possible === true)) return "unknown";
  return share >= RAW_SHARE_FOR_EFFECTIVE;
}
