/** Every kind of cloud, each with what a senior operator would decide for it. The files are as short as they can be. */
import { expect, test } from "vitest";
import { loadRules } from "../src/check/load-rules.ts";
import { intake } from "../src/intake/intake.ts";
import { review } from "../src/review.ts";

const rules = await loadRules();
const FSID = (digit: number): string => `0f5d1c2e-7a41-4c11-9d3b-00000000000${digit}`;
const cephConf = (digit: number): string => `[global]\nfsid = ${FSID(digit)}\nmon_host = 192.0.2.${digit}\n`;
const RESERVED =
  "[os_glance_staging_store]\nfilesystem_store_datadir = /srv/staging\n[os_glance_tasks_store]\nfilesystem_store_datadir = /srv/tasks\n";
const KEYSTONE = "[paste_deploy]\nflavor = keystone\n";
const rbdStore = (id: string, conf = "ceph"): string =>
  `[${id}]\nrbd_store_pool = images\nrbd_store_user = glance\nrbd_store_ceph_conf = /etc/ceph/${conf}.conf\nrbd_thin_provisioning = True\n`;
const glance = (backends: string, first: string, stores: string, head = "show_image_direct_url = True"): string =>
  `[DEFAULT]\nenabled_backends = ${backends}\n${head}\n[glance_store]\ndefault_backend = ${first}\n${stores}${RESERVED}${KEYSTONE}`;
const novaRbd = (conf = "ceph", extra = ""): string =>
  `[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = /etc/ceph/${conf}.conf\nrbd_user = nova\nhw_disk_discard = unmap\n${extra}`;
const NOVA_LOCAL = "[libvirt]\nimages_type = qcow2\n";
const cinderRbd = (conf = "ceph"): string =>
  `[DEFAULT]\nenabled_backends = ceph\n[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nrbd_pool = volumes\nrbd_user = cinder\nrbd_ceph_conf = /etc/ceph/${conf}.conf\n`;
const CINDER_LVM =
  "[DEFAULT]\nenabled_backends = lvm\n[lvm]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n";
const FILE = "[file]\nfilesystem_store_datadir = /var/lib/glance/images\n";
const S3 =
  "[s3]\ns3_store_host = https://s3.example.org\ns3_store_access_key = invented\ns3_store_secret_key = invented\ns3_store_bucket = glance\n";

type Cloud = {
  name: string;
  files: Readonly<Record<string, string>>;
  release?: string;
  wants: {
    mode?: string;
    cow: "yes" | "no" | "conditional";
    /** Id of the default store and whether it changes; null: none is named. */
    store: readonly [id: string, changes: boolean] | null;
    format: "raw" | "qcow2" | "conditional";
    cache: string;
    /** Exactly the findings of severity high, by rule. */
    high: readonly string[];
    /** `[section]key = value` of changes that must be there without a condition. */
    sets?: readonly string[];
    /** Keys that must not be touched. */
    leaves?: readonly string[];
  };
};

const CLOUDS: readonly Cloud[] = [
  {
    name: "one Ceph for everything, as it should be",
    files: {
      "glance-api.conf": glance("rbd:rbd", "rbd", rbdStore("rbd")),
      "nova.conf": novaRbd(),
      "cinder.conf": cinderRbd(),
      "ceph.conf": cephConf(1),
    },
    wants: {
      cow: "yes",
      store: ["rbd", false],
      format: "raw",
      cache: "off",
      high: [],
      leaves: ["show_image_direct_url", "default_backend", "images_type"],
    },
  },
  {
    name: "one Ceph, but Glance hides where images are",
    files: {
      "glance-api.conf": glance("rbd:rbd", "rbd", rbdStore("rbd"), ""),
      "nova.conf": novaRbd(),
      "cinder.conf": cinderRbd(),
      "ceph.conf": cephConf(1),
    },
    wants: {
      cow: "yes",
      store: ["rbd", false],
      format: "raw",
      cache: "off",
      high: ["cow-boot/direct-url-off"],
      sets: ["[DEFAULT]show_image_direct_url = True"],
    },
  },
  {
    name: "Nova on Ceph, uploads land in a file store",
    files: {
      "glance-api.conf": glance("file:file,rbd:rbd", "file", FILE + rbdStore("rbd")),
      "nova.conf": novaRbd(),
    },
    wants: {
      cow: "yes",
      store: ["rbd", true],
      format: "raw",
      cache: "off",
      high: ["cow-boot/default-store-not-rbd"],
      sets: ["[glance_store]default_backend = rbd"],
    },
  },
  {
    name: "an old cluster as default, disks on the new one",
    files: {
      "glance-api.conf": glance("old:rbd,new:rbd", "old", rbdStore("old", "old") + rbdStore("new", "new")),
      "nova.conf": novaRbd("new"),
      "old.conf": cephConf(1),
      "new.conf": cephConf(2),
    },
    wants: {
      cow: "yes",
      store: ["new", true],
      format: "raw",
      cache: "off",
      high: ["cow-boot/weight-hides-site"],
      sets: ["[glance_store]default_backend = new"],
    },
  },
  {
    name: "a central API, an edge site that has images copied to it",
    files: {
      "glance-api.conf": glance(
        "central:rbd,edge1:rbd",
        "central",
        rbdStore("central", "central") + rbdStore("edge1", "edge1"),
        "show_image_direct_url = True\nenabled_import_methods = [web-download,copy-image]",
      ),
      "nova-edge1.conf": novaRbd("edge1", "images_rbd_glance_store_name = edge1\n"),
      "central.conf": cephConf(1),
      "edge1.conf": cephConf(2),
    },
    wants: {
      cow: "yes",
      store: ["central", false],
      format: "raw",
      cache: "off",
      high: ["cow-boot/weight-hides-site"],
      leaves: ["default_backend"],
    },
  },
  {
    name: "files on NFS, disks on local drives",
    files: {
      "glance-api.conf": glance("file:file", "file", FILE, ""),
      "nova.conf": NOVA_LOCAL,
      "cinder.conf": CINDER_LVM,
      "request.md": "Images are on NFS. There is no Ceph here.",
    },
    wants: {
      cow: "no",
      store: ["file", false],
      format: "qcow2",
      cache: "optional",
      high: [],
      leaves: ["show_image_direct_url", "image_import_plugins"],
    },
  },
  {
    name: "Swift behind three API nodes, disks on local drives",
    files: {
      "glance-api.conf": glance(
        "swift:swift",
        "swift",
        "[swift]\nswift_store_config_file = /etc/glance/glance-swift.conf\ndefault_swift_reference = ref1\nswift_store_create_container_on_put = True\n",
        "",
      ),
      "nova.conf": NOVA_LOCAL,
    },
    wants: { cow: "no", store: ["swift", false], format: "qcow2", cache: "on", high: [] },
  },
  {
    name: "S3 behind one API node, disks on local drives",
    files: { "glance-api.conf": glance("s3:s3", "s3", S3, ""), "nova.conf": NOVA_LOCAL },
    wants: { cow: "no", store: ["s3", false], format: "qcow2", cache: "on", high: [] },
  },
  {
    name: "images as volumes of an array",
    files: {
      "glance-api.conf": glance("array:cinder", "array", "[array]\ncinder_volume_type = gold\n"),
      "nova.conf": NOVA_LOCAL,
      "cinder.conf":
        "[DEFAULT]\nenabled_backends = array\nallowed_direct_url_schemes = cinder\n[array]\nvolume_driver = cinder.volume.drivers.netapp.common.NetAppDriver\n",
    },
    wants: { cow: "no", store: ["array", false], format: "raw", cache: "optional", high: [] },
  },
  {
    name: "a web server of images beside a file store, Cinder alone on Ceph",
    files: {
      "glance-api.conf": glance("mirror:http,file:file", "file", `[mirror]\nhttp_proxy_information =\n${FILE}`),
      "nova.conf": NOVA_LOCAL,
      "cinder.conf": cinderRbd(),
    },
    wants: { cow: "yes", store: ["rbd", true], format: "raw", cache: "off", high: [] },
  },
  {
    name: "half of the computes on Ceph, half on local drives",
    files: {
      "glance-api.conf": glance("rbd:rbd", "rbd", rbdStore("rbd")),
      "compute-ceph/nova.conf": novaRbd(),
      "compute-local/nova.conf": NOVA_LOCAL,
    },
    wants: { cow: "conditional", store: ["rbd", false], format: "conditional", cache: "conditional", high: [] },
  },
  {
    name: "single store of old, to be split",
    files: {
      "glance-api.conf": `[DEFAULT]\nshow_image_direct_url = True\n[glance_store]\nstores = rbd,file\ndefault_store = rbd\nrbd_store_pool = images\nrbd_store_user = glance\nrbd_store_ceph_conf = /etc/ceph/ceph.conf\nrbd_thin_provisioning = True\n${KEYSTONE}`,
      "nova.conf": novaRbd(),
      "request.md": "We want to move to multi-store with an archive on S3 later.",
    },
    wants: {
      cow: "yes",
      store: ["rbd", false],
      format: "raw",
      cache: "off",
      // each option of [glance_store] that the move would silence is named at its line
      high: Array(4).fill("stores/dead-after-move"),
      sets: ["[DEFAULT]enabled_backends = rbd:rbd,file:file", "[glance_store]default_backend = rbd"],
    },
  },
  {
    name: "Glance on Ceph, disks on local drives",
    files: {
      "glance-api.conf": glance("rbd:rbd", "rbd", rbdStore("rbd")),
      "nova.conf": NOVA_LOCAL,
      "cinder.conf": CINDER_LVM,
    },
    wants: { cow: "no", store: ["rbd", false], format: "qcow2", cache: "optional", high: [] },
  },
  {
    name: "nothing but words",
    files: { "request.md": "Our boots are slow. We run Ceph and OpenStack 2025.1. What should we set?" },
    wants: {
      mode: "insufficient_input",
      cow: "conditional",
      store: null,
      format: "conditional",
      cache: "conditional",
      high: ["input/glance-missing"],
    },
  },
];

for (const { name, files, release = "2025.1", wants } of CLOUDS) {
  test(name, () => {
    const sources = Object.entries(files).map(([file, text]) => ({ name: file, text, pasted: false }));
    const { mode, design, findings } = review(intake(sources), rules, { release }).review;
    const { a, b, c, d } = design;
    expect({
      mode,
      cow: a.cow.recommend,
      store: a.defaultStore && [a.defaultStore.id, a.defaultStore.change],
      format: b.policyFormat,
      cache: d.glanceCache,
      high: findings.filter(({ severity }) => severity === "high").map(({ rule }) => rule),
    }).toEqual({
      mode: wants.mode ?? "advise",
      cow: wants.cow,
      store: wants.store,
      format: wants.format,
      cache: wants.cache,
      high: wants.high,
    });
    const sure = c.changes.filter(({ conditional }) => !conditional);
    expect(sure.map(({ section, key, value }) => `[${section}]${key} = ${value}`)).toEqual(
      expect.arrayContaining([...(wants.sets ?? [])]),
    );
    expect(c.changes.map(({ key }) => key).filter((key) => wants.leaves?.includes(key))).toEqual([]);
    expect(c.verification.introduced).toEqual([]);
    expect(c.verification.after.high).toBeLessThanOrEqual(c.verification.before.high);
  });
}
