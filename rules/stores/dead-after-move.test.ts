import { testRule } from "../../src/check/test-rule.ts";
import { deadAfterMove } from "./dead-after-move.ts";

const single =
  "[DEFAULT]\nnode_staging_uri = file:///srv/staging\n[glance_store]\nstores = rbd\ndefault_store = rbd\nrbd_store_pool = images\nfilesystem_store_datadir = /a\n";
const wish = "We plan to go to multiple stores with enabled_backends. What changes?\n";

testRule(deadAfterMove, {
  silent: [
    { name: "nobody asks to move", given: { "glance-api.conf": single, "request.md": "Is this fine?\n" } },
    {
      name: "it has moved",
      given: {
        "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\n[glance_store]\nrbd_store_pool = a\n",
        "request.md": wish,
      },
    },
  ],
  reports: [
    {
      name: "a pool, a directory of a driver that is not loaded, and staging",
      given: { "glance-api.conf": single, "request.md": wish },
      expect: [
        { option: "[glance_store]rbd_store_pool", problem: "dead_option", severity: "high", line: 6 },
        { option: "[DEFAULT]node_staging_uri", severity: "medium", line: 2 },
        { option: "[glance_store]filesystem_store_datadir", severity: "low", line: 7 },
      ],
    },
  ],
  unchecked: [{ name: "no words", given: { "glance-api.conf": single }, needs: ["request"] }],
});
