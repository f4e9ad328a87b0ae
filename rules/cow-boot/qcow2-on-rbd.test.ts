import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { qcow2OnRbd } from "./qcow2-on-rbd.ts";

const glance = (shown = "True", backends = "ceph:rbd, archive:swift"): string =>
  `[DEFAULT]\nenabled_backends = ${backends}\nshow_image_direct_url = ${shown}\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = images\nrbd_store_ceph_conf = /etc/ceph/ceph.conf\n`;
const nova = "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\n";
const cloud = { "glance-api.conf": glance(), "nova.conf": nova };
/** So many raw images, then so many others. */
const list = (raw: number, others: number, more: Record<string, unknown> = {}, format = "qcow2") =>
  page([
    ...Array.from({ length: raw }, (_, index) => image(index + 1, more)),
    ...Array.from({ length: others }, (_, index) => image(raw + index + 1, { disk_format: format, ...more })),
  ]);
const statistics = (formats: Record<string, number>): string =>
  JSON.stringify({ images_total: Object.values(formats).reduce((sum, n) => sum + n, 0), by_format: formats });
const expected = { option: "catalog", problem: "cow_defeated_by_format" as const, part: "b" as const };

testRule(qcow2OnRbd, {
  silent: [
    { name: "all images are raw", given: { ...cloud, "images.json": list(12, 0) } },
    { name: "the others are ISO", given: { ...cloud, "images.json": list(12, 5, {}, "iso") } },
    {
      name: "nothing is on Ceph",
      given: {
        "glance-api.conf": "[DEFAULT]\nenabled_backends = a:file\n[glance_store]\ndefault_backend = a\n",
        "nova.conf": "[libvirt]\nimages_type = qcow2\n",
        "images.json": list(0, 9),
      },
    },
    {
      name: "they are in the archive alone",
      given: {
        ...cloud,
        "images.json": page([image(1, { stores: "ceph" }), image(2, { stores: "archive", disk_format: "qcow2" })]),
      },
    },
  ],
  reports: [
    {
      name: "most are qcow2 and all else is right",
      given: { ...cloud, "images.json": list(2, 8) },
      expect: [{ ...expected, severity: "high", file: "images.json" }],
    },
    {
      name: "as many, and the location is hidden too: two causes",
      given: { "glance-api.conf": glance("False"), "nova.conf": nova, "images.json": list(2, 8) },
      expect: [{ ...expected, severity: "high" }],
    },
    {
      name: "a quarter, from statistics",
      given: { ...cloud, "catalog-stats.json": statistics({ raw: 300, qcow2: 90, vmdk: 10, iso: 40 }) },
      expect: [{ ...expected, severity: "medium", file: "catalog-stats.json", objects: [] }],
    },
    {
      name: "a tenth",
      given: { ...cloud, "images.json": list(18, 2) },
      expect: [{ ...expected, severity: "low", objects: [imageId(19), imageId(20)] }],
    },
    {
      name: "2 % are no matter",
      given: { ...cloud, "catalog-stats.json": statistics({ raw: 590, qcow2: 12, iso: 10 }) },
      expect: [{ ...expected, severity: "info" }],
    },
    {
      name: "most images are qcow2, but hardly any boot is",
      given: {
        ...cloud,
        "images.json": page([
          image(1, { boots_30d: 990 }),
          image(2, { disk_format: "qcow2", boots_30d: 10 }),
          image(3, { disk_format: "qcow2", boots_30d: 0 }),
        ]),
      },
      expect: [{ ...expected, severity: "low" }],
    },
    {
      name: "Ceph is only said to be under Nova",
      given: {
        "glance-api.conf": glance(),
        "images.json": list(1, 9),
        "request.md": "Nova and Cinder are on the same Ceph. Boots are slow, why?\n",
      },
      expect: [{ ...expected, severity: "medium" }],
    },
  ],
  unchecked: [
    {
      name: "nothing tells where disks are",
      given: { "glance-api.conf": glance(), "images.json": list(1, 9) },
      needs: ["cinder.conf", "nova.conf"],
    },
    { name: "no glance-api.conf was given", given: { "images.json": list(1, 9) }, needs: ["glance-api.conf"] },
  ],
});
