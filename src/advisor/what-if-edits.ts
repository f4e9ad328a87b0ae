/** The lines of the operator's files that each kind of what-if would set: the fewest that make the cloud that is meant. */
import { migrationChanges } from "../design/migrate.ts";
import type { Cloud, GlanceApi } from "../facts/cloud.ts";
import { storeSetting, written } from "../facts/settings.ts";
import type { Edit, WhatIf } from "./what-if.ts";

export type Edits = { edits: Edit[]; words: string | null; notes: string[] };

const NOTHING: Edits = { edits: [], words: null, notes: [] };

/** What is set in a store of each type, with names that stand for the operator's own. */
const STORE_KEYS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  s3: [
    ["s3_store_host", "https://s3.cloud.internal"],
    ["s3_store_access_key", "redacted-access-key-1"],
    ["s3_store_secret_key", "redacted-secret-key-1"],
    ["s3_store_bucket", "glance"],
  ],
  swift: [
    ["default_swift_reference", "ref1"],
    ["swift_store_config_file", "/etc/glance/glance-swift.conf"],
    ["swift_store_create_container_on_put", "True"],
  ],
  rbd: [
    ["rbd_store_pool", "images"],
    ["rbd_store_user", "glance"],
    ["rbd_store_ceph_conf", "/etc/ceph/ceph.conf"],
  ],
  file: [["filesystem_store_datadir", "/var/lib/glance/images-file"]],
  cinder: [["cinder_volume_type", "images"]],
};
const USUAL_ID: Readonly<Record<string, string>> = {
  s3: "archive",
  swift: "archive",
  file: "files",
  cinder: "volumes",
};

export function editsFor(cloud: Cloud, { subject, value }: WhatIf): Edits {
  const on = !/^(?:no|false|off)$/i.test(value);
  switch (subject) {
    case "nova-on-ceph":
      return novaOnCeph(cloud, on);
    case "cinder-on-ceph":
      return cinderOnCeph(cloud, on);
    case "add-store":
      return perApi(cloud, (api) => addStore(cloud, api, value.toLowerCase()));
    case "remove-store":
      return perApi(cloud, (api) => removeStore(api, value));
    case "default-store":
      return perApi(cloud, (api) => defaultStore(api, value));
    case "glance-cache":
      return perApi(cloud, ({ file }) => [
        { file, section: "paste_deploy", key: "flavor", value: on ? "keystone+cachemanagement" : "keystone" },
      ]);
    case "conversion":
      return perApi(cloud, ({ file }) => [
        { file, section: "image_import_opts", key: "image_import_plugins", value: on ? "['image_conversion']" : "[]" },
        { file, section: "image_conversion", key: "output_format", value: on ? "raw" : null },
      ]);
    default:
      return NOTHING;
  }
}

function perApi({ glance }: Cloud, edit: (api: GlanceApi) => Edit[] | string): Edits {
  if (glance.length === 0) return { ...NOTHING, notes: ["glance-api.conf was not given, so this cannot be run"] };
  const results = glance.map(edit);
  return {
    edits: results.flatMap((result) => (typeof result === "string" ? [] : result)),
    words: null,
    notes: results.filter((result) => typeof result === "string"),
  };
}

function addStore(cloud: Cloud, api: GlanceApi, type: string): Edit[] | string {
  const { file } = api;
  const keys = STORE_KEYS[type];
  if (!keys) return "no store of that type can be added here";
  const id = freeId(api, USUAL_ID[type] ?? type);
  const set = (section: string, key: string, value: string | null): Edit => ({ file, section, key, value });
  const wanted: NonNullable<Cloud["words"]["wantsMultiStore"]> = { value: true, at: { file, line: null }, quote: "" };
  const moved: Edit[] =
    api.mode === "single_store"
      ? migrationChanges({ ...cloud, words: { ...cloud.words, wantsMultiStore: wanted } }, api).map(
          ({ section, key, value }) => set(section, key, value),
        )
      : [];
  const enabled =
    moved.find(({ key }) => key === "enabled_backends")?.value ??
    api.stores.map((store) => `${store.id}:${store.type}`).join(",");
  return [
    ...moved.filter(({ key }) => key !== "enabled_backends"),
    set("DEFAULT", "enabled_backends", [enabled, `${id}:${type}`].filter((part) => part !== "").join(",")),
    ...keys.map(([key, value]) => set(id, key, value)),
  ];
}

function freeId({ stores }: GlanceApi, wanted: string): string {
  const taken = new Set(stores.map(({ id }) => id));
  for (let number = 2; taken.has(wanted); number += 1)
    if (!taken.has(`${wanted}${number}`)) return `${wanted}${number}`;
  return wanted;
}

function storeOf({ stores }: GlanceApi, value: string) {
  return stores.find(({ id }) => id === value) ?? stores.find(({ type }) => type === value.toLowerCase());
}

function removeStore(api: GlanceApi, value: string): Edit[] | string {
  const store = storeOf(api, value);
  if (api.mode !== "multi_store" || !store) return "no such store is enabled, so it cannot be taken away";
  const rest = api.stores.filter(({ id }) => id !== store.id);
  const next = rest.find(({ type }) => type !== "http");
  if (!next) return "it is the only store that takes images, so it cannot be taken away";
  return [
    {
      file: api.file,
      section: "DEFAULT",
      key: "enabled_backends",
      value: rest.map(({ id, type }) => `${id}:${type}`).join(","),
    },
    ...(api.defaultStoreId === store.id
      ? [{ file: api.file, section: "glance_store", key: "default_backend", value: next.id }]
      : []),
    ...api.configs
      .flatMap(({ entries }) => entries)
      .filter(({ section }) => section === store.id)
      .map(({ key }) => ({ file: api.file, section: store.id, key, value: null })),
  ];
}

function defaultStore(api: GlanceApi, value: string): Edit[] | string {
  const store = storeOf(api, value);
  if (api.mode !== "multi_store" || !store) return "no such store is enabled, so it cannot be the default";
  return [{ file: api.file, section: "glance_store", key: "default_backend", value: store.id }];
}

function novaOnCeph(cloud: Cloud, on: boolean): Edits {
  if (cloud.nova.length === 0)
    return {
      ...NOTHING,
      words: on ? "Nova ephemeral disks are on Ceph." : "Nova is not on Ceph.",
      notes: ["nova.conf was not given; taken as said"],
    };
  const conf = glanceConf(cloud);
  return {
    ...NOTHING,
    edits: cloud.nova.flatMap(({ file, rbdPool, rbdUser }) => {
      const set = (key: string, value: string | null): Edit => ({ file, section: "libvirt", key, value });
      return on
        ? [
            set("images_type", "rbd"),
            set("images_rbd_pool", rbdPool ?? "vms"),
            set("images_rbd_ceph_conf", conf),
            set("rbd_user", rbdUser ?? "nova"),
          ]
        : [set("images_type", "qcow2"), set("images_rbd_pool", null), set("images_rbd_ceph_conf", null)];
    }),
    notes: on ? ["the pool, user and secret of Nova are assumed to exist"] : [],
  };
}

function cinderOnCeph(cloud: Cloud, on: boolean): Edits {
  if (cloud.cinder.length === 0)
    return {
      ...NOTHING,
      words: on ? "Cinder volumes are on Ceph." : "Cinder is not on Ceph.",
      notes: ["cinder.conf was not given; taken as said"],
    };
  const conf = glanceConf(cloud);
  return {
    ...NOTHING,
    edits: cloud.cinder.flatMap((volume) =>
      volume.backends.flatMap(({ id }) => {
        const set = (key: string, value: string | null): Edit => ({ file: volume.file, section: id, key, value });
        const drop = ["rbd_pool", "rbd_user", "rbd_ceph_conf", "rbd_secret_uuid"]
          .filter((key) => written(volume, id, key).length > 0)
          .map((key) => set(key, null));
        return on
          ? [
              set("volume_driver", "cinder.volume.drivers.rbd.RBDDriver"),
              set("rbd_pool", "volumes"),
              set("rbd_user", "cinder"),
              set("rbd_ceph_conf", conf),
            ]
          : [set("volume_driver", "cinder.volume.drivers.lvm.LVMVolumeDriver"), ...drop];
      }),
    ),
    notes: on ? ["the pool and user of Cinder are assumed to exist"] : [],
  };
}

/** The ceph.conf of Glance's RBD store: the same cluster is what people mean. */
function glanceConf({ glance }: Cloud): string {
  for (const api of glance)
    for (const store of api.stores)
      if (store.type === "rbd") return storeSetting(api, store, "rbd_store_ceph_conf").text ?? "/etc/ceph/ceph.conf";
  return "/etc/ceph/ceph.conf";
}
