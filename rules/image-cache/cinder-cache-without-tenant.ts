import { defineRule } from "../../src/check/rule.ts";
import { cachingBackends, clonesGoPast } from "../../src/facts/cinder-cache.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { text } from "../../src/facts/settings.ts";

const IDS = ["cinder_internal_tenant_project_id", "cinder_internal_tenant_user_id"] as const;

export const cinderCacheWithoutTenant = defineRule({
  id: "image-cache/cinder-cache-without-tenant",
  title: "Cinder's image-volume cache is on, but has no internal project to keep its volumes in",
  severity: "medium",
  part: "d",
  problem: "unset_needed",
  needs: ["cinder"],
  messages: {
    tenant: "image_volume_cache_enabled is on for {backends}, but nothing is ever cached without {missing}",
  },
  why: "Cached volumes belong to an internal project, which Cinder knows by cinder_internal_tenant_project_id and cinder_internal_tenant_user_id. Without both it writes a warning and goes on as if there were no cache: every volume from an image downloads it in full.",
  wrong: "[lvm]\nimage_volume_cache_enabled = True",
  right:
    "[DEFAULT]\ncinder_internal_tenant_project_id = <project id>\ncinder_internal_tenant_user_id = <user id>\n\n[lvm]\nimage_volume_cache_enabled = True",
  silentWhen: [
    "no enabled backend has the cache on",
    "both ids are set",
    "nearly all volumes of the backend are clones of raw images anyway",
  ],
  sources: [
    "openstack/cinder cinder/context.py get_internal_tenant_context",
    "openstack/cinder cinder/volume/flows/manager/create_volume.py CreateVolumeFromSpecTask._create_from_image_cache_or_download",
  ],
  *check(cloud) {
    for (const volume of cloud.cinder) {
      const backends = cachingBackends(volume).filter((backend) => clonesGoPast(cloud, volume, backend) !== true);
      const missing = IDS.filter((key) => text(volume, "DEFAULT", key) === null);
      const [first] = missing;
      if (backends.length === 0 || first === undefined) continue;
      yield {
        message: "tenant",
        option: optionName(volume, "DEFAULT", first),
        at: placeOf(volume, "DEFAULT", first),
        ...scopeIn(cloud.cinder, volume),
        data: {
          backends: backends.map(({ id }) => plainName(id, "a backend")).join(", "),
          missing: missing.join(" and "),
        },
        fix: missing.map((key) => ({
          file: volume.file,
          section: "DEFAULT",
          key,
          value: key === IDS[0] ? "<project id>" : "<user id>",
          conditional: true,
          why: "the id of a project or user made for this, such as cinder-internal",
        })),
      };
    }
  },
});
