import { defineRule } from "../../src/check/rule.ts";
import { optionName, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { storeSetting } from "../../src/facts/settings.ts";
import { readInteger } from "../../src/intake/oslo/values.ts";

/** The least that the driver takes (glance_store/_drivers/s3.py configure_add), in the option's own unit. */
const LEAST: Readonly<Record<string, number>> = {
  s3_store_large_object_chunk_size: 5,
  s3_store_thread_pools: 1,
};

export const s3Bounds = defineRule({
  id: "stores/s3-bounds",
  title: "An S3 setting below what the driver takes",
  severity: "high",
  part: "c",
  problem: "wrong_value",
  needs: ["glance"],
  messages: { low: "{option} = {value}: the driver wants at least {least}, and refuses uploads otherwise" },
  why: "S3 parts are at least 5 MiB and there must be a thread to send them. Below that the driver disables uploads to the store at start-up.",
  wrong: "[archive]\ns3_store_large_object_chunk_size = 1",
  right: "[archive]\ns3_store_large_object_chunk_size = 10",
  silentWhen: ["unset", "the value is no number: that is another finding"],
  sources: ["openstack/glance_store glance_store/_drivers/s3.py Store.configure_add"],
  *check({ glance }) {
    for (const api of glance)
      for (const store of api.stores) {
        if (store.type !== "s3") continue;
        for (const [key, least] of Object.entries(LEAST)) {
          const { text, at, isSet } = storeSetting(api, store, key);
          const read = isSet && text ? readInteger(text) : null;
          if (!at || !read?.ok || read.value === null || read.value >= least) continue;
          const section = storeSectionOf(api, store);
          const option = optionName(api, section, key);
          yield {
            message: "low",
            option,
            at,
            data: { option, value: read.value, least },
            fix: [{ file: at.file, section, key, value: String(Math.max(least, 10)) }],
            ...scopeIn(glance, api),
          };
        }
      }
  },
});
