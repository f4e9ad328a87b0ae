import { testRule } from "../../src/check/test-rule.ts";
import { vmdkTypesWidened } from "./vmdk-types-widened.ts";

const glance = (lines: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n[image_format]\n${lines}\n`,
});

testRule(vmdkTypesWidened, {
  silent: [
    { name: "the default", given: glance("") },
    { name: "one of the two", given: glance("vmdk_allowed_types = streamOptimized") },
    { name: "none", given: glance("vmdk_allowed_types =") },
  ],
  reports: [
    {
      name: "a flat type",
      given: glance("vmdk_allowed_types = streamOptimized, monolithicFlat"),
      expect: [
        {
          option: "[image_format]vmdk_allowed_types",
          problem: "insecure",
          severity: "high",
          line: 4,
          fix: [{ value: "streamOptimized,monolithicSparse" }] as never,
        },
      ],
    },
  ],
});
