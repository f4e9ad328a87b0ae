import { defineRule } from "../../src/check/rule.ts";
import type { Cloud, GlanceApi, Store } from "../../src/facts/cloud.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { cephUse, optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { publishedKeys } from "../../src/facts/published-keys.ts";
import { storeSetting } from "../../src/facts/settings.ts";

/** From 2026.2 Glance keeps S3 locations without credentials and rewrites older ones when it reads them. */
const S3_WITHOUT_KEYS = "2026.2";

export const directUrlShowsKeys = defineRule({
  id: "security/direct-url-shows-keys",
  title: "Locations are shown, and those of one store hold its credentials",
  severity: "high",
  part: "c",
  problem: "leaks_credentials",
  needs: ["glance"],
  messages: {
    s3: "{key} is on and {store} is an S3 store: its locations hold access key and secret key, for every user who sees the image",
    swift: "{key} is on and Swift locations hold user and password, for every user who sees the image",
    internal:
      "{key} is on at an internal endpoint: services, and whoever reaches it, get the credentials of the {store} store",
  },
  why: "Up to 2026.1 an S3 location is stored with both keys in it. A Swift location holds user and password wherever swift_store_config_file is not set, new ones too. Any user who may see the image gets that address. Nova needs show_image_direct_url to clone from Ceph, so the flag belongs to an internal endpoint that only services reach, or the store out of this Glance.",
  wrong: "[DEFAULT]\nenabled_backends = ceph:rbd, cold:s3\nshow_image_direct_url = True",
  right:
    "# the endpoint that users reach\n[DEFAULT]\nshow_image_direct_url = False\n\n# the endpoint of Nova and Cinder\n[DEFAULT]\nshow_image_direct_url = True",
  remedy:
    "let Nova and Cinder ask a glance-api of their own that shows locations, turn show_image_direct_url off where users come in, then change the keys that were shown",
  silentWhen: [
    "neither show_image_direct_url nor show_multiple_locations is on",
    "no S3 store is enabled, each Swift store has its credentials in swift_store_config_file or is multi-tenant, and no pasted Swift location shows any",
    "the release is 2026.2 or later: S3 locations hold no credentials there",
  ],
  sources: [
    "openstack/glance_store glance_store/_drivers/s3.py StoreLocation.get_uri",
    "openstack/glance_store glance_store/_drivers/swift/store.py BaseStore.add (include_creds)",
    "openstack/glance glance/common/store_utils.py _update_s3_location_credentials (2026.2, not in 2026.1)",
    "OSSN-0065",
  ],
  *check(cloud) {
    const { glance } = cloud;
    const anySwift = glance.some(({ stores }) => stores.some(({ type }) => type === "swift"));
    const swiftShown = anySwift && publishedKeys(cloud).some(({ type }) => type === "swift");
    for (const api of glance) {
      const type = keysIn(api, swiftShown);
      if (type === null) continue;
      for (const key of flagsOn(api)) {
        yield {
          message: api.scope.role === "internal" ? "internal" : type,
          ...severityOf(cloud, api),
          option: optionName(api, "DEFAULT", key),
          at: placeOf(api, "DEFAULT", key),
          ...scopeIn(glance, api),
          data: { key, store: plainName(api.stores.find((store) => store.type === type)?.id ?? type, type) },
          fix: fixOf(cloud, api, key),
        };
      }
    }
  },
});

function keysIn(api: GlanceApi, swiftShown: boolean): "s3" | "swift" | null {
  const s3 = api.stores.some(({ type }) => type === "s3");
  if (s3 && !api.catalogues.every((release) => release >= S3_WITHOUT_KEYS)) return "s3";
  const swift = api.stores.filter(({ type }) => type === "swift");
  return (swiftShown && swift.length > 0) || swift.some((store) => writesCredentials(api, store)) ? "swift" : null;
}

/** Locations are written with user and key unless these stand in a file of their own, or each project has its own account. */
function writesCredentials(api: GlanceApi, store: Store): boolean {
  const isSet = (key: string): boolean => Boolean(storeSetting(api, store, key).text);
  const inline = isSet("swift_store_user") || isSet("swift_store_key");
  const multiTenant = /^(true|1|yes|on)$/i.test(storeSetting(api, store, "swift_store_multi_tenant").text ?? "");
  return inline && !isSet("swift_store_config_file") && !multiTenant;
}

function flagsOn(api: GlanceApi): string[] {
  return [
    ...(api.showDirectUrl === true ? ["show_image_direct_url"] : []),
    ...(api.showMultipleLocations === true ? ["show_multiple_locations"] : []),
  ];
}

function severityOf({ words }: Cloud, { scope }: GlanceApi): { severity?: "low" | "medium" } {
  if (scope.role === "internal") return { severity: "low" };
  return words.locationsInternalOnly !== null && scope.role === "unknown" ? { severity: "medium" } : {};
}

/** Off where nothing clones from Ceph by that address, or where another endpoint shows it to the services. */
function fixOf(cloud: Cloud, api: GlanceApi, key: string) {
  const elsewhere = cloud.glance.some(
    (other) => other !== api && other.scope.role === "internal" && other.locationsShown === true,
  );
  const free = cephUse(cloud) === "no" || (api.scope.role !== "internal" && elsewhere);
  return free ? [{ file: api.file, section: "DEFAULT", key, value: "False" }] : [];
}
