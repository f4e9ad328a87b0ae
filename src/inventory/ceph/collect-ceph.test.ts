import { expect, test } from "vitest";
import { intake } from "../../intake/intake.ts";
import type { CommandEnd, Run } from "../run-command.ts";
import { memorySpool } from "../test-spool.ts";
import { collectCeph } from "./collect-ceph.ts";

const ID = "00000000-0000-4000-8000-000000000001";
const POOLS = JSON.stringify([
  { pool_name: "images", application_metadata: { rbd: {} } },
  { pool_name: "vms", application_metadata: { rbd: {} } },
  { pool_name: ".mgr", application_metadata: { mgr: {} } },
]);
const OUTPUTS: Readonly<Record<string, string>> = {
  "ceph df detail": JSON.stringify({ pools: [{ name: "images", id: 1, stats: { stored: 7, max_avail: 9 } }] }),
  "ceph versions": JSON.stringify({ overall: { "ceph version 18.2.7 reef": 3 } }),
  "ceph osd get-require-min-compat-client": "luminous\n",
  "ceph osd pool ls": POOLS,
  "rbd ls -l images": JSON.stringify([
    { image: ID, size: 7, format: 2 },
    { image: ID, snapshot: "snap", size: 7, format: 2 },
  ]),
  "rbd ls -l vms": JSON.stringify([
    { image: `${ID}_disk`, size: 7, format: 2, parent: { pool: "images", image: ID, snapshot: "snap" } },
  ]),
  "rbd trash ls --all": "[]",
  "rbd du -p images": JSON.stringify({ images: [{ name: ID, provisioned_size: 7, used_size: 3 }] }),
};
const ENDED: CommandEnd = { status: 0, stderr: "", timedOut: false };

function cluster(other: Readonly<Record<string, { text?: string; end?: Partial<CommandEnd> }>> = {}) {
  const commands: string[] = [];
  const run: Run = (program, args) => {
    const command = [program, ...args].join(" ");
    commands.push(command);
    const plain = command.replace(/ --id \S+| --conf \S+/g, "");
    const name = [...Object.keys(other), ...Object.keys(OUTPUTS)].find((key) => plain.startsWith(key)) ?? "";
    const text = other[name]?.text ?? OUTPUTS[name] ?? "";
    async function* stdout() {
      for (let at = 0; at < text.length; at += 5) yield new TextEncoder().encode(text.slice(at, at + 5));
    }
    return { stdout: stdout(), ended: Promise.resolve({ ...ENDED, ...other[name]?.end }) };
  };
  return { run, commands };
}

async function collected(other: Parameters<typeof cluster>[0] = {}, pools: readonly string[] = []) {
  const { run, commands } = cluster(other);
  const { spool, parts, sources } = memorySpool();
  const read = await collectCeph({ run, spool, id: "glancewright", conf: null, pools });
  return { read, commands, parts, taken: intake(sources()) };
}

test("every pool of rbd is listed with its trash, and usage where images are", async () => {
  const { read, commands, parts, taken } = await collected();
  expect(read).toBe(true);
  expect(commands.every((command) => command.includes("--id glancewright"))).toBe(true);
  expect([...parts.keys()].filter((file) => file.startsWith("rbd"))).toEqual([
    "rbd-ls-l-images.json",
    "rbd-trash-ls-images.json",
    "rbd-du-images.json",
    "rbd-ls-l-vms.json",
    "rbd-trash-ls-vms.json",
  ]);
  expect(parts.get("rbd-ls-l-images.json")).toMatchObject({ complete: true, rows: 2, problem: null });
  expect(taken.objects.find("images", ID)).toMatchObject({ size: 7, used: 3 });
  expect(taken.objects.find("vms", `${ID}_disk`)?.parent).toBe(`images/${ID}@snap`);
  expect(Object.values(taken.recognitions).map(({ kind }) => kind)).not.toContain("unknown");
});

test("pools that are named are listed, and no others", async () => {
  const { commands, parts } = await collected({}, ["gold", "gold", "x; rm -rf /"]);
  expect(commands.filter((command) => command.startsWith("rbd"))).toEqual([
    expect.stringContaining("ls -l gold"),
    expect.stringContaining("trash ls --all gold"),
  ]);
  expect(parts.get("rbd-pools-left-out.txt")).toMatchObject({
    complete: false,
    problem: expect.stringContaining("1 "),
  });
});

test.each([
  ["fails", { end: { status: 2, stderr: "rbd: listing images failed: (1) Operation not permitted" } }, "not permitted"],
  ["is ended", { end: { status: null, stderr: "" } }, "was ended"],
  ["takes too long", { end: { status: null, timedOut: true } }, "longer than it may"],
  ["prints half", { text: `[{"image":"${ID}","size"` }, "no JSON to its end"],
  ["prints nothing", { text: "" }, "no JSON to its end"],
])("a command that %s leaves its part incomplete, and the others go on", async (_, other, problem) => {
  const { read, parts } = await collected({ "rbd ls -l images": other });
  expect(parts.get("rbd-ls-l-images.json")).toMatchObject({
    complete: false,
    problem: expect.stringContaining(problem),
  });
  expect(parts.get("rbd-ls-l-vms.json")).toMatchObject({ complete: true });
  expect(read).toBe(true);
});

test("no command is started once the collection is ended", async () => {
  const { run, commands } = cluster();
  const stop = new AbortController();
  const ending: Run = (program, args, options) => {
    stop.abort(new Error("ended"));
    return run(program, args, options);
  };
  const { spool } = memorySpool();
  const asked = collectCeph({ run: ending, spool, id: null, conf: null, pools: [], signal: stop.signal });
  await expect(asked).rejects.toThrow("ended");
  expect(commands).toHaveLength(1);
});

test("where the monitors do not answer no pool is waited for", async () => {
  const silent = { text: "", end: { status: null, timedOut: true } };
  const { read, commands, parts } = await collected({ ceph: silent }, ["gold"]);
  expect(read).toBe(false);
  expect(commands.filter((command) => command.startsWith("rbd"))).toEqual([]);
  expect([...parts.values()].every(({ complete }) => complete === false)).toBe(true);
});
