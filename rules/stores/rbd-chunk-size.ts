import { defineRule } from "../../src/check/rule.ts";
import { optionName, scopeIn, storeSectionOf } from "../../src/facts/place.ts";
import { storeSetting } from "../../src/facts/settings.ts";
import { readInteger } from "../../src/intake/oslo/values.ts";

export const rbdChunkSize = defineRule({
  id: "stores/rbd-chunk-size",
  title: "A chunk size that is no power of two is rounded down",
  severity: "low",
  part: "c",
  problem: "no_effect",
  needs: ["glance"],
  messages: { rounded: "{option} = {size}: RBD objects become {used} MiB, the next power of two below" },
  why: "The driver makes the object size of an image a power of two: 6 gives objects of 4 MiB without a message. Sizes are in MiB; 8 is the default and right for nearly every cluster.",
  wrong: "[ceph]\nrbd_store_chunk_size = 6",
  right: "[ceph]\nrbd_store_chunk_size = 8",
  silentWhen: ["a power of two", "unset", "a value that is no number: that is another finding"],
  sources: ["openstack/glance_store glance_store/_drivers/rbd.py Store.add order = int(math.log(chunk, 2))"],
  *check({ glance }) {
    for (const api of glance)
      for (const store of api.stores) {
        if (store.type !== "rbd") continue;
        const { text, at, isSet, section: readIn } = storeSetting(api, store, "rbd_store_chunk_size");
        const read = isSet && text !== null ? readInteger(text) : null;
        const size = read?.ok ? read.value : null;
        if (!at || size === null || size < 1 || (size & (size - 1)) === 0) continue;
        const used = 2 ** Math.floor(Math.log2(size));
        const section = readIn === "backend_defaults" ? readIn : storeSectionOf(api, store);
        yield {
          message: "rounded",
          option: optionName(api, section, "rbd_store_chunk_size"),
          at,
          data: { option: optionName(api, section, "rbd_store_chunk_size"), size, used },
          fix: [{ file: at.file, section, key: "rbd_store_chunk_size", value: String(used) }],
          ...scopeIn(glance, api),
        };
      }
  },
});
