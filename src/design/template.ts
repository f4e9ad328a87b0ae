/** Lines for a glance-api.conf that was not shown: each hangs on something unknown and says on what. */
import type { Change } from "../check/change.ts";
import type { Cloud } from "../facts/cloud.ts";

const LINES: readonly [section: string, key: string, value: string, why: string][] = [
  [
    "DEFAULT",
    "enabled_backends",
    "rbd:rbd",
    "if Glance has a pool on the Ceph cluster of the disks; keep the stores that hold images today",
  ],
  [
    "DEFAULT",
    "show_image_direct_url",
    "True",
    "if Nova's disks are on that cluster; on an endpoint that only services reach",
  ],
  ["glance_store", "default_backend", "rbd", "if that store is there"],
  ["rbd", "rbd_store_pool", "images", "the pool that Glance uses today"],
  ["rbd", "rbd_store_user", "glance", "the cephx user that Glance has today"],
  ["rbd", "rbd_store_ceph_conf", "/etc/ceph/ceph.conf", "the file of the cluster that the disks are on"],
  ["rbd", "rbd_thin_provisioning", "True", "raw images then use only what they hold"],
  [
    "image_import_opts",
    "image_import_plugins",
    "['image_conversion']",
    "if images are to be raw; uploads by PUT pass it by",
  ],
  ["image_conversion", "output_format", "raw", "if images are to be raw"],
];

/** A template when the operator's words ask for lines or tell of Ceph; nothing for a wrong file or a cloud without Ceph. */
export function templateChanges(cloud: Cloud): Change[] {
  if (cloud.words.ceph === null || cloud.words.ceph.value === "no") return [];
  return LINES.map(([section, key, value, why]) => ({
    file: "glance-api.conf",
    section,
    key,
    value,
    was: null,
    line: null,
    conditional: true,
    why,
    findings: [],
  }));
}
