import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { intake } from "../intake.ts";

const ID = "00000000-0000-4000-8000-000000000001";
const WATCHER = "\twatcher=127.0.0.1:0/3912 client.4312 cookie=18446462598732840961";

function read(text: string, command?: string) {
  const { artefacts } = intake([{ name: "x.txt", text, pasted: false, command }]);
  const [status] = artefacts.flatMap((one) => (one.kind === "rbd-status" ? [one] : []));
  return status;
}

test.each([
  ["none", "Watchers: none\n", 0],
  ["two", `Watchers:\n${WATCHER}\n${WATCHER}\n`, 2],
  ["none, as JSON", '{"watchers":[]}', 0],
  ["one, as JSON", '{"watchers":[{"address":"127.0.0.1:0/3912","client":4312,"cookie":18446462598732840961}]}', 1],
  [
    "one, as JSON of older releases",
    '{"watchers":{"watcher":{"address":"127.0.0.1:0/3912","client":4312,"cookie":7}}}',
    1,
  ],
])("watchers of the object that the command names: %s", (_, text, watchers) => {
  expect(read(text, `rbd status images/${ID}`)).toMatchObject({ objects: [{ pool: "images", name: ID, watchers }] });
  expect(read(text, `rbd -p images status ${ID} --format json`)).toMatchObject({
    objects: [{ pool: "images", name: ID, watchers }],
  });
});

test("a loop over objects tells of each", () => {
  const text = `== images/${ID}\nWatchers: none\n== gold/${ID}\nWatchers:\n${WATCHER}\n`;
  expect(read(text, 'for o in $(cat names); do echo "== $o"; rbd status "$o"; done')?.objects).toEqual([
    { pool: "images", name: ID, watchers: 0, line: 2 },
    { pool: "gold", name: ID, watchers: 1, line: 4 },
  ]);
});

test("watchers of an object that nothing names tell nothing", () => {
  expect(read(`Watchers:\n${WATCHER}\n`)?.objects).toEqual([]);
});

test.each([
  ["watched.txt", 1],
  ["watched.json", 1],
  ["none.txt", 0],
  ["none.json", 0],
])("what Ceph printed: %s", (name, watchers) => {
  const text = readFileSync(new URL(`../../../test/fixtures/lab/rbd-status-${name}`, import.meta.url), "utf8");
  expect(read(text, `rbd status images/${ID}`)).toMatchObject({ objects: [{ watchers }] });
});
