import { applyPatch } from "diff";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Change } from "../check/change.ts";
import { effectiveSections } from "../intake/oslo/oslo-view.ts";
import { readOsloConfig } from "../intake/oslo/read-oslo-config.ts";
import { applyChanges, applyRepairs, unifiedDiff } from "./patch.ts";
import { repairsFor } from "./repairs.ts";

const set = (section: string, key: string, value: string | null): Change => ({
  file: "glance-api.conf",
  section,
  key,
  value,
  was: null,
  line: null,
  conditional: false,
  why: "",
  findings: [],
});
const patch = (text: string, ...changes: Change[]): string =>
  applyChanges(text, changes, readOsloConfig(text, "glance-api.conf")).text;

describe("a change of a key", () => {
  test.each([
    [
      "keeps blanks around the separator",
      "[DEFAULT]\nworkers=4\n",
      set("DEFAULT", "workers", "8"),
      "[DEFAULT]\nworkers=8\n",
    ],
    ["keeps CRLF", "[DEFAULT]\r\nworkers = 4\r\n", set("DEFAULT", "workers", "8"), "[DEFAULT]\r\nworkers = 8\r\n"],
    [
      "changes the occurrence that counts",
      "[DEFAULT]\na = 1\na = 2\n",
      set("DEFAULT", "a", "3"),
      "[DEFAULT]\na = 1\na = 3\n",
    ],
    [
      "replaces a continued value as a whole",
      "[DEFAULT]\na = 1,\n  2\nb = 3\n",
      set("DEFAULT", "a", "9"),
      "[DEFAULT]\na = 9\nb = 3\n",
    ],
    [
      "adds a key behind the last of its section",
      "[DEFAULT]\na = 1\n\n[rbd]\nb = 2\n",
      set("DEFAULT", "c", "3"),
      "[DEFAULT]\na = 1\nc = 3\n\n[rbd]\nb = 2\n",
    ],
    [
      "adds a key behind its commented example",
      "[DEFAULT]\n#c = 1\na = 1\n",
      set("DEFAULT", "c", "3"),
      "[DEFAULT]\n#c = 1\nc = 3\na = 1\n",
    ],
    [
      "adds a key to an empty section",
      "[rbd]\n[x]\ny = 1\n",
      set("rbd", "weight", "100"),
      "[rbd]\nweight = 100\n[x]\ny = 1\n",
    ],
    [
      "adds a section at the end",
      "[DEFAULT]\na = 1",
      set("rbd", "weight", "100"),
      "[DEFAULT]\na = 1\n\n[rbd]\nweight = 100\n",
    ],
    ["uses the header as it is written", "[Rbd]\nweight = 1\n", set("rbd", "weight", "2"), "[Rbd]\nweight = 2\n"],
    ["removes every occurrence", "[DEFAULT]\na = 1\nb = 2\na = 3\n", set("DEFAULT", "a", null), "[DEFAULT]\nb = 2\n"],
    [
      "leaves the rest of a colon line alone",
      "[ceph]\nrbd_store_pool: images\n",
      set("ceph", "rbd_store_pool", "glance"),
      "[ceph]\nrbd_store_pool: glance\n",
    ],
  ])("%s", (_name, before, change, after) => {
    expect(patch(before, change)).toBe(after);
  });

  test("is refused when it removes what is not there, or holds a line end", () => {
    const text = "[DEFAULT]\na = 1\n";
    const { refused, text: after } = applyChanges(
      text,
      [set("DEFAULT", "b", null), set("DEFAULT", "c", "1\n2")],
      readOsloConfig(text, "f"),
    );
    expect(refused).toHaveLength(2);
    expect(after).toBe(text);
  });
});

test("a diff of equal texts is empty, of different ones names the file", () => {
  expect(unifiedDiff("a.conf", "x\n", "x\n")).toBe("");
  expect(unifiedDiff("a.conf", "x\n", "y\n")).toContain("+++ b/a.conf");
});

test("repairs make a refused file readable without losing a setting", () => {
  const text =
    "transport_url = rabbit://h/\n[DEFAULT]\na = 1\n[glance_store\ndefault_backend ceph\n[ceph]\nrbd_store_pool: images\n";
  const repaired = applyRepairs(text, repairsFor(readOsloConfig(text, "f"), text));
  const config = readOsloConfig(repaired, "f");
  expect(config.issues).toEqual([]);
  expect(effectiveSections(config)).toEqual({
    DEFAULT: { transport_url: "rabbit://h/", a: "1" },
    glance_store: { default_backend: "ceph" },
    ceph: { rbd_store_pool: "images" },
  });
});

const name = fc.stringMatching(/^[a-z][a-z_]{0,8}$/);
const value = fc.stringMatching(/^[A-Za-z0-9/:.,_-]{1,12}$/);
const line = fc.oneof(
  fc.tuple(name, value).map(([key, text]) => `${key} = ${text}`),
  fc.tuple(name, value, value).map(([key, text, more]) => `${key} = ${text}\n  ${more}`),
  value.map((text) => `# ${text}`),
  fc.constant(""),
);
const section = fc
  .tuple(fc.constantFrom("DEFAULT", "rbd", "glance_store", "ceph"), fc.array(line, { maxLength: 6 }))
  .map(([header, lines]) => [`[${header}]`, ...lines].join("\n"));
const file = fc
  .tuple(fc.array(section, { minLength: 1, maxLength: 5 }), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([sections, end, closed]) => `${sections.join("\n")}${closed ? "\n" : ""}`.replaceAll("\n", end));

test("whatever the file, the changed key has its value, every other keeps its own, and untouched lines keep their bytes", () => {
  fc.assert(
    fc.property(
      file,
      fc.constantFrom("DEFAULT", "rbd", "new_one"),
      name,
      fc.option(value, { nil: null }),
      (text, where, key, wanted) => {
        const before = readOsloConfig(text, "f");
        fc.pre(before.issues.length === 0);
        const change = set(where, key, wanted);
        const after = patch(text, change);
        const read = readOsloConfig(after, "f");
        expect(read.issues).toEqual([]);
        const expected = effectiveSections(before);
        if (wanted !== null) expected[where] = { ...expected[where], [key]: wanted };
        else delete expected[where]?.[key];
        const got = effectiveSections(read);
        for (const [name_, keys] of Object.entries(expected)) expect({ ...got[name_] }).toEqual({ ...keys });
        expect(patch(after, change)).toBe(after);
        const kept = new Set(after.split(/\r?\n/));
        for (const { text: comment } of before.comments)
          expect([...kept].some((candidate) => candidate.includes(comment.trim()))).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test("a diff that was made without the secrets applies to the file that has them", () => {
  const line = fc.constantFrom(
    "a = 1",
    "b = 2",
    "# note",
    "",
    "password = redacted-password-1",
    "url = rabbit://u:redacted-url-password-2@h/",
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.nat({ max: 29 }), (lines, at) => {
      const before = `[DEFAULT]\n${lines.map((text, index) => `${text}${text.startsWith("#") ? index : ""}`).join("\n")}\n`;
      const after = patch(before, set("DEFAULT", "workers", String(at)), set("rbd", "weight", "100"));
      const reveal = (text: string): string =>
        text.replaceAll("redacted-password-1", "S3cret").replaceAll("redacted-url-password-2", "T0ken");
      expect(applyPatch(reveal(before), unifiedDiff("glance-api.conf", before, after), { fuzzFactor: 0 })).toBe(
        reveal(after),
      );
    }),
  );
});
