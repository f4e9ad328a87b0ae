import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { conversionBreaksSignature } from "./conversion-breaks-signature.ts";

const glance = (plugins: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n[image_import_opts]\nimage_import_plugins = ${plugins}\n`,
});
const images = (format: string, more = {}) => ({
  "images.json": page([image(1, { os_distro: "debian" }), image(2, { disk_format: format, ...more })]),
});
const signed = { img_signature: "c2lnbmF0dXJl", img_signature_hash_method: "SHA-256" };

testRule(conversionBreaksSignature, {
  silent: [
    { name: "nothing is signed", given: { ...glance("['image_conversion']"), ...images("qcow2") } },
    { name: "signed and raw", given: { ...glance("['image_conversion']"), ...images("raw", signed) } },
    { name: "no plugin changes bytes", given: { ...glance("['inject_image_metadata']"), ...images("qcow2", signed) } },
  ],
  reports: [
    {
      name: "a signed qcow2 image",
      given: { ...glance("['image_conversion']"), ...images("qcow2", signed) },
      expect: [
        {
          option: "[image_import_opts]image_import_plugins",
          problem: "conversion_breaks_signature",
          severity: "medium",
          line: 4,
          objects: [imageId(2)],
        },
      ],
    },
  ],
});
