import { testRule } from "../../src/check/test-rule.ts";
import { fileTwoWays } from "./file-two-ways.ts";

const glance = (own: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:file\n[glance_store]\ndefault_backend = a\n[a]\n${own}\n`,
});

testRule(fileTwoWays, {
  silent: [
    { name: "one directory", given: glance("filesystem_store_datadir = /a") },
    {
      name: "several, and the single one set to nothing",
      given: glance("filesystem_store_datadir =\nfilesystem_store_datadirs = /a:1"),
    },
  ],
  reports: [
    {
      name: "several, and the single one by default",
      given: glance("filesystem_store_datadirs = /a:2\nfilesystem_store_datadirs = /b:1"),
      expect: [
        {
          option: "[a]filesystem_store_datadirs",
          problem: "unsupported_combination",
          severity: "high",
          fix: [{ file: "glance-api.conf", section: "a", key: "filesystem_store_datadir", value: "" }],
        },
      ],
    },
    {
      name: "both written, in single-store mode",
      given: {
        "glance-api.conf":
          "[DEFAULT]\ndebug = 1\n[glance_store]\nstores = file\nfilesystem_store_datadir = /a\nfilesystem_store_datadirs = /b:1\n",
      },
      expect: [{ option: "[glance_store]filesystem_store_datadirs", line: 6 }],
    },
  ],
});
