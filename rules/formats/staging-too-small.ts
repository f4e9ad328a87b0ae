import { defineRule } from "../../src/check/rule.ts";
import { liveImages } from "../../src/facts/catalog/image-state.ts";
import type { Catalog } from "../../src/facts/cloud.ts";
import { tightestMount } from "../../src/facts/free-room.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { scopeIn } from "../../src/facts/place.ts";
import { humanBytes } from "../../src/units.ts";

export const stagingTooSmall = defineRule({
  id: "formats/staging-too-small",
  title: "Staging has no room for the largest import",
  severity: "medium",
  part: "b",
  problem: "capacity",
  needs: ["glance", "catalog"],
  messages: {
    small:
      "Staging on {mount} has {free} free, the largest import needs {wanted} there: source and raw result lie side by side",
    upload: "Staging on {mount} has {free} free, the largest image has {wanted}: its import fails",
  },
  why: "An import lies in staging until it is in the store. While it is converted, the source and the raw result of the full virtual size lie there together. Without room the import fails, and the image goes back to queued.",
  wrong: "/var/lib/glance/staging   20 GiB free, the largest image is a qcow2 of 8 GiB with 100 GiB inside",
  right: "a file system of its own for staging, with room for two of the largest imports",
  remedy: "give staging a file system with room for two of the largest imports",
  silentWhen: ["there is room", "df was not given: then it is unchecked", "no method that stages is enabled"],
  sources: [
    "openstack/glance glance/async_/flows/plugins/image_conversion.py _ConvertImage.execute",
    "judgement: room for one of the largest",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      const path = api.stagingPath;
      if (!api.importMethods.some((method) => method !== "copy-image")) continue;
      if (!path?.startsWith("/") || !cloud.catalog?.largest) continue;
      const mount = tightestMount(cloud, api, path);
      if (!mount) {
        if (api.conversionPlugin) yield { unchecked: ["df of the API nodes"] };
        continue;
      }
      const wanted = api.conversionPlugin ? largestConversion(cloud.catalog) : cloud.catalog.largest;
      if ((mount.freeBytes ?? 0) >= wanted) continue;
      yield {
        message: api.conversionPlugin ? "small" : "upload",
        option: "staging",
        at: mount.at,
        data: {
          mount: plainName(mount.path, "its file system"),
          free: humanBytes(mount.freeBytes ?? 0),
          wanted: humanBytes(wanted),
        },
        ...scopeIn(cloud.glance, api),
      };
    }
  },
});

/** The most that one import takes: its size and its virtual size; a raw image counts once. */
function largestConversion({ images, largest }: Catalog): number {
  let most = largest ?? 0;
  for (const { size, virtualSize, diskFormat } of images ? liveImages(images) : []) {
    if (!size || diskFormat === "raw" || diskFormat === "iso") continue;
    most = Math.max(most, size + (virtualSize ?? size));
  }
  return most;
}
