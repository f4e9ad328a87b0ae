import { testRule } from "../../src/check/test-rule.ts";
import { quotaCountsCopies } from "./quota-counts-copies.ts";

const conf = (flag: string): string => `[DEFAULT]\nenabled_backends = a:rbd, b:s3\nuse_keystone_limits = ${flag}\n`;
const images = (stores: string): string =>
  JSON.stringify([
    { id: "0f0f0f0f-1111-4222-8333-444455556661", disk_format: "raw", status: "active", size: 1073741824, stores },
    { id: "0f0f0f0f-1111-4222-8333-444455556662", disk_format: "raw", status: "active", size: 1073741824, stores: "a" },
  ]);

testRule(quotaCountsCopies, {
  silent: [
    { name: "one store each", given: { "glance-api.conf": conf("True"), "images.json": images("b") } },
    { name: "no limits", given: { "glance-api.conf": conf("False"), "images.json": images("a,b") } },
  ],
  reports: [
    {
      name: "one image is in two stores",
      given: { "glance-api.conf": conf("True"), "images.json": images("a,b") },
      expect: [
        {
          option: "[DEFAULT]use_keystone_limits",
          problem: "side_effect",
          severity: "info",
          file: "glance-api.conf",
          line: 3,
          objects: ["0f0f0f0f-1111-4222-8333-444455556661"],
        },
      ],
    },
  ],
});
