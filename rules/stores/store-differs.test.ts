import { testRule } from "../../src/check/test-rule.ts";
import { storeDiffers } from "./store-differs.ts";

const glance = (pool: string, id = "ceph") =>
  `[DEFAULT]\nenabled_backends = ${id}:rbd\n[glance_store]\ndefault_backend = ${id}\n[${id}]\n${pool}\n`;

testRule(storeDiffers, {
  silent: [
    {
      name: "both name one pool",
      given: {
        "glance-api-internal.conf": glance("rbd_store_pool = images"),
        "glance-api-external.conf": glance("rbd_store_pool = images"),
      },
    },
    {
      name: "two stores",
      given: {
        "glance-api-internal.conf": glance("rbd_store_pool = images"),
        "glance-api-external.conf": glance("rbd_store_pool = images-ext", "other"),
      },
    },
    {
      name: "two sites",
      given: {
        "dcn0/glance-api.conf": glance("rbd_store_pool = images"),
        "dcn1/glance-api.conf": glance("rbd_store_pool = images-1"),
      },
    },
    {
      name: "one does not say",
      given: {
        "glance-api-internal.conf": glance("rbd_store_pool = images-a"),
        "glance-api-external.conf": glance("weight = 1"),
      },
    },
  ],
  reports: [
    {
      name: "internal and external write to two pools",
      given: {
        "glance-api-external.conf": glance("rbd_store_pool = images-ext"),
        "glance-api-internal.conf": glance("rbd_store_pool = images"),
      },
      expect: [{ option: "[ceph]rbd_store_pool", severity: "high", line: 6 }],
    },
  ],
});
