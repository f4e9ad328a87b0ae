import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { recognise } from "../recognise.ts";
import type { SourceKind } from "../source.ts";

const LAB = new URL("../../../test/fixtures/lab/", import.meta.url);
const EXAMPLES = new URL("../../../examples/", import.meta.url);

/** What each output of the lab is, by the beginning of its name; the first that fits. */
const LAB_KINDS: readonly [RegExp, SourceKind][] = [
  [/^api\/v2-images/, "image-list"],
  [/^api\/v2-info-stores/, "stores-info"],
  [/^api\/v2-info-import/, "import-info"],
  [/^api\/|^ceph-health|^ceph-osd-df|^ceph-status|^glance-cache-list|^openstack-project/, "unknown"],
  [/^ceph-auth/, "ceph-auth"],
  [/^ceph-df/, "ceph-df"],
  [/^ceph-osd-pool/, "ceph-pools"],
  [/^ceph-versions/, "ceph-versions"],
  [/^ceph\.conf/, "ceph-conf"],
  [/^(?:du|find|ls-l)-file-store/, "file-listing"],
  [/^glance-api\.conf/, "glance-api"],
  [/^glance-image-import\.conf/, "glance-image-import"],
  [/^glance-help|^versions/, "versions"],
  [/^(?:glance|openstack)-image-list/, "image-list"],
  [/^(?:glance|openstack)-image-show/, "image-show"],
  [/^glance-import-info/, "import-info"],
  [/^glance-stores-info/, "stores-info"],
  [/^mysql-image_locations/, "image-locations-sql"],
  [/^mysql-images/, "images-sql"],
  [/^rbd-children/, "rbd-children"],
  [/^rbd-du/, "rbd-du"],
  [/^rbd-info/, "rbd-info"],
  [/^rbd-ls/, "rbd-ls"],
  [/^rbd-snap/, "rbd-snap"],
  [/^rbd-status/, "rbd-status"],
  [/^rbd-trash/, "rbd-trash"],
];

const EXAMPLE_KINDS: Readonly<Record<string, SourceKind>> = {
  "ceph.conf": "ceph-conf",
  "cinder.conf": "cinder",
  "glance-api.conf": "glance-api",
  "nova.conf": "nova",
  "images.json": "image-list",
  "images.csv": "image-list",
  "images.txt": "image-list",
  "image-show.json": "image-show",
  "catalog-stats.json": "catalog-stats",
  "ceph-df.txt": "ceph-df",
  "mounts.txt": "mounts",
  "glance-api.log": "log",
  "request.md": "words",
};

function filesIn(folder: URL): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.pathname.length).replace(/^\//, ""))
    .sort();
}

const labFiles = filesIn(LAB).filter((file) => !/^(?:truth|index|commands)\.json$|README/.test(file));
const exampleFiles = filesIn(EXAMPLES).filter((file) => file.includes("/input/"));

/** Empty outputs and empty JSON lists: only their name or command can tell. */
const needsItsName = (text: string): boolean => /^\s*(?:\[\s*\]\s*)?$/.test(text);

describe("outputs of a real cloud", () => {
  test.each(labFiles)("%s is recognised", (file) => {
    const text = readFileSync(new URL(file, LAB), "utf8");
    const kind = LAB_KINDS.find(([name]) => name.test(file))?.[1];
    expect(kind).toBeDefined();
    expect(recognise({ name: file, text }).kind).toBe(kind);
    if (!needsItsName(text)) expect(recognise({ name: "paste", text })).toMatchObject({ kind, by: "content" });
  });
});

describe("files of the example cases", () => {
  test.each(exampleFiles)("%s is recognised", (file) => {
    const text = readFileSync(new URL(file, EXAMPLES), "utf8");
    const name = file.slice(file.indexOf("/input/") + 7);
    expect(recognise({ name, text }).kind).toBe(EXAMPLE_KINDS[name]);
  });

  test.each(exampleFiles.filter((file) => file.endsWith(".conf")))("%s is recognised under a wrong name", (file) => {
    const text = readFileSync(new URL(file, EXAMPLES), "utf8");
    const name = file.slice(file.indexOf("/input/") + 7);
    const wrong = name === "nova.conf" ? "glance-api.conf" : "nova.conf";
    expect(recognise({ name: wrong, text })).toMatchObject({ kind: EXAMPLE_KINDS[name], by: "content" });
  });
});
