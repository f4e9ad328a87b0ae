import { expect, test } from "vitest";
import { intake } from "../../intake/intake.ts";
import type { CommandEnd, Run } from "../run-command.ts";
import { memorySpool } from "../test-spool.ts";
import { collectDependents } from "./collect-dependents.ts";

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const objects = [1, 2, 3].map((number) => ({ pool: "images", name: id(number) }));
const NONE = "Watchers: none\n";
const ONE = "Watchers:\n\twatcher=127.0.0.1:0/3912 client.4312 cookie=18446462598732840961\n";

type Answer = { text?: string; end?: Partial<CommandEnd> };

async function collected(answers: Readonly<Record<string, Answer>>, of = objects.length) {
  const asked: string[] = [];
  const run: Run = (program, args) => {
    const command = [program, ...args].join(" ").replace(" --id glancewright", "");
    asked.push(command);
    const { text = command.startsWith("rbd status") ? NONE : "", end } = answers[command] ?? {};
    async function* stdout() {
      yield new TextEncoder().encode(text);
    }
    return { stdout: stdout(), ended: Promise.resolve({ status: 0, stderr: "", timedOut: false, ...end }) };
  };
  const { spool, parts, sources } = memorySpool();
  await collectDependents({ run, spool, id: "glancewright", conf: null }, objects, of);
  const { artefacts } = intake(sources());
  return {
    asked,
    parts,
    children: artefacts.flatMap((one) => (one.kind === "rbd-children" ? [one] : [])),
    status: artefacts.flatMap((one) => (one.kind === "rbd-status" ? [one] : [])),
  };
}

test("clones in pools and trash, and watchers, are read as of the object that was asked about", async () => {
  const { parts, children, status } = await collected({
    [`rbd children --all images/${id(2)}`]: { text: `vms/${id(9)}_disk\nvms/${id(8)}_disk (trash 10ab)` },
    [`rbd status images/${id(3)}`]: { text: ONE },
  });
  expect(children).toMatchObject([{ all: true }]);
  expect(children[0]?.parents.map(({ parent, children: of }) => [parent, of.length])).toEqual([
    [`images/${id(1)}`, 0],
    [`images/${id(2)}`, 2],
    [`images/${id(3)}`, 0],
  ]);
  expect(children[0]?.problems).toBeUndefined();
  expect(status[0]?.objects.map(({ pool, name, watchers }) => [pool, name, watchers])).toEqual([
    ["images", id(1), 0],
    ["images", id(2), 0],
    ["images", id(3), 1],
  ]);
  expect(status[0]?.problems).toBeUndefined();
  expect([...parts.values()].map(({ complete, rows }) => [complete, rows])).toEqual([
    [true, 3],
    [true, 3],
  ]);
});

test("an object whose command failed is left out: its silence is no proof", async () => {
  const { parts, children } = await collected({
    [`rbd children --all images/${id(1)}`]: { end: { status: 1, stderr: "rbd: (1) Operation not permitted" } },
    [`rbd children --all images/${id(2)}`]: { end: { status: 2, stderr: "rbd: (2) No such file or directory" } },
  });
  expect(children[0]?.parents.map(({ parent }) => parent)).toEqual([`images/${id(3)}`]);
  expect(parts.get("rbd-children-all.txt")).toMatchObject({
    complete: false,
    problem: expect.stringContaining("not permitted"),
  });
});

test("an object that went away in between leaves the part whole", async () => {
  const { parts } = await collected({ [`rbd status images/${id(2)}`]: { end: { status: 2 } } });
  expect(parts.get("rbd-status.txt")).toMatchObject({ complete: true, rows: 2 });
});

test("where nothing is permitted it is not asked on and on", async () => {
  const refused = { end: { status: 1, stderr: "no" } };
  const many = Object.fromEntries(objects.map(({ name }) => [`rbd children --all images/${name}`, refused]));
  const { asked, children } = await collected(many);
  expect(asked.filter((command) => command.includes("children"))).toHaveLength(3);
  expect(children.flatMap(({ parents }) => parents)).toEqual([]);
});

test("how many of all were asked about is told", async () => {
  const { parts } = await collected({}, 5_000);
  expect(parts.get("rbd-status.txt")?.what).toContain("3 of 5000");
});
