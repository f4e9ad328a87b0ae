import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Option } from "../../options/option.ts";
import { checkValue } from "./check-value.ts";
import { readBoolean, readDict, readFloat, readInteger, readList, substitutionsOf } from "./values.ts";

const option = (fields: Partial<Option>): Option => ({
  project: "glance",
  section: "DEFAULT",
  name: "some_option",
  type: "string",
  default: null,
  secret: false,
  aliases: [],
  deprecated: false,
  ...fields,
});
const REFUSED = Symbol("refused");
const valueIn = <Value>(read: { ok: true; value: Value } | { ok: false; problem: string }): Value | typeof REFUSED =>
  read.ok ? read.value : REFUSED;

describe("values as oslo.config's types read them", () => {
  it.each<[string, boolean | typeof REFUSED]>([
    ["True", true],
    ["ON", true],
    ["1", true],
    ["yes", true],
    ["no", false],
    ["off", false],
    ["0", false],
    ["", REFUSED],
    [" true", REFUSED],
    ["y", REFUSED],
    ["True # needed", REFUSED],
  ])("boolean %j", (text, wanted) => expect(valueIn(readBoolean(text))).toBe(wanted));

  it.each<[string, number | null | typeof REFUSED]>([
    ["8", 8],
    [" +0644 ", 644],
    ["-1", -1],
    ["1_000", 1000],
    ["", null],
    ["1__0", REFUSED],
    ["0x10", REFUSED],
    ["1.0", REFUSED],
    ["10GB", REFUSED],
    ["8 # MiB", REFUSED],
  ])("integer %j", (text, wanted) => expect(valueIn(readInteger(text))).toBe(wanted));

  it.each<[string, number | null | typeof REFUSED]>([
    ["0.5", 0.5],
    [".5", 0.5],
    ["5.", 5],
    ["1e3", 1000],
    ["-Infinity", -Infinity],
    ["nan", Number.NaN],
    [" ", null],
    ["1,5", REFUSED],
    ["e3", REFUSED],
  ])("float %j", (text, wanted) => expect(valueIn(readFloat(text))).toBe(wanted));

  it.each<[string, boolean, string[] | typeof REFUSED]>([
    ["a, b,c,", false, ["a", "b", "c"]],
    ["", false, []],
    ["a,,b", false, ["a", "", "b"]],
    ["[a, b]", false, ["[a", "b]"]],
    ["'a', b", false, ["'a'", "b"]],
    ["[a, 'b', \"c,d\"]", true, ["a", "b", "c,d"]],
    ["[]", true, []],
    ["[a],", true, ["a"]],
    ["a,b", true, REFUSED],
    ["[a,b", true, REFUSED],
    ["['a, b]", true, REFUSED],
    ["[a] # why", true, REFUSED],
  ])("list %j, brackets %j", (text, brackets, wanted) => expect(valueIn(readList(text, { brackets }))).toEqual(wanted));

  it.each<[string, [string, string][] | typeof REFUSED]>([
    [
      "ceph:rbd, cold : file",
      [
        ["ceph", "rbd"],
        ["cold", "file"],
      ],
    ],
    ["http:10.0.0.1:3128", [["http", "10.0.0.1:3128"]]],
    [
      "ceph:rbd,\ncold:file",
      [
        ["ceph", "rbd"],
        ["cold", "file"],
      ],
    ],
    ["", []],
    ["__proto__:rbd", [["__proto__", "rbd"]]],
    ["ceph:rbd, local", REFUSED],
    ["local, ceph:rbd", REFUSED],
    ["ceph:rbd, ceph:file", REFUSED],
    [":rbd", REFUSED],
    ["ceph:rbd,", REFUSED],
  ])("dict %j", (text, wanted) => {
    const read = readDict(text);
    expect(read.ok ? Object.entries(read.value) : REFUSED).toEqual(wanted);
  });

  it.each<[string, string[]]>([
    ["$state_path/images", ["state_path"]],
    ["${glance.dir}/x$y", ["glance.dir", "y"]],
    ["$$5 and \\$HOME", []],
    ["ends in $", []],
  ])("substitutions of %j", (text, names) => expect(substitutionsOf(text)).toEqual(names));

  it("never throw, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const read of [readBoolean, readInteger, readFloat, readDict]) expect(read(text)).toHaveProperty("ok");
        for (const brackets of [true, false]) expect(readList(text, { brackets })).toHaveProperty("ok");
      }),
    );
  });
});

describe("checking a value against its option", () => {
  it.each<[string, Partial<Option>, string, boolean]>([
    ["choice", { choices: ["single", "multiple"] }, "single", true],
    ["choice of other case", { choices: ["single", "multiple"] }, "Single", false],
    ["caseless choice", { name: "memcache_security_strategy", choices: ["None", "MAC", "ENCRYPT"] }, "encrypt", true],
    ["below the minimum", { type: "integer", min: 1 }, "0", false],
    ["above the maximum", { type: "float", max: 1 }, "1.5", false],
    ["inside the bounds", { type: "integer", min: 1, max: 8 }, "8", true],
    ["choices of an integer", { type: "integer", choices: ["256", "512"] }, "0512", true],
    ["no choice of an integer", { type: "integer", choices: ["256", "512"] }, "300", false],
    ["port", { type: "port" }, "9292", true],
    ["port out of range", { type: "port" }, "65536", false],
    ["port below its own minimum", { type: "port", min: 1 }, "0", false],
    ["pattern", { regex: "^(hour|day)(@\\d+)?$" }, "day@3", true],
    ["pattern missed", { regex: "^(hour|day)(@\\d+)?$" }, "week", false],
    ["substitution", { type: "integer" }, "$workers", true],
    ["escaped dollar", { type: "integer" }, "$$5", false],
    ["brackets missing", { type: "list", brackets: true }, "glance-direct,web-download", false],
    ["brackets there", { type: "list", brackets: true }, "[glance-direct, 'web-download']", true],
    ["brackets where none are wanted", { type: "list" }, "[a, b]", true],
    ["item choice", { type: "list", itemChoices: ["osapi_compute", "metadata"] }, "metadata", true],
    ["no item choice", { type: "list", itemChoices: ["osapi_compute", "metadata"] }, "metadata, ec2", false],
    ["integer items", { type: "list", itemType: "integer", brackets: true }, "[80, 443]", true],
    ["integer items that are none", { type: "list", itemType: "integer", brackets: true }, "[80, web]", false],
    ["address items", { type: "list", itemType: "ip-address" }, "10.0.0.1, fd00::1", true],
    ["dict", { type: "dict" }, "ceph:rbd", true],
    ["dict without pair", { type: "dict" }, "ceph", false],
    ["IPv4", { type: "host-address" }, "127.0.0.1", true],
    ["mistyped IPv4", { type: "host-address" }, "127.0.0.256", false],
    ["IPv6", { type: "host-address" }, "::1", true],
    ["host name", { type: "host-address" }, "ctl-1.example.org", true],
    ["host with underscore", { type: "host-address" }, "ctl_1", false],
    ["URI", { type: "uri" }, "https://[fd00::1]:8443/v3?x=1", true],
    ["URI without scheme", { type: "uri" }, "identity.example.org", false],
    ["URI with a blank", { type: "uri" }, "http://example.org/a b", false],
    ["URI with a comment behind it", { type: "uri" }, "http://example.org/ # internal", false],
    ["boolean with a comment", { type: "boolean" }, "True   # needed for COW", false],
    ["one value of several", { type: "multi" }, "/srv/a:100", true],
    ["a type that is not known", { type: "range" }, "1-5", true],
    ["a pattern of Python's own", { regex: "(?P<a>x)" }, "y", true],
  ])("%s", (_, fields, text, fine) => expect(checkValue(option(fields), text).ok).toBe(fine));

  it("says that what stands behind a value is no comment", () => {
    expect(checkValue(option({ type: "boolean" }), "True # why")).toMatchObject({
      problem: expect.stringContaining("#"),
    });
    expect(checkValue(option({ type: "boolean" }), "#")).toMatchObject({ problem: expect.not.stringContaining("#") });
  });
});
