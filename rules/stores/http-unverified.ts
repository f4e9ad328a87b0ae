import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { flagOf, storeSetting } from "../../src/facts/settings.ts";

export const httpUnverified = defineRule({
  id: "stores/http-unverified",
  title: "An http store does not verify certificates",
  severity: "info",
  part: "c",
  problem: "insecure",
  needs: ["glance"],
  messages: {
    off: "{option} is on: image data from https addresses is taken without looking at the certificate",
    default:
      "Store {id} takes data from https addresses without looking at the certificate: https_insecure is on by default",
  },
  why: "https_insecure is on unless it is set. Images that refer to an outside address can then be swapped on the way, unless their hash was recorded and is checked.",
  wrong: "[web]\nhttps_insecure = True",
  right: "[web]\nhttps_insecure = False\nhttps_ca_certificates_file = /etc/ssl/certs/ca-certificates.crt",
  silentWhen: ["https_insecure is off", "a file of certificates is named, which switches verification on"],
  sources: ["openstack/glance_store glance_store/_drivers/http.py _HTTP_OPTS"],
  *check({ glance }) {
    for (const api of glance)
      for (const store of api.stores) {
        if (store.type !== "http") continue;
        const insecure = storeSetting(api, store, "https_insecure");
        if (flagOf(insecure) !== true || storeSetting(api, store, "https_ca_certificates_file").text) continue;
        const section = storeSectionOf(api, store);
        const option = optionName(api, section, "https_insecure");
        yield {
          message: insecure.isSet ? "off" : "default",
          severity: insecure.isSet ? "low" : "info",
          option,
          at: placeOf(api, section, "https_insecure"),
          data: { option, id: store.id },
          ...(insecure.isSet ? { fix: [{ file: api.file, section, key: "https_insecure", value: "False" }] } : {}),
          ...scopeIn(glance, api),
        };
      }
  },
});
