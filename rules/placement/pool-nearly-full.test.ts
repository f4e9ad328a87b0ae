import { testRule } from "../../src/check/test-rule.ts";
import { poolNearlyFull } from "./pool-nearly-full.ts";

const conf = {
  "glance-api.conf":
    "[DEFAULT]\nenabled_backends = fast:rbd\n[glance_store]\ndefault_backend = fast\n[fast]\nrbd_store_pool = glance-images\n",
};
const df = (stored: string, free: string, pool = "glance-images") => ({
  "ceph-df.txt": `--- RAW STORAGE ---
CLASS     SIZE    AVAIL     USED  RAW USED  %RAW USED
ssd    210 TiB  118 TiB   92 TiB    92 TiB      43.81
TOTAL  210 TiB  118 TiB   92 TiB    92 TiB      43.81

--- POOLS ---
POOL           ID  PGS   STORED  OBJECTS     USED  %USED  MAX AVAIL
${pool}   2  256  ${stored}  290.11k  6.3 TiB   5.98     ${free}
`,
});

testRule(poolNearlyFull, {
  silent: [
    { name: "most of it is free", given: { ...conf, ...df("2.1 TiB", "33 TiB") } },
    {
      name: "no store on RBD",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = nfs:file\n[glance_store]\ndefault_backend = nfs\n" },
    },
  ],
  reports: [
    {
      name: "nine tenths",
      given: { ...conf, ...df("18 TiB", "2.0 TiB") },
      expect: [
        {
          option: "catalog",
          problem: "capacity",
          severity: "medium",
          file: "ceph-df.txt",
          line: 8,
          objects: ["glance-images"],
        },
      ],
    },
    {
      name: "nothing is left",
      given: { ...conf, ...df("18 TiB", "0 B") },
      expect: [{ severity: "high", file: "ceph-df.txt" }],
    },
    {
      name: "no file, but a pool called images",
      given: df("18 TiB", "2.0 TiB", "images"),
      expect: [{ severity: "medium", objects: ["images"] }],
    },
  ],
  unchecked: [{ name: "ceph df was not given", given: conf, needs: ["ceph df"] }],
});
