import { testRule } from "../../src/check/test-rule.ts";
import { imageVolumeCopied } from "./image-volume-copied.ts";

const glance = (extra = "", stores = "array:cinder", first = "array") =>
  `[DEFAULT]\nenabled_backends = ${stores}\n${extra}\n[glance_store]\ndefault_backend = ${first}\n[array]\ncinder_volume_type = gold\n`;
const cinder = (extra = "") =>
  `[DEFAULT]\nenabled_backends = array\n${extra}\n[array]\nvolume_driver = cinder.volume.drivers.netapp.common.NetAppDriver\n`;
const SHOWN = "show_image_direct_url = True";
const ALLOWED = "allowed_direct_url_schemes = cinder";

testRule(imageVolumeCopied, {
  silent: [
    {
      name: "both are set",
      given: { "glance-api.conf": glance(SHOWN), "cinder.conf": cinder(ALLOWED) },
      release: "2024.1",
    },
    {
      name: "Cinder asks with a user of its own",
      given: {
        "glance-api.conf": glance(),
        "cinder.conf": `${cinder(ALLOWED)}[glance]\nauth_type = password\n`,
      },
      release: "2026.1",
    },
    {
      name: "uploads land elsewhere",
      given: { "glance-api.conf": glance("", "array:cinder,file:file", "file"), "cinder.conf": cinder() },
      release: "2024.1",
    },
    {
      name: "no images are volumes",
      given: { "glance-api.conf": glance("", "file:file", "file"), "cinder.conf": cinder() },
      release: "2024.1",
    },
  ],
  reports: [
    {
      name: "neither is set",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder() },
      release: "2024.1",
      expect: [
        {
          option: "[DEFAULT]allowed_direct_url_schemes",
          severity: "medium",
          file: "cinder.conf",
          fix: [
            { file: "cinder.conf", key: "allowed_direct_url_schemes", value: "cinder" },
            { file: "glance-api.conf", key: "show_image_direct_url", value: "True" },
          ] as never,
        },
      ],
    },
    {
      name: "only the location is hidden",
      given: { "glance-api.conf": glance(), "cinder.conf": cinder(ALLOWED) },
      release: "2024.1",
      expect: [{ option: "[DEFAULT]show_image_direct_url", file: "glance-api.conf" }],
    },
    {
      name: "another scheme is allowed, the location is shown",
      given: { "glance-api.conf": glance(SHOWN), "cinder.conf": cinder("allowed_direct_url_schemes = file") },
      release: "2024.1",
      expect: [
        {
          option: "[DEFAULT]allowed_direct_url_schemes",
          fix: [{ key: "allowed_direct_url_schemes", value: "file,cinder" }] as never,
        },
      ],
    },
  ],
  unchecked: [
    {
      name: "the release decides whether Cinder can ask by itself",
      given: {
        "glance-api.conf": glance(),
        "cinder.conf": `${cinder(ALLOWED)}[glance]\nauth_type = password\n`,
      },
      needs: ["release"],
    },
  ],
});
