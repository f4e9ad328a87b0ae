import { testRule } from "../../src/check/test-rule.ts";
import { webDownloadOpen } from "./web-download-open.ts";

const glance = (methods: string, filter = "") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${methods}\n[import_filtering_opts]\n${filter}\n`,
});

testRule(webDownloadOpen, {
  silent: [
    { name: "not enabled", given: glance("enabled_import_methods = [glance-direct,copy-image]") },
    {
      name: "hosts are listed",
      given: glance("enabled_import_methods = [web-download]", "allowed_hosts = [a.example]"),
    },
    { name: "hosts are left out", given: glance("", "disallowed_hosts = [169.254.169.254]") },
  ],
  reports: [
    {
      name: "enabled, open",
      given: glance("enabled_import_methods = [glance-direct,web-download]"),
      expect: [{ option: "[import_filtering_opts]allowed_hosts", problem: "insecure", severity: "low", line: 4 }],
    },
    { name: "open by default", given: glance(""), expect: [{ severity: "info" }] },
  ],
});
