import { defineRule } from "../../src/check/rule.ts";
import { copyingComputes } from "../../src/facts/clone-chain.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { integer } from "../../src/facts/settings.ts";
import { humanBytes } from "../../src/units.ts";

const KEY = "images_rbd_glance_copy_timeout";
/** 1 Gbit/s, what a link between sites often carries at best. */
const BYTES_PER_SECOND = 125_000_000;

export const copyTimeoutShort = defineRule({
  id: "cow-boot/copy-timeout-short",
  title: "Nova may give up on a copy before the largest image has arrived",
  severity: "low",
  part: "c",
  problem: "wrong_value",
  needs: ["nova", "glance", "catalog"],
  messages: {
    short:
      "The largest image has {size}: within {seconds} s that takes {rate}/s; a slower link means copy and download at once",
  },
  why: "Nova waits images_rbd_glance_copy_timeout seconds for Glance to copy an image into the local store. After that it downloads the image over the same link while the copy still runs, and each further boot does the same until the copy is there.",
  wrong: "[libvirt]\nimages_rbd_glance_store_name = edge1\nimages_rbd_glance_copy_timeout = 60",
  right: "[libvirt]\nimages_rbd_glance_store_name = edge1\nimages_rbd_glance_copy_timeout = 3600",
  silentWhen: [
    "a link of 1 Gbit/s carries the largest image in time",
    "Nova asks for no copies",
    "no other store takes images",
  ],
  sources: ["openstack/nova nova/virt/libvirt/imagebackend.py Rbd.copy_to_store", "judgement: 1 Gbit/s between stores"],
  *check(cloud) {
    const largest = cloud.catalog?.largest ?? null;
    for (const { compute, needed } of copyingComputes(cloud)) {
      if (!needed) continue;
      if (largest === null) {
        yield { unchecked: ["openstack image list --long"] };
        return;
      }
      const seconds = integer(compute, "libvirt", KEY);
      if (seconds === null || seconds <= 0 || largest / seconds <= BYTES_PER_SECOND) continue;
      yield {
        message: "short",
        option: optionName(compute, "libvirt", KEY),
        at: placeOf(compute, "libvirt", KEY),
        data: { size: humanBytes(largest), seconds, rate: humanBytes(largest / seconds) },
        ...scopeIn(cloud.nova, compute),
      };
    }
  },
});
