import { defineRule } from "../../src/check/rule.ts";
import { optionName, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { storeSetting } from "../../src/facts/settings.ts";

export const s3PlainHttp = defineRule({
  id: "stores/s3-plain-http",
  title: "An S3 store is reached without TLS",
  severity: "low",
  part: "c",
  problem: "insecure",
  needs: ["glance"],
  messages: {
    scheme: "{option} has no scheme: the driver takes that for plain http, so images and signed requests go in clear",
    http: "{option} is plain http: images and signed requests go in clear",
  },
  why: "A host without https:// is spoken to without TLS. The secret key itself is not sent, but images can be read and changed on the way, and signed requests be replayed for some minutes.",
  wrong: "[archive]\ns3_store_host = s3.example.net",
  right: "[archive]\ns3_store_host = https://s3.example.net",
  silentWhen: ["https", "the gateway runs on the node itself (localhost, 127.0.0.1)"],
  sources: ["openstack/glance_store glance_store/_drivers/s3.py StoreLocation"],
  *check({ glance }) {
    for (const api of glance)
      for (const store of api.stores) {
        const { text, at } = storeSetting(api, store, "s3_store_host");
        if (store.type !== "s3" || !text || !at || /^https:/i.test(text)) continue;
        if (/^(?:https?:\/\/)?(?:localhost|127\.|\[::1\])/i.test(text)) continue;
        const option = optionName(api, storeSectionOf(api, store), "s3_store_host");
        yield {
          message: /^http:/i.test(text) ? "http" : "scheme",
          option,
          at,
          data: { option },
          ...scopeIn(glance, api),
        };
      }
  },
});
