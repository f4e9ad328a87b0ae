import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { StoredProject } from "../src/options/stored.ts";
import { spanMask, spanText } from "../src/options/stored.ts";
import { addRelease, buildFromFolder } from "./build-options.ts";
import { type CatalogueEntry, compact, definitionOf, expand, releaseOptions, storedText } from "./options/compact.ts";

let folder = "";
let out = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "glancewright-options-"));
  out = path.join(folder, "data");
});
afterEach(() => rmSync(folder, { recursive: true }));

function entry(more: Partial<CatalogueEntry> & { name: string }): CatalogueEntry {
  return {
    project: "glance",
    group: "DEFAULT",
    type: "string",
    default: null,
    secret: false,
    deprecated_names: [],
    deprecated_for_removal: false,
    ...more,
  };
}

const driver = { group: "<store>", store_type: "rbd" };
const OLDER = [
  entry({ name: "workers", type: "integer", default: 2, min: 0 }),
  entry({ name: "methods", type: "list", default: ["a"], item_type: "string", list_brackets: true }),
  entry({ ...driver, name: "rbd_pool", default: "images", deprecated_names: [["<store>", "pool"]] }),
  entry({ ...driver, name: "weight", type: "integer", default: 0 }),
  entry({ group: "backend_defaults", store_type: "rbd", name: "rbd_pool", default: "images" }),
  entry({ group: "os_glance_tasks_store", name: "filesystem_store_datadir", default: "/data" }),
  entry({ project: "nova", name: "host", default: "built-here", sample_default: "<hostname>" }),
  entry({ project: "cinder", name: "gone_later" }),
];
const NEWER = OLDER.filter(({ name }) => name !== "gone_later").map((one) =>
  one.name === "workers" ? { ...one, default: 4 } : one,
);

function writeCatalogue(): void {
  for (const [release, options] of [
    ["2026.1", OLDER],
    ["2026.2", NEWER],
  ] as const)
    writeFileSync(path.join(folder, `${release}.json`), JSON.stringify({ release, options }));
  writeFileSync(
    path.join(folder, "auth-plugins.json"),
    JSON.stringify({
      password: [{ name: "username", secret: false, required: true, deprecated_names: ["user_name"] }],
      token: [{ name: "token", secret: true, required: false, deprecated_names: [] }],
    }),
  );
}

function stored(project: string): StoredProject {
  return JSON.parse(readFileSync(path.join(out, `${project}.json`), "utf8"));
}

describe("from catalogue files", () => {
  test("a changed option has one definition per range of releases", () => {
    writeCatalogue();
    buildFromFolder(folder, out);
    expect(stored("glance").sections["DEFAULT"]?.["workers"]).toEqual([
      { in: "-2026.1", type: "integer", default: 2, min: 0 },
      { in: "2026.2-", type: "integer", default: 4, min: 0 },
    ]);
    expect(stored("cinder").sections["DEFAULT"]?.["gone_later"]).toEqual([{ in: "-2026.1", type: "string" }]);
    expect(stored("glance").sections["<store:rbd>"]?.["weight"]).toEqual([{ type: "integer", default: 0 }]);
  });

  test("every entry of every release is in what was written", () => {
    writeCatalogue();
    buildFromFolder(folder, out);
    for (const project of ["glance", "nova", "cinder"] as const) {
      const byRelease = expand(stored(project));
      expect(byRelease.get("2026.1")).toEqual(releaseOptions(OLDER, project));
      expect(byRelease.get("2026.2") ?? new Map()).toEqual(releaseOptions(NEWER, project));
    }
  });

  test("the same input gives the same bytes, whatever the order of the entries", () => {
    const forward = compact("glance", new Map([["2026.1", releaseOptions(OLDER, "glance")]]));
    const backward = compact("glance", new Map([["2026.1", releaseOptions([...OLDER].reverse(), "glance")]]));
    expect(storedText(forward)).toBe(storedText(backward));
  });

  test("auth plugins are merged by option", () => {
    writeCatalogue();
    buildFromFolder(folder, out);
    expect(JSON.parse(readFileSync(path.join(out, "auth-plugins.json"), "utf8"))).toEqual({
      options: {
        token: { plugins: ["token"], secret: true },
        username: { plugins: ["password"], requiredBy: ["password"], oldNames: ["user_name"] },
      },
    });
  });

  test("a folder without catalogue files is refused", () => {
    expect(() => buildFromFolder(folder, out)).toThrow(/options\.no-releases/);
  });
});

describe("one release more, from the generator", () => {
  const opt = (name: string, type: string, value: unknown, more: object = {}) => ({
    name: name.replaceAll("_", "-"),
    dest: name,
    type,
    default: value,
    choices: [],
    min: null,
    max: null,
    secret: false,
    deprecated_opts: [],
    ...more,
  });
  const write = (name: string, options: object): string => {
    const file = path.join(folder, name);
    writeFileSync(file, JSON.stringify({ options, deprecated_options: {}, generator_options: {} }));
    return file;
  };
  function add(release = "2027.1"): string[] {
    const glance = write("glance.generated", {
      DEFAULT: {
        opts: [
          opt("workers", "integer value", 4, { min: 0 }),
          opt("methods", "list value", ["a"]),
          opt("mode", "string value", null, {
            choices: [
              ["fast", "quick"],
              [null, ""],
            ],
            secret: true,
          }),
        ],
      },
    });
    const store = write("store.generated", {
      "glance.store.rbd.Store": {
        opts: [
          opt("rbd_pool", "string value", "images", {
            deprecated_opts: [{ group: "glance.store.rbd.Store", name: "pool" }],
          }),
          opt("rbd_new", "port", 6789),
        ],
      },
    });
    const nova = write("nova.generated", {
      DEFAULT: { opts: [opt("host", "string value", "another", { sample_default: "<hostname>" })] },
    });
    const cinder = write("cinder.generated", {});
    return addRelease(release, { glance: [glance, store], nova: [nova], cinder: [cinder] }, out);
  }

  beforeEach(() => {
    writeCatalogue();
    buildFromFolder(folder, out);
  });

  test("what did not change keeps its line", () => {
    const before = stored("glance").sections;
    add();
    const after = stored("glance");
    expect(after.releases).toEqual(["2026.1", "2026.2", "2027.1"]);
    expect(after.sections["DEFAULT"]?.["workers"]).toEqual(before["DEFAULT"]?.["workers"]);
    expect(after.sections["DEFAULT"]?.["methods"]).toEqual(before["DEFAULT"]?.["methods"]);
    expect(after.sections["<store:rbd>"]?.["rbd_pool"]).toEqual(before["<store:rbd>"]?.["rbd_pool"]);
    expect(stored("nova").sections).toEqual({
      DEFAULT: { host: [{ type: "string", default: "built-here", sample: "<hostname>" }] },
    });
  });

  test("new options are there from that release on", () => {
    add();
    expect(stored("glance").sections["DEFAULT"]?.["mode"]).toEqual([
      { in: "2027.1-", type: "string", choices: ["fast", null], secret: true },
    ]);
    expect(stored("glance").sections["backend_defaults"]?.["rbd_new"]).toEqual([
      { in: "2027.1-", type: "port", default: 6789, store: "rbd" },
    ]);
  });

  test("what the generator never lists is carried over, and marked", () => {
    add();
    const { sections, carriedOver } = stored("glance");
    expect(sections["<store:rbd>"]?.["weight"]).toEqual([{ type: "integer", default: 0 }]);
    expect(sections["os_glance_tasks_store"]?.["filesystem_store_datadir"]).toEqual([
      { type: "string", default: "/data" },
    ]);
    expect(carriedOver?.["2027.1"]).toEqual([
      "[<store:rbd>] weight",
      "[backend_defaults] rbd_new",
      "[backend_defaults] rbd_pool",
      "[os_glance_tasks_store] filesystem_store_datadir",
    ]);
  });

  test.each(["2026.2", "2025.1", "next"])("the release %s is refused and nothing is written", (release) => {
    const before = readdirSync(out).map((name) => readFileSync(path.join(out, name), "utf8"));
    expect(() => add(release)).toThrow(/options\.not-next/);
    expect(readdirSync(out).map((name) => readFileSync(path.join(out, name), "utf8"))).toEqual(before);
  });

  test("a section that has lost all its options is reported", () => {
    // a namespace that was forgotten looks the same as one that is gone
    writeFileSync(
      path.join(folder, "2026.2.json"),
      JSON.stringify({
        release: "2026.2",
        options: [...NEWER, entry({ project: "nova", group: "cors", name: "origin" })],
      }),
    );
    buildFromFolder(folder, out);
    expect(add().join("\n")).toContain("cors");
  });

  test("a list without driver options is refused: every store would lose its section", () => {
    const empty = write("empty.generated", {});
    expect(() => addRelease("2027.1", { glance: [empty], nova: [empty], cinder: [empty] }, out)).toThrow(
      /options\.no-drivers/,
    );
  });

  test("a file of another shape is refused with its name", () => {
    const wrong = path.join(folder, "wrong.json");
    writeFileSync(wrong, "[]");
    expect(() => addRelease("2027.1", { glance: [wrong], nova: [wrong], cinder: [wrong] }, out)).toThrow(
      /options\.wrong-shape.*wrong\.json/,
    );
  });
});

test("a set of releases survives as text", () => {
  const releases = ["2024.1", "2024.2", "2025.1", "2025.2", "2026.1"];
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 31 }), (mask) => {
      expect(spanMask(spanText(mask, releases) ?? undefined, releases)).toBe(mask);
    }),
  );
});

test("choices are kept as the text that a file holds", () => {
  expect(definitionOf(entry({ name: "version", choices: [1, 2, null] })).choices).toEqual(["1", "2", null]);
});
