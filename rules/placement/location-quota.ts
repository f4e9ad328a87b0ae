import { defineRule } from "../../src/check/rule.ts";
import type { GlanceApi } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { integer } from "../../src/facts/settings.ts";

export const locationQuota = defineRule({
  id: "placement/location-quota",
  title: "Fewer locations allowed than there are stores",
  severity: "low",
  part: "c",
  problem: "wrong_value",
  needs: ["glance"],
  messages: {
    less: "{stores} stores can hold a copy, but image_location_quota stops at {quota} when a location is added through the API",
    none: "image_location_quota is 0: no location can be added through the API, so Nova's direct snapshots are refused",
  },
  why: "Each copy of an image in a store is a location. A location that is added or replaced through the API is refused with 413 beyond image_location_quota; Nova registers its direct snapshots that way. Copies that Glance writes itself (import, copy-image) are not counted. A value below 0 lifts the limit.",
  wrong: "[DEFAULT]\nenabled_backends = s1:rbd, ... ,s12:rbd\n# image_location_quota is 10",
  right: "[DEFAULT]\nimage_location_quota = 12",
  silentWhen: [
    "there are no more writable stores than locations allowed",
    "the quota is negative: no limit",
    "the quota is 0 and no store is on RBD: nobody adds locations there",
  ],
  sources: [
    "openstack/glance glance/quota/__init__.py _enforce_image_location_quota (refused only above the quota)",
    "openstack/glance glance/location.py ImageProxy.set_data (appends beneath the quota)",
  ],
  *check({ glance }) {
    for (const api of glance) {
      const quota = integer(api, "DEFAULT", "image_location_quota");
      const message = quota === null ? null : messageOf(api, quota);
      if (quota === null || message === null) continue;
      const stores = writable(api);
      yield {
        message,
        ...(message === "none" ? { severity: "medium" as const } : {}),
        option: optionName(api, "DEFAULT", "image_location_quota"),
        at: placeOf(api, "DEFAULT", "image_location_quota"),
        ...scopeIn(glance, api),
        data: { stores, quota },
        fix: [
          {
            file: api.file,
            section: "DEFAULT",
            key: "image_location_quota",
            value: String(message === "none" ? Math.max(10, stores) : stores),
          },
        ],
      };
    }
  },
});

const writable = ({ stores }: GlanceApi): number => stores.filter(({ type }) => type !== "http").length;

function messageOf(api: GlanceApi, quota: number): "less" | "none" | null {
  if (quota === 0) return api.stores.some(({ type }) => type === "rbd") ? "none" : null;
  return api.mode === "multi_store" && quota > 0 && writable(api) > quota ? "less" : null;
}
