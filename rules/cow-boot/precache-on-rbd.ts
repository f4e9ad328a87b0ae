import { defineRule } from "../../src/check/rule.ts";

const PRECACHE = /\b(?:pre-?cach\w+|cache_images|cache images|aggregate cache)\b/i;

export const precacheOnRbd = defineRule({
  id: "cow-boot/precache-on-rbd",
  title: "Pre-caching images on computes does nothing for disks on Ceph",
  severity: "low",
  part: "d",
  problem: "no_effect",
  needs: ["nova", "words"],
  messages: {
    precache:
      "Pre-caching downloads and converts images on computes whose disks are cloned in Ceph: nobody reads them there",
  },
  why: "The aggregate's image cache fills each compute's own directory of base images. A disk on RBD is cloned from the image's snapshot and never looks there; only an image that cannot be cloned would. The downloads cost time, network and local disk.",
  wrong: "openstack aggregate cache image rbd-computes ubuntu",
  right: "# nothing: a raw image in RBD is ready at once",
  silentWhen: ["disks are local: there it helps", "nobody speaks of pre-caching", "some computes have local disks"],
  sources: [
    "openstack/nova nova/virt/libvirt/driver.py cache_image",
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone",
  ],
  *check({ nova, words }) {
    if (!nova.every(({ usesRbd }) => usesRbd === true)) return;
    const line = words.text.split("\n").findIndex((text) => PRECACHE.test(text));
    if (line < 0 || words.file === null) return;
    yield { message: "precache", option: "catalog", at: { file: words.file, line: line + 1 } };
  },
});
