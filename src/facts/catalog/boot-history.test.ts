import { expect, test } from "vitest";
import { intake } from "../../intake/intake.ts";
import { monthlyBoots, unusedFor } from "./boot-history.ts";
import { bootFacts } from "./boots.ts";

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const NOW = "2026-11-09T08:00:00Z";

function taken(complete: boolean) {
  const image = (number: number) => ({
    id: id(number),
    name: `image ${number}`,
    status: "active",
    disk_format: "raw",
    size: 1,
    created_at: "2023-01-01T00:00:00Z",
    updated_at: "2023-01-01T00:00:00Z",
  });
  const use = (number: number, more: object) => ({
    image_id: id(number),
    servers: 0,
    volume_backed_servers: 0,
    volumes: 0,
    last_boot_at: null,
    ...more,
  });
  const part = { from: "nova", what: "boots", command: null, rows: 1, startedAt: NOW, endedAt: NOW, problem: null };
  const sources = {
    "images.json": [0, 1, 2, 3, 4].map(image),
    "boots-365d.json": [{ image_id: id(4), boots_365d: 7, last_boot_at: "2026-11-01T00:00:00Z" }],
    "image-uses.json": {
      schema: "glancewright.image-uses/1",
      images: [use(1, { servers: 1 }), use(2, { volumes: 1 }), use(3, { last_boot_at: "2020-01-01T00:00:00Z" })],
    },
    "snapshot.json": {
      schema: "glancewright.snapshot/1",
      cloud: "berlin",
      region: null,
      startedAt: NOW,
      endedAt: NOW,
      collector: "a test",
      parts: [{ ...part, file: "boots-365d.json", complete }],
    },
  };
  return intake(Object.entries(sources).map(([name, value]) => ({ name, text: JSON.stringify(value), pasted: false })));
}

test("an image that a server or a volume names is not unused, however long ago that booted", () => {
  const input = taken(true);
  const unused = unusedFor(input, 90);
  const found: string[] = [];
  for (const image of input.images.rows()) if (unused?.(image)) found.push(image.id);
  expect(found).toEqual([id(0), id(3)]);
});

test("counts that were not read to their end prove no absence", () => {
  const input = taken(false);
  expect([unusedFor(input, 90), bootFacts(input), monthlyBoots(input)]).toEqual([null, null, null]);
});
