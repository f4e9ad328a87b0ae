import { describe, expect, test } from "vitest";
import { intake } from "../intake/intake.ts";
import { buildCloud } from "./build-cloud.ts";
import { detectedService, documentsInstead, modeOf } from "./mode.ts";

type Files = Readonly<Record<string, string>>;
const cloudOf = (files: Files) =>
  buildCloud(intake(Object.entries(files).map(([name, text]) => ({ name, text, pasted: false }))));

const GLANCE = "[DEFAULT]\nenabled_backends = a:rbd\n[glance_store]\ndefault_backend = a\n";
const NOVA = "[libvirt]\nimages_type = rbd\n";
const NEUTRON = "[DEFAULT]\ncore_plugin = ml2\nservice_plugins = router\n[ml2]\ntype_drivers = vxlan\n";
const KEYSTONE = "[token]\nprovider = fernet\n[fernet_tokens]\nmax_active_keys = 5\n";
const CINDER = "[DEFAULT]\nenabled_backends = lvm\n[lvm]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n";
const LOG = "2026-11-17 10:02:14.881 12 INFO glance.api.v2.images [req-1] stage request accepted\n".repeat(3);
const WORDS = "We are on 2025.1 with three controllers. Which default store do we need?\n";
const PLAYBOOK =
  "---\n- hosts: glance_api\n  become: true\n  tasks:\n    - name: Install\n      package:\n        name: glance-api\n";
const TASKS =
  "---\n- name: Configure\n  ansible.builtin.template:\n    src: glance-api.conf.j2\n    dest: /etc/glance/glance-api.conf\n";
const HEAT = "heat_template_version: 2021-04-16\nresources:\n  server:\n    type: OS::Nova::Server\n";
const MANIFEST =
  "apiVersion: core.openstack.org/v1beta1\nkind: OpenStackControlPlane\nspec:\n  glance:\n    enabled: true\n";
const VARIABLES = 'kolla_base_distro: "ubuntu"\nglance_backend_ceph: "yes"\n';
const IMAGES = JSON.stringify([
  {
    ID: "6f1c1f54-0001-4000-8000-000000000001",
    Name: "a",
    "Disk Format": "raw",
    "Container Format": "bare",
    Size: 1,
    Checksum: null,
    Status: "active",
    Visibility: "public",
    Protected: false,
    Project: "p",
    Tags: [],
  },
]);

describe("the mode follows from the files", () => {
  test.each<[string, Files, string]>([
    ["Glance's file", { "glance-api.conf": GLANCE }, "advise"],
    ["Glance's file under another name", { "ctl1.conf": GLANCE }, "advise"],
    ["Glance's file that cannot be read", { "glance-api.conf": `${GLANCE}not a line\n` }, "repair"],
    ["a broken file beside Glance's", { "glance-api.conf": GLANCE, "nova.conf": `${NOVA}[vnc\n` }, "repair"],
    ["Glance's file and Neutron's", { "glance-api.conf": GLANCE, "neutron.conf": NEUTRON }, "advise"],
    ["nova.conf alone", { "nova.conf": NOVA }, "insufficient_input"],
    ["a broken nova.conf alone", { "nova.conf": `${NOVA}[vnc\n` }, "insufficient_input"],
    ["nova.conf and cinder.conf", { "nova.conf": NOVA, "cinder.conf": CINDER }, "insufficient_input"],
    ["words alone", { "request.md": WORDS }, "insufficient_input"],
    [
      "words that ask for Glance's file",
      { "request.md": "Here is glance-api.conf, see below.\n" },
      "insufficient_input",
    ],
    ["a log alone", { "glance-api.log": LOG }, "insufficient_input"],
    ["an image list alone", { "images.json": IMAGES }, "insufficient_input"],
    ["an image list and a playbook", { "images.json": IMAGES, "site.yml": PLAYBOOK }, "insufficient_input"],
    ["nova.conf and a playbook", { "nova.conf": NOVA, "site.yml": PLAYBOOK }, "insufficient_input"],
    ["a few words in a text file", { "notes.txt": "images: 58\nstores: two\n" }, "insufficient_input"],
    ["neutron.conf", { "neutron.conf": NEUTRON }, "wrong_input"],
    ["Neutron's file under Glance's name", { "glance-api.conf": NEUTRON }, "wrong_input"],
    [
      "Neutron's file under Glance's name beside Nova's",
      { "glance-api.conf": NEUTRON, "nova.conf": NOVA },
      "wrong_input",
    ],
    ["keystone.conf with words", { "keystone.conf": KEYSTONE, "request.md": WORDS }, "wrong_input"],
    ["a playbook", { "site.yml": PLAYBOOK }, "wrong_input"],
    ["a playbook with words", { "site.yml": PLAYBOOK, "request.md": WORDS }, "wrong_input"],
    ["a Kubernetes manifest", { "openstack.yaml": MANIFEST }, "wrong_input"],
  ])("%s", (_what, files, mode) => {
    expect(modeOf(cloudOf(files))).toBe(mode);
  });
});

test.each<[string, Files, string | null]>([
  ["Neutron's file", { "neutron.conf": NEUTRON }, "neutron"],
  ["Neutron's file under Glance's name", { "glance-api.conf": NEUTRON }, "neutron"],
  ["Keystone's file", { "keystone.conf": KEYSTONE }, "keystone"],
  ["Nova's file under its own name", { "nova.conf": NOVA }, null],
  [
    "Nova's file under Glance's name",
    { "glance-api.conf": `[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n${NOVA}` },
    "nova",
  ],
  ["Glance's file beside Neutron's", { "glance-api.conf": GLANCE, "neutron.conf": NEUTRON }, null],
  ["words", { "request.md": WORDS }, null],
])("the service that was given instead: %s", (_what, files, service) => {
  expect(detectedService(cloudOf(files))).toBe(service);
});

test.each<[string, string, string]>([
  ["site.yml", PLAYBOOK, "an Ansible playbook"],
  ["main.yml", TASKS, "an Ansible task list"],
  ["stack.yaml", HEAT, "a Heat template"],
  ["openstack.yaml", MANIFEST, "a Kubernetes manifest"],
  ["globals.yml", VARIABLES, "a deployment tool's variables"],
  [
    "values.yaml",
    "storage: rbd\nconf:\n  glance:\n    DEFAULT:\n      show_image_direct_url: true\n",
    "a chart's values",
  ],
])("the document that was given instead: %s", (name, text, what) => {
  expect(documentsInstead(cloudOf({ [name]: text }))).toEqual([{ file: name, what }]);
});
