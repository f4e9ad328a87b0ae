/** The RBD store that a Glance without one would get, so that disks on Ceph can be cloned. */
import type { Cloud, GlanceApi } from "./cloud.ts";

export type NewRbdStore = { id: string; settings: readonly { section: string; key: string; value: string }[] };

/**
 * A store id that is free, and the settings to fill in once pool, user and keyring exist. Null when no usual id is free.
 * In single-store mode the settings are those of after the move to `enabled_backends`, without the list of stores.
 */
export function newRbdStore({ nova, cinder }: Pick<Cloud, "nova" | "cinder">, api: GlanceApi): NewRbdStore | null {
  const taken = new Set([...api.stores.map(({ id }) => id.toLowerCase()), ...sectionNames(api)]);
  const id = ["rbd", "ceph", "ceph-images"].find((name) => !taken.has(name));
  if (!id) return null;
  const conf =
    nova.find(({ usesRbd }) => usesRbd === true)?.cephConf ??
    cinder.flatMap(({ backends }) => backends).find(({ rbd }) => rbd)?.cephConf ??
    "/etc/ceph/ceph.conf";
  const backends = [...api.stores.map((store) => `${store.id}:${store.type}`), `${id}:rbd`].join(", ");
  return {
    id,
    settings: [
      { section: "DEFAULT", key: "enabled_backends", value: backends },
      { section: "glance_store", key: "default_backend", value: id },
      { section: id, key: "rbd_store_pool", value: "images" },
      { section: id, key: "rbd_store_user", value: "glance" },
      { section: id, key: "rbd_store_ceph_conf", value: conf },
      { section: id, key: "rbd_thin_provisioning", value: "True" },
      ...(api.locationsShown === true ? [] : [{ section: "DEFAULT", key: "show_image_direct_url", value: "True" }]),
      ...(needsWeight(api) ? [{ section: id, key: "weight", value: "100" }] : []),
    ],
  };
}

/** Images are copied here from stores that are there: without a weight their older location would be shown first. */
const needsWeight = ({ stores, catalogues }: GlanceApi): boolean =>
  catalogues.every((release) => release >= "2023.2") && stores.some(({ type }) => type !== "http");

const sectionNames = (api: GlanceApi): string[] =>
  api.configs.flatMap(({ headers }) => headers.map(({ name }) => name.toLowerCase()));
