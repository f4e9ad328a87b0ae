import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cephOption, readCephConf } from "./read-ceph-conf.ts";

const read = (...lines: string[]) => readCephConf(`${lines.join("\n")}\n`, "ceph.conf");
const pairsOf = (...lines: string[]) => read("[global]", ...lines).entries.map(({ key, value }) => [key, value]);

describe("ceph.conf in Ceph's grammar", () => {
  it.each<[string, string[], [string, string][]]>([
    ["indented keys", ["\tlog file = /var/log/x"], [["log_file", "/var/log/x"]]],
    ["blanks, dashes and underscores", ["rbd   default-features=61"], [["rbd_default_features", "61"]]],
    [
      "trailing comments",
      ["a = out # x ;y", "b = 1;z"],
      [
        ["a", "out"],
        ["b", "1"],
      ],
    ],
    ["escaped comment signs", ["a = x\\#y\\;z"], [["a", "x#y;z"]]],
    [
      "quotes",
      ['a = "nested \\"quotes\\""', "b = 'x'", 'c = the "scare" quotes'],
      [
        ["a", 'nested "quotes"'],
        ["b", "x"],
        ["c", 'the "scare" quotes'],
      ],
    ],
    ["an escaped backslash", ['a = "x\\\\"'], [["a", "x\\"]]],
    [
      "continuation lines",
      ["a = /quite/long\\", "/path", "b = \\", "   spork\\", "", "c = 1"],
      [
        ["a", "/quite/long/path"],
        ["b", "spork"],
        ["c", "1"],
      ],
    ],
    [
      "no continuation out of a comment",
      ["a = 1 # x \\", "b = 2"],
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    [
      "address lists",
      ["mon_host = [v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0] [v2:10.0.0.2:3300]"],
      [["mon_host", "[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0] [v2:10.0.0.2:3300]"]],
    ],
    [
      "empty values",
      ["a =", 'b = ""'],
      [
        ["a", ""],
        ["b", ""],
      ],
    ],
    ["an equals sign in a value", ["key = AQAAinventedAAAA=="], [["key", "AQAAinventedAAAA=="]]],
  ])("reads %s", (_, lines, wanted) => {
    expect(pairsOf(...lines)).toEqual(wanted);
    expect(read("[global]", ...lines).issues).toEqual([]);
  });

  it("reads a keyring", () => {
    const keyring = read(
      "[client.glance]",
      "\tkey = AQAAinventedAAAA==",
      '\tcaps mon = "profile rbd"',
      '\tcaps osd = "profile rbd pool=images, profile rbd-read-only pool=vms"',
    );
    expect(keyring.issues).toEqual([]);
    expect(
      keyring.entries.map(({ section, key, writtenKey, value, line }) => [section, key, writtenKey, value, line]),
    ).toEqual([
      ["client.glance", "key", "key", "AQAAinventedAAAA==", 2],
      ["client.glance", "caps_mon", "caps mon", "profile rbd", 3],
      ["client.glance", "caps_osd", "caps osd", "profile rbd pool=images, profile rbd-read-only pool=vms", 4],
    ]);
  });

  it("unescapes a section's name, and takes a comment behind it", () => {
    expect(read("[apple \\]\\[] # nothing here").sections).toEqual([{ name: "apple ][", line: 1 }]);
  });

  it.each<[string, string[], number, number]>([
    ["an unclosed header", ["[global", "a = 1"], 1, 1],
    ["text behind a header", ["[global] x", "a = 1"], 1, 1],
    ["an indented header", [" [global]", "a = 1"], 1, 1],
    ["a line without equals sign", ["[global]", "who_what_where", "a = 1"], 2, 1],
    ["an unclosed quote", ["[global]", 'a = "x # y"'], 2, 1],
    ["entries before a header", ["a = 1", "[client]", "b = 2"], 1, 2],
    ["no key", ["[global]", "= 1", "a = 1"], 2, 1],
    ["a byte order mark", ["\ufeff[global]", "a = 1"], 1, 1],
  ])("reports %s and reads on", (_, lines, line, entries) => {
    const conf = read(...lines);
    expect(conf.issues.map((issue) => issue.line)).toEqual([line]);
    expect(conf.entries).toHaveLength(entries);
    expect(conf.entries.at(0)).toMatchObject({ section: "global", key: "a" });
  });

  it("takes a file of one entry without a header, as Ceph does", () => {
    expect(read("log dir = x")).toMatchObject({ issues: [], entries: [{ section: "global", key: "log_dir" }] });
  });
});

describe("the value that a client gets", () => {
  const conf = read(
    "[global]",
    "keyring = g",
    "fsid = f",
    "[client]",
    "keyring = c",
    "rbd cache = true",
    "[client.glance]",
    "keyring = old",
    "keyring = own",
    "[client]",
    "rbd-cache = false",
  );

  it.each<[string | null, string, { value: string; line: number } | null]>([
    ["glance", "keyring", { value: "own", line: 9 }],
    ["client.glance", "keyring", { value: "own", line: 9 }],
    ["nova", "keyring", { value: "c", line: 5 }],
    [null, "rbd cache", { value: "false", line: 11 }],
    ["glance", "fsid", { value: "f", line: 3 }],
    ["glance", "Fsid", null],
  ])("of %s for %s", (client, key, wanted) => expect(cephOption(conf, client, key)).toEqual(wanted));
});

describe("any text at all", () => {
  const fragment = fc.constantFrom(
    "[",
    "]",
    "=",
    "#",
    ";",
    " ",
    "\t",
    '"',
    "'",
    "\\",
    "\\\n",
    "\n",
    "\r\n",
    "a",
    "client.glance",
    "__proto__",
  );
  const text = fc
    .array(fc.oneof({ weight: 9, arbitrary: fragment }, fc.string({ unit: "binary" })))
    .map((parts) => parts.join(""));

  it("is read without throwing, the same each time, and every line with something in it is accounted for", () => {
    fc.assert(
      fc.property(text, (input) => {
        const conf = readCephConf(input, "any");
        expect(readCephConf(input, "any")).toEqual(conf);
        const known = new Set([...conf.sections, ...conf.issues].map(({ line }) => line));
        for (const { line, endLine } of conf.entries) for (let at = line; at <= endLine; at += 1) known.add(at);
        const lost = input
          .split(/\r\n|\n|\r/)
          .filter((line, index) => /^[ \t]*[a-z_[]/.test(line) && !line.includes("\\") && !known.has(index + 1));
        const joined = /\\(\r\n|\n|\r)/.test(input);
        if (!joined) expect(lost).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("is read in time that grows with its length, long runs of blanks included", { timeout: 5000 }, () => {
    const blanks = " ".repeat(300_000);
    expect(readCephConf(`[global]\nk = x${blanks}y${blanks}\n`, "long").entries[0]?.value).toHaveLength(300_002);
  });
});
