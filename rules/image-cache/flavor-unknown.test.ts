import { testRule } from "../../src/check/test-rule.ts";
import { flavorUnknown } from "./flavor-unknown.ts";

const conf = (flavor: string): string => `[DEFAULT]\ndebug = False\n[paste_deploy]\n${flavor}\n`;
const option = "[paste_deploy]flavor";

testRule(flavorUnknown, {
  silent: [
    ...["keystone", "keystone+caching", "keystone+cachemanagement", '"keystone"', ""].map((flavor) => ({
      name: `flavor ${flavor || "empty"}`,
      given: { "glance-api.conf": conf(`flavor = ${flavor}`) },
    })),
    {
      name: "the pasted pipelines have it",
      given: {
        "glance-api.conf": conf("flavor = keystone+cache"),
        "glance-api-paste.ini":
          "[pipeline:glance-api-keystone+cache]\npipeline = cors healthcheck authtoken context cache rootapp\n",
      },
    },
  ],
  reports: [
    {
      name: "a letter is missing",
      given: { "glance-api.conf": conf("flavor = keystone+cachemanagment") },
      expect: [
        {
          option,
          problem: "wrong_value",
          severity: "high",
          file: "glance-api.conf",
          line: 4,
          fix: [{ file: "glance-api.conf", section: "paste_deploy", key: "flavor", value: "keystone+cachemanagement" }],
        },
      ],
    },
    {
      name: "letter case counts",
      given: { "glance-api.conf": conf("flavor = Keystone") },
      expect: [{ option, severity: "high" }],
    },
  ],
  unchecked: [
    {
      name: "a name of the operator's own",
      given: { "glance-api.conf": conf("flavor = keystone+audit+ratelimit") },
      needs: ["glance-api-paste.ini"],
    },
  ],
});
