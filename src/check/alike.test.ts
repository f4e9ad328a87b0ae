import { expect, test } from "vitest";
import { alike } from "./alike.ts";

const finding = (file: string, title = "a", severity = "high") => ({
  rule: "stores/x",
  title,
  option: "[DEFAULT]x",
  severity,
  file,
});

test("the same said of three nodes is one group, in the order of the first", () => {
  const groups = alike([finding("a"), finding("b", "other"), finding("c"), finding("d", "a", "low"), finding("e")]);
  expect(groups.map((group) => group.map(({ file }) => file))).toEqual([["a", "c", "e"], ["b"], ["d"]]);
});
