import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanPaste } from "./clean-paste.ts";

describe("a cleaned paste", () => {
  test.each([
    ["“raw” and ‘qcow2’", "\"raw\" and 'qcow2'", "smart quotes"],
    ["a\u00a0=\u202fb", "a = b", "non-breaking spaces"],
    ["a\u200b = \u2060b", "a = b", "zero-width characters"],
    ["\uFEFF[DEFAULT]", "[DEFAULT]", "byte order mark"],
    ["a &lt; b &amp;&amp; c &gt; d", "a < b && c > d", "chat entities"],
    ["&amp;lt;", "&lt;", "chat entities"],
    ["url = <http://192.0.2.1:9292|192.0.2.1:9292>", "url = 192.0.2.1:9292", "chat links"],
    ["url = <https://image.example.net>", "url = https://image.example.net", "chat links"],
    ["from <mailto:ops@example.net|ops@example.net>", "from ops@example.net", "chat links"],
    ["\u001b[31mred\u001b[0m", "red", "terminal colours"],
    ["$ openstack image list \u2013long", "$ openstack image list --long", "dashes in a command"],
  ])("%j becomes %j", (text, clean, what) => {
    expect(cleanPaste(text)).toEqual({ text: clean, changes: [{ line: 1, what }] });
  });

  test("keeps what nobody broke", () => {
    const text = "[a]\r\nb = <TOTAL> – c & d\r\n# see x — y\n<@U123> hi";
    expect(cleanPaste(text)).toEqual({ text, changes: [] });
  });

  test("tells the line of each change", () => {
    expect(cleanPaste("a\nb\u00a0c\nd “e”\u00a0f").changes).toEqual([
      { line: 2, what: "non-breaking spaces" },
      { line: 3, what: "non-breaking spaces" },
      { line: 3, what: "smart quotes" },
    ]);
  });

  test("always has as many lines as before, and is clean at once", () => {
    const pieces = fc.constantFrom(
      "\n",
      "\r\n",
      "\u2028",
      "\u00a0",
      "“",
      "&lt;",
      "&gt;",
      "<https://x|",
      ">",
      "a",
      " ",
      "\u200b",
      "\u001b[1m",
      "openstack \u2013x",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: "binary", maxLength: 3 }))), (parts) => {
        const text = parts.join("");
        const clean = cleanPaste(text).text;
        expect(clean.split("\n").length).toBe(text.split("\n").length);
      }),
    );
  });
});
