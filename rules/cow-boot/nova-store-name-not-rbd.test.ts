import { testRule } from "../../src/check/test-rule.ts";
import { novaStoreNameNotRbd } from "./nova-store-name-not-rbd.ts";

const glance = (stores: Readonly<Record<string, string>>): string =>
  [
    `[DEFAULT]\nenabled_backends = ${Object.keys(stores)
      .map((id) => `${id}:${stores[id] === "s3" ? "s3" : "rbd"}`)
      .join(", ")}`,
    "show_image_direct_url = True",
    `[glance_store]\ndefault_backend = ${Object.keys(stores)[0]}`,
    ...Object.entries(stores).map(([id, conf]) =>
      conf === "s3" ? `[${id}]` : `[${id}]\nrbd_store_ceph_conf = ${conf}`,
    ),
  ].join("\n");
const nova = (name: string, conf = "/etc/ceph/ceph.conf"): string =>
  `[libvirt]\nimages_type = rbd\nimages_rbd_ceph_conf = ${conf}\nimages_rbd_glance_store_name = ${name}\n`;
const ceph = (digit: string): string => `[global]\nfsid = ${digit}b7f8f4e-0d1c-4f3a-9c52-3f4f5a6b7c8d\n`;
const option = "[libvirt]images_rbd_glance_store_name";
const problem = "wrong_target";
const fix = { file: "nova.conf", section: "libvirt", key: "images_rbd_glance_store_name" };

testRule(novaStoreNameNotRbd, {
  silent: [
    {
      name: "an RBD store of the same cluster",
      given: { "glance-api.conf": glance({ old: "s3", ceph: "/etc/ceph/ceph.conf" }), "nova.conf": nova("ceph") },
    },
    {
      name: "an RBD store whose cluster nobody shows",
      given: { "glance-api.conf": glance({ ceph: "/etc/ceph/other.conf" }), "nova.conf": nova("ceph") },
    },
    {
      name: "no RBD store at all: said by another rule",
      given: { "glance-api.conf": glance({ old: "s3" }), "nova.conf": nova("old") },
    },
  ],
  reports: [
    {
      name: "an S3 store",
      given: { "glance-api.conf": glance({ old: "s3", ceph: "/etc/ceph/ceph.conf" }), "nova.conf": nova("old") },
      expect: [
        { option, problem, severity: "high", file: "nova.conf", line: 4, part: "c", fix: [{ ...fix, value: "ceph" }] },
      ],
    },
    {
      name: "the central cluster's store on an edge compute",
      given: {
        "glance-api.conf": glance({ central: "/etc/ceph/central.conf", edge: "/etc/ceph/edge.conf" }),
        "nova.conf": nova("central", "/etc/ceph/edge.conf"),
        "central.conf": ceph("1"),
        "edge.conf": ceph("2"),
      },
      expect: [{ option, problem, line: 4, fix: [{ ...fix, value: "edge" }] }],
    },
  ],
  unchecked: [
    { name: "no glance-api.conf was given", given: { "nova.conf": nova("ceph") }, needs: ["glance-api.conf"] },
  ],
});
