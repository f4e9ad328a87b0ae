import { testRule } from "../../src/check/test-rule.ts";
import { storesUneven } from "./stores-uneven.ts";

const conf = (fast: string, bulk: string) =>
  `[DEFAULT]\nenabled_backends = fast:rbd,bulk:rbd\n[glance_store]\ndefault_backend = fast\n[fast]\nrbd_store_pool = ${fast}\n[bulk]\nrbd_store_pool = ${bulk}\n`;
const df = (fast: [string, string], bulk: [string, string]) => ({
  "ceph-df.txt": `--- POOLS ---
POOL         ID   PGS   STORED  OBJECTS     USED  %USED  MAX AVAIL
images        2   256  ${fast[0]}  290.11k  6.3 TiB   5.98     ${fast[1]}
images-bulk   3   256  ${bulk[0]}  290.11k  6.3 TiB   5.98     ${bulk[1]}
`,
});
const both = { "glance-api.conf": conf("images", "images-bulk") };

testRule(storesUneven, {
  silent: [
    { name: "both have room", given: { ...both, ...df(["2 TiB", "8 TiB"], ["1 TiB", "9 TiB"]) } },
    { name: "both are full", given: { ...both, ...df(["9 TiB", "1 TiB"], ["9 TiB", "1 TiB"]) } },
    {
      name: "one pool only",
      given: { "glance-api.conf": conf("images", "images"), ...df(["9 TiB", "1 TiB"], ["1 TiB", "9 TiB"]) },
    },
  ],
  reports: [
    {
      name: "the default is full, the other is not",
      given: { ...both, ...df(["9 TiB", "1 TiB"], ["1 TiB", "9 TiB"]) },
      expect: [
        {
          option: "catalog",
          problem: "store_imbalance",
          severity: "medium",
          file: "ceph-df.txt",
          line: 3,
          part: "a",
          objects: ["images", "images-bulk"],
        },
      ],
    },
  ],
});
