import { testRule } from "../../src/check/test-rule.ts";
import { nodesDiffer } from "./nodes-differ.ts";

const conf = (id: string, more = "") =>
  `[DEFAULT]\nenabled_backends = a:rbd, b:file\nshow_image_direct_url = True\n${more}[glance_store]\ndefault_backend = ${id}\n`;

testRule(nodesDiffer, {
  silent: [
    {
      name: "alike but for blanks and addresses",
      given: {
        "ctl1/glance-api.conf": conf("a", "worker_self_reference_url = http://192.0.2.1\n"),
        "ctl2/glance-api.conf": conf("a").replace("a:rbd, b", "a:rbd,b").replace("True", "true"),
      },
    },
    {
      name: "an internal and an external endpoint",
      given: { "ctl1/glance-api-internal.conf": conf("a"), "ctl1/glance-api-external.conf": conf("b") },
    },
    {
      name: "two files without a node in their names, with the same stores and default",
      given: { "old/glance-api.conf": conf("a"), "new/glance-api.conf": conf("a", "workers = 8\n") },
    },
    { name: "two sites", given: { "az1/glance-api.conf": conf("a"), "az2/glance-api.conf": conf("b") } },
  ],
  reports: [
    {
      name: "two files of which nothing says whose they are",
      given: { "a/glance-api.conf": conf("a"), "b/glance-api.conf": conf("b") },
      expect: [
        {
          option: "[glance_store]default_backend",
          problem: "contradiction",
          severity: "medium",
          file: "b/glance-api.conf",
        },
      ],
    },
    {
      name: "another default on the second node",
      given: { "ctl1/glance-api.conf": conf("a"), "ctl2/glance-api.conf": conf("b") },
      expect: [
        {
          option: "[glance_store]default_backend",
          problem: "contradiction",
          severity: "medium",
          file: "ctl2/glance-api.conf",
          line: 5,
        },
      ],
    },
  ],
});
