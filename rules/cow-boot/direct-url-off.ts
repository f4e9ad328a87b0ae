import { defineRule } from "../../src/check/rule.ts";
import { serviceApis } from "../../src/facts/clone.ts";
import { cephDisks, linkHolds, onOneCeph, storesNearDisks } from "../../src/facts/clone-chain.ts";
import type { CinderVolume, Cloud, GlanceApi } from "../../src/facts/cloud.ts";
import { optionName, placeOf, scopeIn, writtenSection } from "../../src/facts/place.ts";

export const directUrlOff = defineRule({
  id: "cow-boot/direct-url-off",
  title: "Glance hides where images lie, so nothing can be cloned",
  severity: "high",
  part: "c",
  problem: "cow_defeated_by_location_hidden",
  needs: ["glance"],
  messages: {
    both: "Neither show option is on: Nova and Cinder see no location, and every boot and volume copies the whole image",
    nova: "Neither show option is on: Nova sees no location, so every boot downloads and imports the whole image",
    cinder: "Neither show option is on: Cinder sees no location, so every volume from an image is a full copy",
    stated: "If disks are on Ceph, as said: Glance shows no location, so every boot copies the whole image",
  },
  why: "Nova clones only from a location that it reads in the image itself, with the token of the user who boots; show_image_direct_url is False by default and hides it. Then even a raw image on the same cluster is downloaded by each compute and imported in full for each server. In a small test a clone took about 50 ms and no bytes; the copy took seconds for one GiB.",
  wrong: "[DEFAULT]\nenabled_backends = rbd:rbd",
  right: "[DEFAULT]\nenabled_backends = rbd:rbd\nshow_image_direct_url = True",
  silentWhen: [
    "show_image_direct_url or show_multiple_locations is on at the endpoint that Nova and Cinder use",
    "only the external one of two endpoints hides locations: that is right",
    "no disks are on Ceph, no store is, or the clusters are proved to differ",
    "only Cinder is on Ceph and reads locations by its own user (2025.2 and later; see cow-boot/cinder-locations-auth)",
    "the value cannot be read: the syntax rules say so",
  ],
  sources: [
    "openstack/glance glance/common/config.py show_image_direct_url (default False)",
    "openstack/nova nova/image/glance.py GlanceImageServiceV2.show",
    "openstack/nova nova/virt/libvirt/imagebackend.py Rbd.clone",
    "openstack/cinder cinder/image/glance.py GlanceImageService.get_location",
    "openstack/kolla-ansible doc/source/reference/storage/external-ceph-guide.rst (not set since 2022)",
    "lab: with both options off, GET shows neither direct_url nor locations",
  ],
  *check(cloud) {
    for (const api of serviceApis(cloud.glance)) {
      if (api.locationsShown !== false || storesNearDisks(cloud, api).length === 0) continue;
      const who = hiddenFrom(cloud, api);
      const disks = cephDisks(cloud, api);
      const said = disks.nova === "stated" || (disks.cinder === "stated" && disks.nova === "unknown");
      const { role } = api.scope;
      if (role === "external" || (role === "unknown" && cloud.words.locationsInternalOnly)) {
        if (who || said) yield { unchecked: ["glance-api.conf of the internal endpoint"] };
        continue;
      }
      if (!who && !said) {
        if (disks.nova === "unknown") yield { unchecked: ["nova.conf"] };
        else if (disks.cinder === "unknown") yield { unchecked: ["cinder.conf"] };
        else if (dependsOnRelease(cloud, api)) yield { unchecked: ["release"] };
        continue;
      }
      yield {
        message: who ?? "stated",
        ...(who === "cinder" || !who ? { severity: "medium" as const } : {}),
        option: optionName(api, "DEFAULT", "show_image_direct_url"),
        at: placeOf(api, "DEFAULT", "show_image_direct_url"),
        ...scopeIn(cloud.glance, api),
        fix: [fixOf(api, who !== null)],
      };
    }
  },
});

/** Consumers whose chain this API breaks by what it hides; null where no file shows one. */
function hiddenFrom(cloud: Cloud, api: GlanceApi): "both" | "nova" | "cinder" | null {
  const blind = (consumer: "nova" | "cinder"): boolean =>
    cloud.clone.verdicts.some(
      (verdict) =>
        verdict.api === api.file &&
        verdict.consumer === consumer &&
        onOneCeph(verdict) &&
        linkHolds(verdict, "location-visible") === false,
    );
  const nova = blind("nova");
  const cinder = blind("cinder");
  if (nova) return cinder ? "both" : "nova";
  return cinder && !cloud.cinder.every(hasOwnWay) ? "cinder" : null;
}

/** Whether Cinder sees locations is told by its release alone. */
const dependsOnRelease = ({ clone, release }: Cloud, api: GlanceApi): boolean =>
  !release.known &&
  clone.verdicts.some(
    (verdict) => verdict.api === api.file && onOneCeph(verdict) && linkHolds(verdict, "location-visible") === "unknown",
  );

/** From 2025.2 cinder-volume can ask for locations that users do not see: the better cure where Nova does not need them. */
const hasOwnWay = ({ catalogues }: CinderVolume): boolean => catalogues.every((release) => release >= "2025.2");

function fixOf(api: GlanceApi, sure: boolean) {
  const fix = {
    file: api.file,
    section: writtenSection(api, "DEFAULT"),
    key: "show_image_direct_url",
    value: "True",
    why: "shows Nova and Cinder the RBD location that they clone from",
  };
  const leaks = api.stores.some(({ type }) => type === "s3");
  if (leaks)
    return {
      ...fix,
      conditional: api.scope.role !== "internal" || !sure,
      why: "only at an internal endpoint that users cannot reach: the location of an image in the S3 store holds the S3 keys",
    };
  return sure ? fix : { ...fix, conditional: true };
}
