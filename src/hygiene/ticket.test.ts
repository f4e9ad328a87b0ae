import { expect, test } from "vitest";
import { itemList } from "./history/item-list.ts";
import type { Item } from "./history/record.ts";
import { ticketsFor } from "./ticket.ts";

const item = (kind: Item["class"], key: string, owner: string | null, bytes: number): Item => ({
  class: kind,
  key,
  bytes,
  owner,
  detail: null,
});

test("each owner is asked for what is theirs alone, those with most bytes first, by a day", () => {
  const text = ticketsFor(
    itemList([
      item("not-cloneable", "i1", "p1", 5),
      item("stuck", "i2", "p2", 9),
      item("orphan", "images/i3", null, 99),
      item("unused", "i4", "p1", 1),
    ]),
    { p2: { name: "billing", contact: "billing@example.org" } },
    new Date("2026-11-09T08:00:00Z"),
  );
  const [first = "", second = ""] = text?.split("----") ?? [];
  expect(first).toContain("Project billing (p2)\nContact: billing@example.org\n");
  expect([first.includes("p2"), first.includes("i2"), first.includes("2026-11-23")]).toEqual([true, true, true]);
  expect(second).toMatch(/Project p1[\s\S]*i1[\s\S]*i4/);
  expect(text).not.toContain("i3");
});

test("where nothing is asked of an owner there is no text", () => {
  expect(ticketsFor(itemList([item("orphan", "images/i3", null, 99)]), {}, new Date(0))).toBeNull();
});
