import { testRule } from "../../src/check/test-rule.ts";
import { webDownloadTwoLists } from "./web-download-two-lists.ts";

const glance = (lines: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n[import_filtering_opts]\n${lines}\n`,
});

testRule(webDownloadTwoLists, {
  silent: [
    { name: "allowed hosts alone", given: glance("allowed_hosts = [a.example]") },
    {
      name: "refused hosts alone: the default of allowed hosts is empty",
      given: glance("disallowed_hosts = [10.0.0.1]"),
    },
    { name: "an empty list", given: glance("allowed_hosts = [a.example]\ndisallowed_hosts = []") },
  ],
  reports: [
    {
      name: "both lists of hosts",
      given: glance("allowed_hosts = [a.example]\ndisallowed_hosts = [10.0.0.1]"),
      expect: [
        {
          option: "[import_filtering_opts]disallowed_hosts",
          problem: "unsupported_combination",
          severity: "medium",
          line: 5,
        },
      ],
    },
    { name: "the default ports win", given: glance("disallowed_ports = [22]"), expect: [{ severity: "low", line: 4 }] },
  ],
});
