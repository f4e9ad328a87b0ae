import { defineRule } from "../../src/check/rule.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { integer, written } from "../../src/facts/settings.ts";
import { humanBytes } from "../../src/units.ts";

const GIB = 1024 ** 3;
/** Room beyond what is booted most: images change. */
const MARGIN = 1.2;

export const tooSmall = defineRule({
  id: "image-cache/too-small",
  title: "The image cache is smaller than what is read through it",
  severity: "medium",
  part: "d",
  problem: "capacity",
  needs: ["glance", "catalog"],
  messages: {
    hot: "image_cache_max_size is {limit}; the images of 80 % of the boots have {needed}: each pruning throws out what is read next",
    largest:
      "image_cache_max_size is {limit}; the largest image has {needed}: it is never still there when it is read again",
  },
  why: "The pruner removes the images that were read longest ago until the cache is below its limit. Where the images of most boots do not fit in together, each read pushes out one that is needed soon, and the cache only adds writes to the API node's disk.",
  wrong: "[DEFAULT]\nimage_cache_max_size = 10737418240   (hot images: 60 GiB)",
  right: "[DEFAULT]\nimage_cache_max_size = 77309411328   (72 GiB)",
  silentWhen: [
    "the cache is off",
    "boots are clones: then the cache is not needed at all",
    "the images that make most of the boots fit, or neither they nor the largest image are known",
  ],
  sources: [
    "openstack/glance glance/image_cache/__init__.py ImageCache.prune",
    "openstack/glance glance/common/config.py parse_cache_args",
    "judgement: the images of 80 % of the boots, plus a fifth",
  ],
  *check({ glance, catalog, clone, cacheConf }) {
    if (clone.effectiveNova === true) return;
    for (const api of glance) {
      // the pruner reads glance-cache.conf last
      const read = cacheConf && written(cacheConf, "DEFAULT", "image_cache_max_size").length > 0 ? cacheConf : api;
      const limit = integer(read, "DEFAULT", "image_cache_max_size");
      if (api.cacheActive !== true || limit === null) continue;
      const hot = catalog?.hotSetBytes ?? null;
      const needed = Math.max(hot ?? 0, catalog?.largest ?? 0);
      if (needed === 0) yield { unchecked: ["image sizes and boot counts per image"] };
      if (limit >= needed) continue;
      const message = hot !== null && hot > limit ? "hot" : "largest";
      yield {
        message,
        ...(message === "hot" ? {} : { severity: "low" as const }),
        option: optionName(read, "DEFAULT", "image_cache_max_size"),
        at: placeOf(read, "DEFAULT", "image_cache_max_size"),
        ...scopeIn(glance, api),
        data: { limit: humanBytes(limit), needed: humanBytes(message === "hot" ? (hot ?? 0) : needed) },
        fix: [
          {
            file: read.file,
            section: "DEFAULT",
            key: "image_cache_max_size",
            value: String(Math.ceil((needed * MARGIN) / GIB) * GIB),
            conditional: true,
            why: "in bytes, if the disk of each API node has twice that free: the limit is not kept between two runs of the pruner",
          },
        ],
      };
    }
  },
});
