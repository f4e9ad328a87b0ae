import { defineRule } from "../../src/check/rule.ts";
import { serviceApis } from "../../src/facts/clone.ts";
import { apisOf } from "../../src/facts/clone-chain.ts";
import { cinderAsksForLocations } from "../../src/facts/clone-links.ts";
import type { CinderVolume, GlanceApi } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";
import { list, written } from "../../src/facts/settings.ts";

export const imageVolumeCopied = defineRule({
  id: "cow-boot/image-volume-copied",
  title: "Images are volumes of Cinder, and a volume from one is still copied in full",
  severity: "medium",
  part: "c",
  problem: "unset_needed",
  needs: ["glance", "cinder"],
  messages: {
    scheme:
      "allowed_direct_url_schemes does not name cinder: a volume from an image of {stores} is downloaded, not cloned by its backend",
    location: "Glance shows no location: Cinder cannot find the image's volume in {stores} and downloads the image",
    both: "Cinder neither may clone image volumes nor sees which they are: each volume from {stores} is a full download",
  },
  why: "With images kept as volumes, the backend could clone the image's volume in a moment. Cinder tries that only if allowed_direct_url_schemes names cinder and the location of the image is known to it; the image must be raw and bare, and its volume on the same backend. Else it goes through Glance: attach, read, write, once for each volume.",
  wrong:
    "# glance-api.conf\n[DEFAULT]\nenabled_backends = array:cinder\n# cinder.conf\n[DEFAULT]\nenabled_backends = array",
  right:
    "# glance-api.conf\n[DEFAULT]\nshow_image_direct_url = True\n# cinder.conf\n[DEFAULT]\nallowed_direct_url_schemes = cinder",
  silentWhen: [
    "cinder is named and the location is known, from the image or by Cinder's own user (2025.2 and later)",
    "Glance keeps no images in Cinder, or uploads land in another store",
  ],
  sources: [
    "openstack/cinder cinder/volume/flows/manager/create_volume.py CreateVolumeFromSpecTask._create_from_image, _clone_image_volume",
    "openstack/cinder doc/source/admin/volume-backed-image.rst",
  ],
  *check(cloud) {
    for (const cinder of cloud.cinder) {
      const apis = apisOf(cloud.glance, cinder).filter(keepsVolumes);
      const [api] = apis;
      if (!api || cinder.backends.length === 0) continue;
      const allowed = list(cinder, "DEFAULT", "allowed_direct_url_schemes").includes("cinder");
      const asks = cinderAsksForLocations(cinder);
      const shown = apis.every(({ locationsShown }) => locationsShown === true);
      const hidden = !shown && asks === false && apis.some(({ locationsShown }) => locationsShown === false);
      if (allowed && !hidden) {
        if (!shown && asks === "unknown") yield { unchecked: ["release"] };
        continue;
      }
      const message = allowed ? "location" : hidden ? "both" : "scheme";
      const at = allowed
        ? {
            option: optionName(api, "DEFAULT", "show_image_direct_url"),
            at: placeOf(api, "DEFAULT", "show_image_direct_url"),
            ...scopeIn(serviceApis(cloud.glance), api),
          }
        : {
            option: optionName(cinder, "DEFAULT", "allowed_direct_url_schemes"),
            at: placeOf(cinder, "DEFAULT", "allowed_direct_url_schemes"),
            ...scopeIn(cloud.cinder, cinder),
          };
      yield {
        message,
        ...at,
        data: { stores: volumeStores(api) },
        fix: [...(allowed ? [] : [schemeFix(cinder)]), ...(hidden ? apis.filter(hides).map(locationFix) : [])],
      };
    }
  },
});

/** Uploads land in a Cinder store. */
const keepsVolumes = ({ stores, defaultStore }: GlanceApi): boolean =>
  (defaultStore ?? (stores.length === 1 ? stores[0] : undefined))?.type === "cinder";

const hides = ({ locationsShown }: GlanceApi): boolean => locationsShown === false;

const volumeStores = ({ stores }: GlanceApi): string =>
  stores
    .filter(({ type }) => type === "cinder")
    .map(({ id }) => id)
    .join(", ");

function schemeFix(cinder: CinderVolume) {
  const before = list(cinder, "DEFAULT", "allowed_direct_url_schemes");
  return {
    file: written(cinder, "DEFAULT", "allowed_direct_url_schemes").at(-1)?.file ?? cinder.file,
    section: writtenSection(cinder, "DEFAULT"),
    key: "allowed_direct_url_schemes",
    value: [...before, "cinder"].join(","),
    why: "lets the backend clone the image's volume",
  };
}

const locationFix = (api: GlanceApi) => ({
  file: api.file,
  section: writtenSection(api, "DEFAULT"),
  key: "show_image_direct_url",
  value: "True",
  conditional: api.scope.role === "external",
  why: "tells Cinder which volume holds the image",
});
