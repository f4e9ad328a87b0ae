import { testRule } from "../../src/check/test-rule.ts";
import { snapshotIncomplete } from "./snapshot-incomplete.ts";

const manifest = (complete: boolean) =>
  JSON.stringify({
    schema: "glancewright.snapshot/1",
    cloud: "berlin",
    region: null,
    startedAt: "2026-11-02T08:00:00Z",
    endedAt: "2026-11-02T08:01:00Z",
    collector: "glancewright 0.1.0",
    parts: [
      {
        file: "rbd-ls-l-images.json",
        from: "ceph",
        what: "objects of pool images",
        command: "rbd ls -l images --format json",
        complete,
        rows: 1,
        startedAt: "2026-11-02T08:00:00Z",
        endedAt: "2026-11-02T08:01:00Z",
        problem: complete ? null : "the command ended with 1",
      },
    ],
  });

testRule(snapshotIncomplete, {
  silent: [
    { name: "a whole snapshot", given: { "snapshot.json": manifest(true) } },
    { name: "no snapshot", given: { "glance-api.conf": "[DEFAULT]\n" } },
  ],
  reports: [
    {
      name: "a part that broke off",
      given: { "snapshot.json": manifest(false) },
      expect: [{ option: "snapshot", severity: "low", file: "snapshot.json", problem: "orphan_claim_unsafe" }],
    },
  ],
});
