import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { copiesUnfinished } from "./copies-unfinished.ts";

testRule(copiesUnfinished, {
  silent: [
    {
      name: "both properties are empty",
      given: {
        "images.json": page([image(1, { os_glance_failed_import: "", os_glance_importing_to_stores: "" }), image(2)]),
      },
    },
    {
      name: "a copy of the last hour",
      given: { "images.json": page([image(1, { os_glance_importing_to_stores: "edge1" }), image(2)]) },
    },
  ],
  reports: [
    {
      name: "one store refused",
      given: { "images.json": page([image(1), image(2, { os_glance_failed_import: "edge1" })]) },
      expect: [
        {
          option: `image ${imageId(2)}`,
          problem: "stale_queued",
          severity: "medium",
          file: "images.json",
          objects: [imageId(2)],
        },
      ],
    },
    {
      name: "two copies came to a halt",
      given: {
        "images.json": page([
          image(1),
          image(2, { os_glance_importing_to_stores: "edge1", updated_at: "2025-01-20T08:00:00Z" }),
          image(3, { os_glance_importing_to_stores: "edge1", updated_at: "2025-01-20T08:00:00Z" }),
        ]),
      },
      expect: [{ option: "catalog", objects: [imageId(2), imageId(3)] }],
    },
  ],
  unchecked: [
    {
      name: "a table without properties",
      given: {
        "images.csv": `"ID","Name","Status"\n"${imageId(1)}","a","active"\n`,
      },
    },
  ],
});
