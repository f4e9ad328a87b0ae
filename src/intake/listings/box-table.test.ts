import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinWrapped } from "./box-table.ts";
import { imageTableBuilder } from "./image-columns.ts";
import { readImages } from "./read-images.ts";

/** Draws a table as cliff and prettytable do, a line feed in a cell making a line of its own. */
function draw(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => cell.split("\n")));
  const widths = headings.map((_, column) =>
    Math.max(...cells.flatMap((row) => (row[column] ?? [""]).map((line) => line.length))),
  );
  const border = `+${widths.map((width) => "-".repeat(width + 2)).join("+")}+`;
  const lines = cells.map((row) =>
    Array.from(
      { length: Math.max(...row.map((cell) => cell.length)) },
      (_, at) => `| ${row.map((cell, column) => (cell[at] ?? "").padEnd(widths[column] ?? 0)).join(" | ")} |`,
    ).join("\n"),
  );
  return [border, lines[0], border, ...lines.slice(1), border].join("\n");
}

/** Names with the drawing characters in them; no blanks at the ends, which padding hides. */
const word = fc
  .string({ unit: fc.constantFrom(..."ab|+-_ .\"'"), minLength: 1, maxLength: 12 })
  .map((each) => each.trim())
  .filter((each) => each !== "");
const name = fc.oneof(
  word,
  fc.tuple(word, word).map((lines) => lines.join("\n")),
);

describe("drawn tables", () => {
  it("give back the rows that were drawn", () => {
    const row = fc.tuple(fc.uuid(), name, fc.constantFrom("active", "queued"));
    fc.assert(
      fc.property(fc.uniqueArray(row, { minLength: 1, selector: ([id]) => id }), fc.boolean(), (rows, idFirst) => {
        // A column as wide as any cell: no break can then be taken for one that wrapping made.
        const headings = ["ID", "Name".padEnd(60, "."), "Status"];
        const order = idFirst ? [0, 1, 2] : [2, 1, 0];
        const drawn = draw(
          order.map((column) => headings[column] ?? ""),
          rows.map((each) => order.map((column) => each[column] ?? "")),
        ).replace(`Name${".".repeat(56)}`, "Name".padEnd(60));
        const builder = imageTableBuilder();
        expect(readImages(drawn, { file: "f" }, builder).problems).toBeUndefined();
        expect([
          ...builder
            .build()
            .rows()
            .map((each) => [each.id, each.name, each.status]),
        ]).toEqual(rows);
      }),
      { numRuns: 150 },
    );
  });

  it("read an id that was wrapped with its row", () => {
    const drawn = [
      "+----------------+--------+",
      "| ID             | Name   |",
      "+----------------+--------+",
      "| 59c3ec72-fdf5- | ubuntu |",
      "| 4f4d-a90b-     | 24.04  |",
      "| 9b1f22e442a5   |        |",
      "| ccf456f3-4c59- | debian |",
      "| 4ef8-b9f2-     |        |",
      "| 4605b69b1539   |        |",
      "+----------------+--------+",
    ].join("\n");
    const builder = imageTableBuilder();
    readImages(drawn, { file: "f" }, builder);
    expect([
      ...builder
        .build()
        .rows()
        .map((row) => [row.id, row.name, row.line]),
    ]).toEqual([
      ["59c3ec72-fdf5-4f4d-a90b-9b1f22e442a5", "ubuntu 24.04", 4],
      ["ccf456f3-4c59-4ef8-b9f2-4605b69b1539", "debian", 7],
    ]);
  });

  it("align by terminal cells where characters are wide or have no width", () => {
    const drawn =
      "+----+--------+--------+\n| ID | Name   | Status |\n+----+--------+--------+\n| a1 | 日本語 | active |\n| a2 | e\u0301t\u200ee   | queued |\n+----+--------+--------+\n";
    const builder = imageTableBuilder();
    readImages(drawn, { file: "f" }, builder);
    expect([
      ...builder
        .build()
        .rows()
        .map((row) => [row.name, row.status]),
    ]).toEqual([
      ["日本語", "active"],
      ["e\u0301t\u200ee", "queued"],
    ]);
  });
});

describe("joinWrapped", () => {
  it.each([
    ["rbd://f/images/799fd1d4-", "b29635b1472f/snap", 26, "rbd://f/images/799fd1d4-b29635b1472f/snap"],
    ["cd27f1cd27f1", "b7e7c6", 12, "cd27f1cd27f1b7e7c6"],
    ["a share for templates", "nobody boots", 24, "a share for templates nobody boots"],
    ["line1", "line2", 40, "line1\nline2"],
  ])("joins %s and %s", (above, next, width, joined) => {
    expect(joinWrapped(above, next, width)).toBe(joined);
  });
});
