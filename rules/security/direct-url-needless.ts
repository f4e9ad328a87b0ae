import { defineRule } from "../../src/check/rule.ts";
import type { Cloud, GlanceApi } from "../../src/facts/cloud.ts";
import { cephUse, optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { flag, list } from "../../src/facts/settings.ts";

/** Drivers of Cinder that read an image's location to clone or copy it inside the array. */
const READS_LOCATIONS = /netapp|gpfs|vmware|vmdk|nfs|quobyte|linstor|rbd/i;

export const directUrlNeedless = defineRule({
  id: "security/direct-url-needless",
  title: "show_image_direct_url shows where images lie, and nothing here needs to know",
  severity: "low",
  part: "c",
  problem: "insecure",
  needs: ["glance"],
  messages: {
    needless:
      "show_image_direct_url is on, but no service here clones from a location: users see the backend's layout for nothing",
  },
  why: "The direct URL tells every user who sees an image in which pool, bucket or directory its data lies. Nova and Cinder use it to clone inside Ceph or an array. Where their disks are elsewhere it serves nobody but a curious reader.",
  wrong: "[DEFAULT]\nshow_image_direct_url = True\n(Nova on local disks, Cinder on LVM)",
  right: "[DEFAULT]\nshow_image_direct_url = False",
  silentWhen: [
    "Nova or Cinder has disks on Ceph, or a driver of Cinder that reads locations",
    "[glance] enable_rbd_download lets computes read images from Ceph",
    "allowed_direct_url_schemes of Cinder or Nova is set",
    "the endpoint is internal, or an S3 store makes it worse (another rule speaks there)",
  ],
  sources: [
    "openstack/glance glance/common/config.py show_image_direct_url",
    "openstack/nova nova/image/glance.py GlanceImageServiceV2.download",
    "openstack/cinder cinder/volume/flows/manager/create_volume.py CreateVolumeFromSpecTask._create_from_image",
  ],
  *check(cloud) {
    for (const api of cloud.glance) {
      if (api.showDirectUrl !== true || api.scope.role === "internal") continue;
      if (api.stores.some(({ type }) => type === "s3") || readsLocations(cloud)) continue;
      const missing = unknownOf(cloud, api);
      if (missing.length > 0) {
        yield { unchecked: missing };
        continue;
      }
      if (cephUse(cloud) !== "no") continue;
      yield {
        message: "needless",
        option: optionName(api, "DEFAULT", "show_image_direct_url"),
        at: placeOf(api, "DEFAULT", "show_image_direct_url"),
        ...scopeIn(cloud.glance, api),
        fix: [{ file: api.file, section: "DEFAULT", key: "show_image_direct_url", value: "False" }],
      };
    }
  },
});

/** Some given file shows a reader of locations. */
function readsLocations({ nova, cinder }: Cloud): boolean {
  return (
    nova.some((compute) => compute.usesRbd === true || flag(compute, "glance", "enable_rbd_download") === true) ||
    cinder.some(
      (volume) =>
        list(volume, "DEFAULT", "allowed_direct_url_schemes").length > 0 ||
        volume.backends.some(({ driver }) => READS_LOCATIONS.test(driver)),
    )
  );
}

/** What would have to be given to be sure that nothing reads locations. */
function unknownOf(cloud: Cloud, api: GlanceApi): string[] {
  const { nova, cinder, words } = cloud;
  const stated = cephUse(cloud) === "no" && !api.stores.some(({ type }) => type === "cinder");
  return [
    ...(nova.length === 0 && words.novaOnCeph?.value !== "yes" ? ["nova.conf"] : []),
    ...(cinder.length === 0 && words.cinderOnCeph?.value !== "yes" && !stated ? ["cinder.conf"] : []),
  ];
}
