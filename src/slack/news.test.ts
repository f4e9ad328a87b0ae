import { expect, test } from "vitest";
import { newsOf } from "./news.ts";

test("a thing is news once a day", () => {
  let now = 0;
  const isNews = newsOf(() => now);
  const asked = [isNews("a"), isNews("a"), isNews("b")];
  now = 25 * 60 * 60_000;
  expect([...asked, isNews("a")]).toEqual([true, false, true, true]);
});
