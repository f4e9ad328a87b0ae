import { testRule } from "../../src/check/test-rule.ts";
import { stagingNotReachable } from "./staging-not-reachable.ts";

const conf = (lines = "") => `[DEFAULT]\nenabled_backends = a:rbd\n${lines}[glance_store]\ndefault_backend = a\n`;
const three = {
  "request.md": "2025.1, three controllers behind one VIP, and `openstack image create --import` fails often.\n",
};

testRule(stagingNotReachable, {
  silent: [
    {
      name: "each node has its URL",
      given: { ...three, "glance-api.conf": conf("worker_self_reference_url = http://192.0.2.11:9292\n") },
    },
    {
      name: "glance-direct is off",
      given: { ...three, "glance-api.conf": conf("enabled_import_methods = [web-download]\n") },
    },
    { name: "one node", given: { "glance-api.conf": conf(), "request.md": "We have one controller.\n" } },
    {
      name: "staging is shared",
      given: {
        "glance-api.conf": conf(),
        "request.md": "Three controllers, and the staging directory is shared on NFS.\n",
      },
    },
  ],
  reports: [
    {
      name: "three nodes that import",
      given: { ...three, "glance-api.conf": conf() },
      expect: [
        {
          option: "[DEFAULT]worker_self_reference_url",
          problem: "not_reachable_from_peers",
          severity: "high",
          line: 1,
          fix: [
            {
              file: "glance-api.conf",
              section: "DEFAULT",
              key: "worker_self_reference_url",
              value: "http://<this node>:9292",
              perNode: true,
            },
          ],
        },
      ],
    },
    {
      name: "two nodes' files, nobody says that they import",
      given: { "ctl1/glance-api.conf": conf(), "ctl2/glance-api.conf": conf() },
      expect: [{ severity: "medium", file: "ctl1/glance-api.conf" }, { file: "ctl2/glance-api.conf" }],
    },
  ],
  unchecked: [{ name: "nobody tells how many nodes there are", given: { "glance-api.conf": conf() } }],
});
