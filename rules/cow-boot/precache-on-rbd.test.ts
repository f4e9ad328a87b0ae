import { testRule } from "../../src/check/test-rule.ts";
import { precacheOnRbd } from "./precache-on-rbd.ts";

const nova = (type: string) => ({ "nova.conf": `[libvirt]\nimages_type = ${type}\n` });
const words = { "request.md": "Boots are slow.\nWe pre-cache the golden images on the aggregate every night.\n" };

testRule(precacheOnRbd, {
  silent: [
    { name: "local disks", given: { ...nova("qcow2"), ...words } },
    { name: "nobody speaks of it", given: { ...nova("rbd"), "request.md": "Boots are slow.\n" } },
  ],
  reports: [
    {
      name: "disks on Ceph",
      given: { ...nova("rbd"), ...words },
      expect: [{ problem: "no_effect", severity: "low", file: "request.md", line: 2, part: "d" }],
    },
  ],
});
