import { testRule } from "../../src/check/test-rule.ts";
import { fileDirectoryTwice } from "./file-directory-twice.ts";

const glance = (...directories: readonly string[]) =>
  `[DEFAULT]\nenabled_backends = nfs:file\n[glance_store]\ndefault_backend = nfs\n[nfs]\n${directories.map((value) => `filesystem_store_datadirs = ${value}\n`).join("")}`;

testRule(fileDirectoryTwice, {
  silent: [
    { name: "each stands once", given: { "glance-api.conf": glance("/srv/a:200", "/srv/b:100") } },
    { name: "twice with one priority", given: { "glance-api.conf": glance("/srv/a:200", "/srv/a:200") } },
    {
      name: "a slash at the end makes it another to the driver",
      given: { "glance-api.conf": glance("/srv/a:200", "/srv/a/:50") },
    },
    { name: "no directories", given: { "glance-api.conf": glance() } },
  ],
  reports: [
    {
      name: "one directory with two priorities",
      given: { "glance-api.conf": glance("/srv/a:200", "/srv/b:100", "/srv/a:50") },
      expect: [{ option: "[nfs]filesystem_store_datadirs", severity: "high" }],
    },
  ],
});
