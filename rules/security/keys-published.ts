import { defineRule } from "../../src/check/rule.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { storeSectionOf, writtenSection } from "../../src/facts/place.ts";
import { publishedKeys } from "../../src/facts/published-keys.ts";
import { plural } from "../../src/units.ts";

const KEY = { s3: "s3_store_secret_key", swift: "swift_store_key" } as const;

export const keysPublished = defineRule({
  id: "security/keys-published",
  title: "The API has shown the credentials of a store to whoever could see an image",
  severity: "high",
  part: "c",
  problem: "leaks_credentials",
  needs: ["image-rows"],
  messages: {
    store: "The locations of {count} show the credentials of the store {store}: they are out, rotate them",
    unknown: "The locations of {count} show credentials of their {type} store: they are out, rotate them",
    other: "The locations of {count} carry credentials or a signed query: whoever sees the image may use them",
  },
  why: "The pasted answer of the image API holds a location with user and secret in it. Everyone who may see such an image got the same answer: for a public image that is every user. Hiding locations ends it for the future only; the credentials stay valid until they are replaced at the store and in the file.",
  wrong: "direct_url  s3+https://<access key>:<secret key>@s3.example.net/glance/<image id>",
  right:
    "new keys at the store and in glance-api.conf; then show_image_direct_url = False, or direct URLs at an internal endpoint only",
  remedy: "change the keys at the store and in glance-api.conf: whoever read a location has the old ones",
  silentWhen: [
    "locations hold no credentials: RBD, file and Cinder locations never do, Swift's not where it uses references",
    "no locations are in the listing",
    "they come from a dump of the database: that is no answer of the API",
  ],
  sources: [
    "openstack/glance_store glance_store/_drivers/s3.py StoreLocation.get_uri",
    "openstack/glance_store glance_store/_drivers/swift/store.py StoreLocation.get_uri",
    "openstack/glance glance/api/v2/images.py ResponseSerializer._format_image (direct_url)",
  ],
  *check(cloud) {
    for (const { type, owner, at, count, imageIds } of publishedKeys(cloud)) {
      const section = owner ? writtenSection(owner.api, storeSectionOf(owner.api, owner.store)) : null;
      yield {
        message: owner ? "store" : type === "other" ? "other" : "unknown",
        option: section !== null && type !== "other" ? `[${section}]${KEY[type]}` : "image location",
        at,
        objects: imageIds,
        data: { count: plural(count, "image"), store: plainName(owner?.store.id ?? type, type), type },
      };
    }
  },
});
