import { defineRule } from "../../src/check/rule.ts";
import { storePlaces } from "../../src/facts/catalog/store-places.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { text } from "../../src/facts/settings.ts";

export const sharesADirectory = defineRule({
  id: "image-cache/shares-a-directory",
  title: "The image cache lies in the directory of a file store",
  severity: "high",
  part: "d",
  problem: "shared_path_conflict",
  needs: ["glance"],
  messages: {
    same: "image_cache_dir is the directory of the store {store}: both name files by image id, and clearing the cache removes the images",
    nested:
      "image_cache_dir and the directory of the store {store} lie in each other: neither size nor clean-up can tell them apart",
  },
  why: "The cache and the file store both name a file by the image's id. In one directory the cache takes the store's files for cached copies: it counts them, serves them, and removes them when it is cleared. That is the only copy of the image.",
  wrong:
    "[DEFAULT]\nimage_cache_dir = /var/lib/glance/images\n\n[local]\nfilesystem_store_datadir = /var/lib/glance/images",
  right:
    "[DEFAULT]\nimage_cache_dir = /var/lib/glance/image-cache\n\n[local]\nfilesystem_store_datadir = /var/lib/glance/images",
  silentWhen: [
    "the cache is off",
    "the directories are apart, also when they are on one disk",
    "no file store is enabled",
  ],
  sources: [
    "openstack/glance glance/image_cache/drivers/base.py Driver.get_image_filepath, get_cache_files",
    "openstack/glance_store glance_store/_drivers/filesystem.py Store.add",
  ],
  *check({ glance }) {
    for (const api of glance) {
      const cache = folder(text(api, "DEFAULT", "image_cache_dir") ?? "");
      if (api.cacheActive !== true || cache === "") continue;
      for (const { path, store } of storePlaces([api]).directories) {
        const data = folder(path);
        if (cache !== data && !cache.startsWith(`${data}/`) && !data.startsWith(`${cache}/`)) continue;
        yield {
          message: cache === data ? "same" : "nested",
          ...(cache === data ? {} : { severity: "medium" as const }),
          option: optionName(api, "DEFAULT", "image_cache_dir"),
          at: placeOf(api, "DEFAULT", "image_cache_dir"),
          ...scopeIn(glance, api),
          data: { store: plainName(store, "of files") },
          fix: [
            {
              file: api.file,
              section: "DEFAULT",
              key: "image_cache_dir",
              value: `${data.slice(0, data.lastIndexOf("/"))}/image-cache`,
              why: "a directory of its own; empty the old place by hand, image by image, never by clearing the cache",
            },
          ],
        };
      }
    }
  },
});

const folder = (path: string): string => path.replace(/\/+$/, "");
