import { image, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { sizeCapLow } from "./size-cap-low.ts";

const GIB = 2 ** 30;
const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });
const images = (size: number, virtual: number) => ({
  "images.json": page([image(1, { disk_format: "qcow2", size: size * GIB, virtual_size: virtual * GIB })]),
});

testRule(sizeCapLow, {
  silent: [
    { name: "everything fits", given: { ...glance(`image_size_cap = ${50 * GIB}`), ...images(4, 40) } },
    { name: "the default", given: { ...glance(""), ...images(4, 4000) } },
  ],
  reports: [
    {
      name: "too small for raw",
      given: { ...glance(`image_size_cap = ${10 * GIB}`), ...images(4, 40) },
      expect: [
        {
          option: "[DEFAULT]image_size_cap",
          problem: "capacity",
          severity: "medium",
          line: 3,
          fix: [{ value: String(50 * GIB), conditional: true }] as never,
        },
      ],
    },
    {
      name: "too small for what is there",
      given: { ...glance(`image_size_cap = ${2 * GIB}`), ...images(4, 4) },
      expect: [{ line: 3 }],
    },
  ],
});
