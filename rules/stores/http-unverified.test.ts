import { testRule } from "../../src/check/test-rule.ts";
import { httpUnverified } from "./http-unverified.ts";

const glance = (own: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd,web:http\n[glance_store]\ndefault_backend = a\n[web]\n${own}\n`,
});

testRule(httpUnverified, {
  silent: [
    { name: "verified", given: glance("https_insecure = False") },
    { name: "its own certificates", given: glance("https_ca_certificates_file = /etc/ssl/ca.pem") },
    { name: "no http store", given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\n" } },
  ],
  reports: [
    {
      name: "by default",
      given: glance("store_description = web"),
      expect: [{ option: "[web]https_insecure", severity: "info", line: 5 }],
    },
    {
      name: "switched off",
      given: glance("https_insecure = True"),
      expect: [
        {
          severity: "low",
          line: 6,
          fix: [{ file: "glance-api.conf", section: "web", key: "https_insecure", value: "False" }],
        },
      ],
    },
  ],
});
