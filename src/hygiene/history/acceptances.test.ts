import { describe, expect, it } from "vitest";
import { type Acceptance, acceptedOf } from "./acceptances.ts";
import { itemList } from "./item-list.ts";
import { itemFingerprint } from "./item-name.ts";
import type { Item } from "./record.ts";

const DAY = 86_400_000;
const NOW = new Date("2026-11-23T09:00:00Z");
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY);
const item = (key: string, more: Partial<Item> = {}): Item => ({
  class: "duplicate",
  key,
  bytes: 1,
  owner: null,
  detail: null,
  ...more,
});
const acceptance = (of: Item, until: Date | null): Acceptance => ({
  fingerprint: itemFingerprint(of),
  who: "U0ADA",
  why: "kept for the audit",
  until,
});

describe("what was accepted", () => {
  it.each([
    ["a group of images that grew", { extent: "2" }, { extent: "50" }],
    [
      "a finding whose figures doubled",
      { class: "finding" as const, extent: "1" },
      { class: "finding" as const, extent: "11" },
    ],
  ])("does not cover %s", (_, then, now) => {
    const accepted = acceptedOf(itemList([item("a", now)]), [acceptance(item("a", then), ago(-30))], {
      now: NOW,
      since: ago(7),
    });
    expect(accepted.open).toHaveLength(1);
    expect(accepted.accepted).toEqual([]);
  });

  it("covers what stayed as it was", () => {
    const same = item("a", { extent: "2" });
    const accepted = acceptedOf(itemList([same]), [acceptance(same, ago(-30))], { now: NOW, since: ago(7) });
    expect(accepted.accepted).toHaveLength(1);
  });
});

describe("an acceptance that ended", () => {
  const ending = acceptance(item("a"), ago(2));

  it("is told once, with its thing where that is shown", () => {
    const told = (since: Date) => acceptedOf(itemList([item("a")]), [ending], { now: NOW, since });
    expect([told(ago(7)).ended.length, told(ago(1)).ended.length]).toEqual([1, 0]);
  });

  it("is told once also in a week that does not show its thing", () => {
    const told = (since: Date) => acceptedOf(itemList([]), [ending], { now: NOW, since });
    expect([told(ago(7)).endedUnseen.length, told(ago(1)).endedUnseen.length]).toEqual([1, 0]);
  });

  it("that holds or has no end is not told to have ended", () => {
    const holding = [acceptance(item("a"), ago(-1)), acceptance(item("b"), null)];
    expect(acceptedOf(itemList([]), holding, { now: NOW, since: ago(7) }).endedUnseen).toEqual([]);
  });
});
