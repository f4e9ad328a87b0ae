import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { parse as parseIni } from "ini";
import { describe, expect, it } from "vitest";
import type { OsloConfig, SyntaxIssue } from "./config.ts";
import { effectiveSections, normalizedSectionsOf, sectionsOf } from "./oslo-view.ts";
import { parseReport } from "./parse-report.ts";
import { readOsloConfig } from "./read-oslo-config.ts";

const CORPUS = new URL("../../../test/corpus/ini/", import.meta.url);
type Expected = {
  accepted: Record<string, { sections: unknown; normalized: unknown }>;
  refused: Record<string, { line: number; message: string }>;
};
const expected: Expected = JSON.parse(readFileSync(new URL("expected.json", CORPUS), "utf8"));
const sample = (name: string): string => readFileSync(new URL(name, CORPUS), "utf8");
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const read = (...lines: string[]): OsloConfig => readOsloConfig(lines.join("\n"), "glance-api.conf");
const issuesOf = (...lines: string[]): Partial<SyntaxIssue>[] =>
  read(...lines).issues.map(({ line, code, section, key }) => ({ line, code, section, key }));

describe("files that oslo.config's own parser was given", () => {
  it("covers every file of the corpus", () => {
    const files = readdirSync(CORPUS).filter((name) => name.endsWith(".conf"));
    expect(files.sort()).toEqual([...Object.keys(expected.accepted), ...Object.keys(expected.refused)].sort());
  });

  it.each(Object.entries(expected.accepted))("reads %s alike", (name, { sections, normalized }) => {
    const config = readOsloConfig(sample(name), name);
    expect(config.issues).toEqual([]);
    expect(plain(sectionsOf(config))).toEqual(sections);
    expect(plain(normalizedSectionsOf(config))).toEqual(normalized);
    expect(plain(parseReport(sample(name), name))).toEqual({ sections, normalized, errors: [] });
  });

  it.each(Object.entries(expected.refused))("refuses %s at the same line in the same words", (name, error) => {
    expect(parseReport(sample(name), name).errors[0]).toEqual(error);
  });
});

describe("what is refused is named and read as it was meant", () => {
  it("closes a header that has no bracket, and names the key of a line without separator", () => {
    expect(issuesOf("[glance_store", "default_backend ceph", "[ceph]")).toEqual([
      { line: 1, code: "section-unclosed", section: "glance_store", key: null },
      { line: 2, code: "no-separator", section: "glance_store", key: "default_backend" },
    ]);
    expect(read("[glance_store", "default_backend ceph").issues[1]?.value).toBe("ceph");
  });

  it.each([
    ["[DEFAULT] # main", "DEFAULT"],
    ["[DEFAULT];x", "DEFAULT"],
    ["[ceph # pool", "ceph"],
    ["[ceph)", "ceph"],
  ])("reads the header %s as %s", (header, name) => {
    const config = read(header, "a = 1");
    expect(config.issues).toMatchObject([{ code: "section-unclosed", section: name }]);
    expect(config.entries).toMatchObject([{ section: name, key: "a", value: "1" }]);
  });

  it("cites an assignment before any section where it stands, and reports the line that oslo.config names", () => {
    const config = read("transport_url = rabbit://", "", "[DEFAULT]", "b = 2");
    expect(config.issues).toMatchObject([
      { line: 1, reportedLine: 2, code: "before-section", section: null, key: "transport_url", value: "rabbit://" },
    ]);
    expect(config.entries[0]).toMatchObject({ section: "DEFAULT", key: "transport_url" });
  });

  it("reports every fault of a file, not only the first", () => {
    const codes = read("a = 1", "[]", "= 2", "[x", "flag", "[y]", "", "  z = 1").issues.map(({ code }) => code);
    expect(codes).toEqual([
      "before-section",
      "section-empty",
      "empty-key",
      "section-unclosed",
      "no-separator",
      "continuation-without-key",
    ]);
  });

  it("reads each option of a section that is indented as a whole", () => {
    const config = read("[DEFAULT]", "  a = 1", "  # note", "  b = 2", "    more", "  [ceph]", "  c = 3");
    expect(plain(sectionsOf(config))).toEqual({ DEFAULT: { a: ["1"], b: ["2\nmore"] }, ceph: { c: ["3"] } });
    expect(config.issues.map(({ line, key }) => [line, key])).toEqual([
      [2, "a"],
      [3, null],
      [4, "b"],
      [6, null],
      [7, "c"],
    ]);
  });

  it("joins a list that a comment has cut in two", () => {
    const config = read("[DEFAULT]", "enabled_backends = ceph:rbd,", "# nfs:file,", "  cold:file");
    expect(config.issues).toMatchObject([{ line: 4, code: "continuation-without-key", key: "enabled_backends" }]);
    expect(config.entries).toMatchObject([
      { key: "enabled_backends", value: "ceph:rbd,\ncold:file", line: 2, endLine: 4 },
    ]);
  });

  it("does not take prose or a fence for an option", () => {
    expect(issuesOf("```ini", "[DEFAULT]", "this is the file").map(({ key }) => key)).toEqual([null, null]);
  });

  it("reads on behind a byte order mark", () => {
    const config = read("\ufeff[DEFAULT]", "a = 1");
    expect(config.issues).toMatchObject([{ line: 1, code: "byte-order-mark" }]);
    expect(config.entries).toMatchObject([{ section: "DEFAULT", key: "a" }]);
  });
});

describe("what oslo.config throws away is kept", () => {
  it("keeps lines, separators, comments and continuation lines", () => {
    const config = read("# top", "[DEFAULT]", "a :  'x' ", "\tmore", "", "; end");
    expect(config.entries).toEqual([
      {
        section: "DEFAULT",
        key: "a",
        value: "x\nmore",
        raw: "  'x' ",
        separator: ":",
        line: 3,
        endLine: 4,
        continuations: [{ line: 4, text: "more" }],
      },
    ]);
    expect(config.comments).toEqual([
      { line: 1, text: "# top" },
      { line: 6, text: "; end" },
    ]);
    expect(config).toMatchObject({ headers: [{ name: "DEFAULT", line: 2 }], lineCount: 6 });
  });

  it("uses the last of repeats, and has no trouble with names of JavaScript's own", () => {
    const config = read("[__proto__]", "__proto__ = 1", "constructor = 2", "__proto__ = 3");
    expect(JSON.stringify(effectiveSections(config))).toBe('{"__proto__":{"__proto__":"3","constructor":"2"}}');
    expect(JSON.stringify(sectionsOf(config))).toBe('{"__proto__":{"__proto__":["1","3"],"constructor":["2"]}}');
  });

  it("shows a mask in place of values, in both views", () => {
    const mask = (section: string, key: string, value: string): string => (key === "password" ? `<${section}>` : value);
    const report = parseReport("[Auth]\npassword = invented\nuser = glance\n", "glance-api.conf", mask);
    expect(plain(report)).toEqual({
      sections: { Auth: { password: ["<Auth>"], user: ["glance"] } },
      normalized: { auth: { password: ["<Auth>"], user: ["glance"] } },
      errors: [],
    });
  });
});

/** Text that is close enough to a configuration to reach every branch. */
const fragment = fc.constantFrom(
  "[",
  "]",
  "=",
  ":",
  "#",
  ";",
  " ",
  "\t",
  '"',
  "'",
  ",",
  "a",
  "key",
  "DEFAULT",
  "\n",
  "\n",
  "\r\n",
  "\r",
  "\ufeff",
  "\u0085",
  "__proto__",
);
const nearConfig = fc
  .array(fc.oneof({ weight: 9, arbitrary: fragment }, fc.string({ unit: "binary" })))
  .map((parts) => parts.join(""));
const bytes = fc.uint8Array({ maxLength: 200 }).map((raw) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(raw));

describe("any text at all", () => {
  it("is read without throwing, the same each time, and every line that is not blank is accounted for", () => {
    fc.assert(
      fc.property(fc.oneof(nearConfig, bytes), (text) => {
        const config = readOsloConfig(text, "any.conf");
        expect(readOsloConfig(text, "any.conf")).toEqual(config);
        const known = new Set<number>();
        for (const { line } of [...config.headers, ...config.issues, ...config.comments]) known.add(line);
        for (const entry of config.entries) for (const { line } of [entry, ...entry.continuations]) known.add(line);
        const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
        const lost = lines.flatMap((line, index) =>
          /[^\s\x1c-\x1f\u0085]/.test(line) && !known.has(index + 1) ? [index + 1] : [],
        );
        expect(lost).toEqual([]);
        for (const line of known) expect(line).toBeLessThanOrEqual(Math.max(1, config.lineCount));
      }),
      { numRuns: 500 },
    );
  });
});

describe("the common ground with ini", () => {
  const word = fc.stringMatching(/^[a-z][a-z_]{0,7}$/).filter((name) => !["true", "false", "null"].includes(name));
  const value = fc
    .stringMatching(/^[a-z0-9/:,._$-]{1,12}$/)
    .filter((text) => !["true", "false", "null"].includes(text));
  const sections = fc.dictionary(word, fc.dictionary(word, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true }), {
    maxKeys: 4,
    noNullPrototype: true,
  });

  it("is read alike", () => {
    fc.assert(
      fc.property(sections, (wanted) => {
        const text = Object.entries(wanted)
          .map(
            ([name, keys]) =>
              `[${name}]\n${Object.entries(keys)
                .map(([key, text]) => `${key} = ${text}\n`)
                .join("")}`,
          )
          .join("\n");
        const config = readOsloConfig(text, "common.conf");
        expect(config.issues).toEqual([]);
        expect(plain(effectiveSections(config))).toEqual(plain(parseIni(text)));
      }),
      { numRuns: 200 },
    );
  });
});
