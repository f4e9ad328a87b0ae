import { testRule } from "../../src/check/test-rule.ts";
import { importFetchUnfixed } from "./import-fetch-unfixed.ts";

const glance = (methods = "[glance-direct,web-download]") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\nenabled_import_methods = ${methods}\n`,
});
const version = (text: string) => ({
  "versions.txt": `$ pip list\nPackage Version\n------- -------\nglance   ${text}\n`,
});
const packaged = (text: string) => ({ "dpkg.txt": `ii  glance-common  ${text}  all  OpenStack Image Service\n` });

testRule(importFetchUnfixed, {
  silent: [
    { name: "2025.1 with the fix", given: { ...glance(), ...version("30.2.0") } },
    { name: "2026.1", given: { ...glance(), ...version("32.0.0") } },
    { name: "nothing is fetched", given: { ...glance("[glance-direct]"), ...version("29.0.0") } },
  ],
  reports: [
    {
      name: "2025.1 before the fix",
      given: { ...glance(), ...version("30.1.0") },
      expect: [{ option: "release", problem: "insecure", severity: "high", file: "versions.txt" }],
    },
    { name: "a line without the fix", given: { ...glance(), ...version("28.1.1") }, expect: [{ severity: "high" }] },
    {
      name: "a package may carry it",
      given: { ...glance(), ...packaged("2:30.0.0-3+deb13u1") },
      expect: [{ severity: "low", file: "dpkg.txt", line: 1 }],
    },
  ],
  unchecked: [{ name: "no version", given: glance() }],
});
