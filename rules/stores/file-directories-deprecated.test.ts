import { testRule } from "../../src/check/test-rule.ts";
import { fileDirectoriesDeprecated } from "./file-directories-deprecated.ts";

const given = {
  "glance-api.conf":
    "[DEFAULT]\nenabled_backends = a:file\n[a]\nfilesystem_store_datadir =\nfilesystem_store_datadirs = /a:1\n",
};

testRule(fileDirectoriesDeprecated, {
  silent: [
    { name: "an older release", given, release: "2025.1" },
    {
      name: "one directory",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = a:file\n[a]\nfilesystem_store_datadir = /a\n" },
      release: "2026.1",
    },
  ],
  reports: [
    {
      name: "from 2025.2",
      given,
      release: "2025.2",
      expect: [{ option: "[a]filesystem_store_datadirs", problem: "deprecated_option", severity: "low", line: 5 }],
    },
  ],
  unchecked: [{ name: "the release is not known", given, needs: ["release"] }],
});
