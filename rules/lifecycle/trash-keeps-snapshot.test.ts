import { imageId } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { trashKeepsSnapshot } from "./trash-keeps-snapshot.ts";

const trash = { "rbd-trash-ls-images.txt": `11cbd255f841 ${imageId(1)}` };
const snaps = (argument: string) => ({
  "snap.txt": `--- snap.txt --- (2 lines) $ rbd snap ls ${argument}\nSNAPID  NAME  SIZE    PROTECTED  TIMESTAMP\n     9  snap  96 MiB  yes        Mon Nov 23 04:38:38 2026\n`,
});

testRule(trashKeepsSnapshot, {
  silent: [
    { name: "no snapshots were listed", given: trash },
    { name: "the snapshot is of an object outside the trash", given: { ...trash, ...snaps(`images/${imageId(2)}`) } },
  ],
  reports: [
    {
      name: "the snapshot was listed by the id in the trash",
      given: { ...trash, ...snaps("--pool images --image-id 11cbd255f841") },
      expect: [
        {
          option: `images/${imageId(1)}`,
          problem: "no_effect",
          severity: "medium",
          file: "rbd-trash-ls-images.txt",
          line: 1,
        },
      ],
    },
    {
      name: "the snapshot was listed by name",
      given: { ...trash, ...snaps(`images/${imageId(1)}`) },
      expect: [{ option: `images/${imageId(1)}` }],
    },
  ],
});
