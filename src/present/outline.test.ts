import { expect, test } from "vitest";
import type { ReviewFinding } from "../design/schema.ts";
import { together } from "./outline.ts";

const finding = (file: string, fix: string | null): ReviewFinding =>
  ({ file, line: 3, fix, title: "found", severity: "low" }) as ReviewFinding;

test.each([
  [null, null],
  ["", ""],
  ["set it", "set it; the same in the others"],
])("one finding of several files with the fix %j has the fix %j", (fix, expected) => {
  const one = together([finding("a/glance-api.conf", fix), finding("b/glance-api.conf", fix)]);
  expect([one.fix, one.file]).toEqual([expected, "a/glance-api.conf:3, b/glance-api.conf:3"]);
});
