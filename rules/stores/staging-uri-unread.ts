import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

export const stagingUriUnread = defineRule({
  id: "stores/staging-uri-unread",
  title: "node_staging_uri is not read in multi-store mode",
  severity: "medium",
  part: "c",
  problem: "dead_option",
  needs: ["glance"],
  messages: { unread: "node_staging_uri is not read with enabled_backends: staging goes to {path}" },
  why: "In multi-store mode staged data goes to the reserved store os_glance_staging_store, and node_staging_uri is ignored without a word. The file system that was made for staging stays empty while another fills.",
  wrong: "[DEFAULT]\nenabled_backends = ceph:rbd\nnode_staging_uri = file:///srv/staging",
  right: "[DEFAULT]\nenabled_backends = ceph:rbd\n[os_glance_staging_store]\nfilesystem_store_datadir = /srv/staging",
  silentWhen: ["single-store mode", "the option is not set"],
  sources: [
    "openstack/glance glance/housekeeping.py staging_store_path",
    "openstack/glance glance/api/v2/image_data.py",
  ],
  *check({ glance }) {
    for (const api of glance) {
      const uri = setting(api, "DEFAULT", "node_staging_uri");
      if (api.mode !== "multi_store" || !uri.isSet) continue;
      const own = setting(api, "os_glance_staging_store", "filesystem_store_datadir");
      const wanted = (uri.text ?? "").replace(/^file:\/\//, "").replace(/(.)\/$/, "$1");
      const same = own.isSet && own.text?.replace(/(.)\/$/, "$1") === wanted;
      yield {
        message: "unread",
        severity: same ? "info" : own.isSet ? "low" : "medium",
        option: "[DEFAULT]node_staging_uri",
        at: placeOf(api, "DEFAULT", "node_staging_uri"),
        data: { path: own.isSet ? (own.text ?? "") : whereTo(api.stagingPath) },
        fix: [
          { file: uri.at?.file ?? api.file, section: "DEFAULT", key: "node_staging_uri", value: null },
          ...(own.isSet || !wanted.startsWith("/")
            ? []
            : [{ file: api.file, section: "os_glance_staging_store", key: "filesystem_store_datadir", value: wanted }]),
        ],
        ...scopeIn(glance, api),
      };
    }
  },
});

/** The directory of the reserved store, as far as the release tells. */
const whereTo = (path: string | null): string =>
  path === null ? "no usable path" : path === "unknown" ? "[os_glance_staging_store]" : path;
