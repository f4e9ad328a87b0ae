import { expect, test } from "vitest";
import { intake } from "../intake/intake.ts";
import { buildCloud } from "./build-cloud.ts";

const subjects = (files: Record<string, string>): string[] =>
  buildCloud(intake(Object.entries(files).map(([name, text]) => ({ name, text, pasted: false })))).contradictions.map(
    ({ subject }) => subject,
  );
const glance = (conf: string) =>
  `[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_ceph_conf = ${conf}\n`;
const nova = (type: string, conf = "/etc/ceph/ceph.conf") =>
  `[libvirt]\nimages_type = ${type}\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = ${conf}\n`;

test.each<[string, Record<string, string>, string[]]>([
  [
    "said to be on Ceph, and local",
    { "nova.conf": nova("qcow2"), "request.md": "Nova is on Ceph." },
    ["nova.uses_ceph"],
  ],
  [
    "said to be local, and on Ceph",
    { "nova.conf": nova("rbd"), "request.md": "Nova is not on Ceph." },
    ["nova.uses_ceph"],
  ],
  ["no Ceph at all is said", { "nova.conf": nova("rbd"), "request.md": "We have no Ceph." }, ["nova.uses_ceph"]],
  ["words and file agree", { "nova.conf": nova("rbd"), "request.md": "Nova is on Ceph." }, []],
  ["partly is neither", { "nova.conf": nova("qcow2"), "request.md": "Some of the computes are on Ceph." }, []],
  ["only Ceph is said, not whose", { "nova.conf": nova("qcow2"), "request.md": "We have a Ceph cluster." }, []],
  [
    "one cluster is said, the fsids differ",
    {
      "glance-api.conf": glance("/etc/ceph/a.conf"),
      "nova.conf": nova("rbd", "/etc/ceph/b.conf"),
      "a.conf": "[global]\nfsid = 11111111-2222-4333-8444-555555555551\nmon_host = 192.0.2.1\n",
      "b.conf": "[global]\nfsid = 11111111-2222-4333-8444-555555555552\nmon_host = 192.0.2.2\n",
      "request.md": "Glance, Nova and Cinder are all on the same Ceph cluster.",
    },
    ["same_ceph_cluster"],
  ],
])("%s", (_, files, expected) => {
  expect(subjects(files)).toEqual(expected);
});

test.each([
  ["Our default store is S3.", ["glance.default_store"]],
  ["Ceph is our default store.", []],
  ["The default store is fast.", []],
  ["The default backend is slow.", ["glance.default_store"]],
  ["The default store is missing in the file.", []],
  ["Should the default store be S3?", []],
  ["We plan that the default store is S3.", []],
  ["show_image_direct_url is off.", ["glance.locations"]],
  ["Image locations are hidden from users.", ["glance.locations"]],
  ["show_image_direct_url is on.", []],
  ["Is show_image_direct_url off?", []],
  ["If show_image_direct_url is off, what breaks?", []],
])("said of Glance: %s", (words, expected) => {
  const glance =
    "[DEFAULT]\nenabled_backends = fast:rbd, slow:file\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = fast\n[fast]\nrbd_store_user = glance\n[slow]\nfilesystem_store_datadir = /srv/glance\n";
  expect(subjects({ "glance-api.conf": glance, "request.md": `${words}\n` })).toEqual(expected);
});
