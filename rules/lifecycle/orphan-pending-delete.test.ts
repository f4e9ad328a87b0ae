import { completeListing, image, imageId, rbdLong } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { orphanPendingDelete } from "./orphan-pending-delete.ts";

const table = (...rows: string[]) => ({
  "images.tsv": ["id\tname\tstatus\tsize\tvisibility\tos_hidden\tdeleted\tcreated_at\tupdated_at", ...rows].join("\n"),
});
const row = (number: number, status: string, deleted: 0 | 1, updated: string): string =>
  [
    imageId(number),
    `image-${number}`,
    status,
    10_737_418_240,
    "private",
    0,
    deleted,
    "2025-01-01 10:00:00",
    updated,
  ].join("\t");
const pool = { "rbd-ls-l-images.txt": rbdLong([{ name: imageId(1) }, { name: imageId(2) }]) };
const option = `images/${imageId(2)}`;

testRule(orphanPendingDelete, {
  silent: [
    {
      name: "both images are active",
      given: {
        ...table(row(1, "active", 0, "2025-03-01 10:00:00"), row(2, "active", 0, "2025-03-01 10:00:00")),
        ...pool,
      },
    },
    { name: "only the API was listed", given: { ...completeListing([image(1)]), ...pool } },
  ],
  reports: [
    {
      name: "an image was deleted yesterday and waits",
      given: {
        ...table(row(1, "active", 0, "2025-03-02 10:00:00"), row(2, "pending_delete", 1, "2025-03-01 10:00:00")),
        ...pool,
      },
      expect: [{ option, problem: "orphan_claim_unsafe", severity: "low", file: "rbd-ls-l-images.txt", line: 4 }],
    },
    {
      name: "an image was deleted two months ago and still waits",
      given: {
        ...table(row(1, "active", 0, "2025-03-02 10:00:00"), row(2, "pending_delete", 1, "2025-01-02 10:00:00")),
        ...pool,
      },
      expect: [{ option, severity: "medium" }],
    },
  ],
  unchecked: [{ name: "no store was listed", given: table(row(2, "pending_delete", 1, "2025-01-02 10:00:00")) }],
});
