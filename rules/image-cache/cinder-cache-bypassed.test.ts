import { testRule } from "../../src/check/test-rule.ts";
import { cinderCacheBypassed } from "./cinder-cache-bypassed.ts";

const glance = (direct: string): string =>
  `[DEFAULT]\nenabled_backends = ceph:rbd\nshow_image_direct_url = ${direct}\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_ceph_conf = /etc/ceph/ceph.conf\n`;
const cinder = (cache: string): string =>
  `[DEFAULT]\nenabled_backends = rbd-1\n[rbd-1]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\nrbd_ceph_conf = /etc/ceph/ceph.conf\nrbd_pool = volumes\nrbd_user = cinder\n${cache}`;
const on = "image_volume_cache_enabled = True\n";
const images = (format: string): string =>
  JSON.stringify([
    {
      ID: "0f0f0f0f-1111-4222-8333-444455556666",
      Name: "golden",
      "Disk Format": format,
      Status: "active",
      Size: 2361393152,
    },
  ]);

testRule(cinderCacheBypassed, {
  silent: [
    {
      name: "the cache is off",
      given: { "glance-api.conf": glance("True"), "cinder.conf": cinder(""), "images.json": images("raw") },
    },
    {
      name: "the images are qcow2: the cache serves them",
      given: { "glance-api.conf": glance("True"), "cinder.conf": cinder(on), "images.json": images("qcow2") },
    },
    {
      name: "the location is hidden: nothing is cloned",
      given: { "glance-api.conf": glance("False"), "cinder.conf": cinder(on), "images.json": images("raw") },
      release: "2024.2",
    },
  ],
  reports: [
    {
      name: "raw images on the same Ceph",
      given: { "glance-api.conf": glance("True"), "cinder.conf": cinder(on), "images.json": images("raw") },
      release: "2024.2",
      expect: [
        {
          option: "[rbd-1]image_volume_cache_enabled",
          problem: "no_effect",
          severity: "info",
          file: "cinder.conf",
          line: 8,
          fix: [],
        },
      ],
    },
  ],
  unchecked: [
    { name: "no cinder.conf was given", given: { "glance-api.conf": glance("True") }, needs: ["cinder.conf"] },
  ],
});
