import { testRule } from "../../src/check/test-rule.ts";
import { misspeltSection } from "./misspelt-section.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(misspeltSection, {
  silent: [
    { name: "spelled right", given: glance("[paste_deploy]\nflavor = keystone") },
    { name: "spelled right in capitals", given: glance("[PASTE_DEPLOY]\nflavor = keystone") },
    { name: "a store of its own", given: glance("[a]\nrbd_store_pool = images") },
  ],
  reports: [
    {
      name: "a letter too many",
      given: glance("[paste_deployy]\nflavor = keystone"),
      expect: [
        {
          option: "[paste_deployy]flavor",
          problem: "wrong_section",
          severity: "medium",
          line: 4,
          fix: [
            { file: "glance-api.conf", section: "paste_deployy", key: "flavor", value: null },
            { file: "glance-api.conf", section: "paste_deploy", key: "flavor", value: "keystone" },
          ],
        },
      ],
    },
  ],
});
