import { defineRule } from "../../src/check/rule.ts";
import { cephUse, optionName, placeOf, scopeIn } from "../../src/facts/place.ts";

export const directUrlSeenByUsers = defineRule({
  id: "security/direct-url-seen-by-users",
  title: "Users see the direct URL that only Nova and Cinder need",
  severity: "info",
  part: "c",
  problem: "insecure",
  needs: ["glance"],
  messages: {
    one: "show_image_direct_url is needed for clones and also tells users fsid and pool; an internal glance-api for Nova and Cinder would hide them",
    external:
      "An internal endpoint shows locations to Nova and Cinder, and this one shows them to users as well: it need not",
  },
  why: "An RBD location holds no credentials: it tells the cluster's fsid and the pool, and is of no use without a key of Ceph. Where users are not to know even that, a second glance-api with the flag on serves Nova and Cinder only, and the one that users reach has it off.",
  wrong: "# the only glance-api\n[DEFAULT]\nshow_image_direct_url = True",
  right:
    "# glance-api for users\n[DEFAULT]\nshow_image_direct_url = False\n\n# glance-api for Nova and Cinder\n[DEFAULT]\nshow_image_direct_url = True",
  silentWhen: [
    "the flag is off, or the endpoint is internal, or the operator says that locations are shown internally only",
    "no disk is on Ceph: another rule speaks there",
    "an S3 store is enabled: another rule speaks there",
  ],
  sources: [
    "openstack/glance glance/common/config.py show_image_direct_url",
    "OSSN-0090",
    "judgement: worth knowing, no more",
  ],
  *check(cloud) {
    const { glance, words } = cloud;
    if (words.locationsInternalOnly !== null || cephUse(cloud) !== "by-file") return;
    for (const api of glance) {
      if (api.showDirectUrl !== true || api.scope.role === "internal") continue;
      if (!api.stores.some(({ type }) => type === "rbd") || api.stores.some(({ type }) => type === "s3")) continue;
      const internal = glance.some((other) => other.scope.role === "internal" && other.locationsShown === true);
      yield {
        message: internal ? "external" : "one",
        ...(internal ? { severity: "low" as const } : {}),
        option: optionName(api, "DEFAULT", "show_image_direct_url"),
        at: placeOf(api, "DEFAULT", "show_image_direct_url"),
        ...scopeIn(glance, api),
        ...(internal
          ? { fix: [{ file: api.file, section: "DEFAULT", key: "show_image_direct_url", value: "False" }] }
          : {}),
      };
    }
  },
});
