import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { integer } from "../../src/facts/settings.ts";

export const locationQuota = defineRule({
  id: "placement/location-quota",
  title: "More stores than locations that an image may have",
  severity: "low",
  part: "c",
  problem: "wrong_value",
  needs: ["glance"],
  messages: { less: "{stores} stores can hold a copy, but image_location_quota allows {quota} locations an image" },
  why: "Each copy of an image in a store is a location. Beyond image_location_quota a further location is refused with 413, so an image cannot be in all stores. A value below 0 lifts the limit.",
  wrong: "[DEFAULT]\nenabled_backends = s1:rbd, ... ,s12:rbd\n# image_location_quota is 10",
  right: "[DEFAULT]\nimage_location_quota = 12",
  silentWhen: ["there are no more writable stores than locations allowed", "the quota is negative: no limit"],
  sources: ["openstack/glance glance/quota/__init__.py _enforce_image_location_quota (refused only above the quota)"],
  *check({ glance }) {
    for (const api of glance) {
      const quota = integer(api, "DEFAULT", "image_location_quota");
      const stores = api.stores.filter(({ type }) => type !== "http").length;
      if (api.mode === "single_store" || quota === null || quota < 0 || stores <= quota) continue;
      yield {
        message: "less",
        option: optionName(api, "DEFAULT", "image_location_quota"),
        at: placeOf(api, "DEFAULT", "image_location_quota"),
        ...scopeIn(glance, api),
        data: { stores, quota },
        fix: [{ file: api.file, section: "DEFAULT", key: "image_location_quota", value: String(stores) }],
      };
    }
  },
});
