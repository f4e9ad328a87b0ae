import { defineRule } from "../../src/check/rule.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag } from "../../src/facts/settings.ts";
import { plural } from "../../src/units.ts";

export const quotaCountsCopies = defineRule({
  id: "security/quota-counts-copies",
  title: "Each copy of an image counts against its project's limit",
  severity: "info",
  part: "c",
  problem: "side_effect",
  needs: ["glance", "image-rows"],
  messages: {
    copies: "{count} in several stores: image_size_total counts every copy, so a project's limit has to hold them all",
  },
  why: "Usage of image_size_total is the size of each image times its locations. Copying an image to a second store doubles what its project uses, and a project near its limit can then upload nothing more.",
  wrong: "image_size_total = 100 GiB for a project with 60 GiB of images in two stores",
  right: "limits sized as images times stores",
  silentWhen: ["use_keystone_limits is off", "every image is in one store"],
  sources: [
    "openstack/glance glance/db/sqlalchemy/api.py user_get_storage_usage",
    "openstack/glance glance/quota/keystone.py",
  ],
  *check({ glance, catalog }) {
    const images = catalog?.images;
    for (const api of glance) {
      if (!images || flag(api, "DEFAULT", "use_keystone_limits") !== true) continue;
      const { count, examples } = selectImages(images, ({ stores }) => (stores?.length ?? 0) > 1);
      if (count === 0) continue;
      yield {
        message: "copies",
        option: optionName(api, "DEFAULT", "use_keystone_limits"),
        at: placeOf(api, "DEFAULT", "use_keystone_limits"),
        ...scopeIn(glance, api),
        objects: examples.map(({ id }) => id),
        data: { count: `${plural(count, "image")} ${count === 1 ? "is" : "are"}` },
      };
    }
  },
});
