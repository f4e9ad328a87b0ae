import fc from "fast-check";
import { expect, test } from "vitest";
import { readCommand } from "./command-words.ts";

test.each([
  ["design", { kind: "design" }],
  ["  Review  ", { kind: "design" }],
  ["why are boots slow", { kind: "why" }],
  ["", { kind: "help", unknown: null }],
  ["help", { kind: "help", unknown: null }],
  ["desing", { kind: "help", unknown: "desing" }],
  ["ack", { kind: "ack", fingerprint: null, selector: null, days: null, why: null }],
  [
    "ack 1A2B3C4D5E6F 30d known, fixed in May",
    { kind: "ack", fingerprint: "1a2b3c4d5e6f", selector: null, days: 30, why: "known, fixed in May" },
  ],
  ["ack 1a2b3c4d 4w", { kind: "ack", fingerprint: "1a2b3c4d", selector: null, days: 28, why: null }],
  ["ack 1a2b3c4d 999d", { kind: "ack", fingerprint: "1a2b3c4d", selector: null, days: 365, why: null }],
  [
    "ack orphans pool=images min=10G 30d kept for the audit",
    {
      kind: "ack",
      fingerprint: null,
      selector: { class: "orphan", pool: "images", owner: null, atLeastBytes: 10 * 1024 ** 3 },
      days: 30,
      why: "kept for the audit",
    },
  ],
  ["forget", { kind: "forget" }],
  ["digest", { kind: "digest", what: "now", cloud: null }],
  ["digest now", { kind: "digest", what: "now", cloud: null }],
  ["digest north west off", { kind: "digest", what: "off", cloud: "north west" }],
  [
    "digest weekly mon 09:00 Europe/Berlin",
    {
      kind: "digest",
      what: "weekly",
      cloud: null,
      weekly: { weekday: 1, time: "09:00", timeZone: "Europe/Berlin" },
      wrong: null,
    },
  ],
  [
    "digest berlin weekly Friday 7",
    {
      kind: "digest",
      what: "weekly",
      cloud: "berlin",
      weekly: { weekday: 5, time: "07:00", timeZone: "UTC" },
      wrong: null,
    },
  ],
  [
    "digest weekly mon 25:00 Mars/Olympus",
    {
      kind: "digest",
      what: "weekly",
      cloud: null,
      weekly: { weekday: 1, time: "09:00", timeZone: "UTC" },
      wrong: "25:00 Mars/Olympus",
    },
  ],
])("/glance %s", (text, wanted) => {
  expect(readCommand(text)).toEqual(wanted);
});

test("any text is a command or asks for help", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readCommand(text).kind).toMatch(/^(design|check|hygiene|why|status|ack|digest|forget|help)$/);
    }),
  );
});
