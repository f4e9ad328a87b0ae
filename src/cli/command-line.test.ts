import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusedBlocks } from "#test/slack-lab/block-kit.ts";
import { runCommandLine } from "./command-line.ts";

const EXAMPLES = join(import.meta.dirname, "..", "..", "examples");
const GOOD = join(EXAMPLES, "01-ceph-all-raw-done-right", "input");
const QCOW2 = join(EXAMPLES, "02-ceph-80pct-qcow2", "input");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "glancewright-cli-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const status = await runCommandLine(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    color: false,
    width: 100,
  });
  return { status, out, err };
}

describe("review", () => {
  test("prints the five parts, labelled, and nothing but the answer", async () => {
    const { status, out, err } = await run("review", QCOW2);
    expect([status, err]).toEqual([0, ""]);
    const parts = ["(a) ", "(b) ", "(c) ", "(d) ", "(e) "].map((part) => out.indexOf(`\n${part}`));
    expect(parts.every((at) => at > 0)).toBe(true);
    expect(parts).toEqual(parts.toSorted((one, other) => one - other));
    expect(out).not.toContain("\u001b[");
  });

  test("prints JSON alone also when it writes a folder, and the folder holds what is promised", async () => {
    const out = join(folder, "out");
    const { out: printed } = await run("review", QCOW2, "--format", "json", "--out", out);
    expect((JSON.parse(printed) as { schema: string }).schema).toBe("glancewright.review/1");
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(["changes.diff", "patched", "reclaim.sh", "report.md", "review.json"]),
    );
    expect(readdirSync(join(out, "patched"))).toContain("glance-api.conf");
    expect(readFileSync(join(out, "changes.diff"), "utf8")).toContain("+image_import_plugins");
  });

  test("writes the messages of Slack: a parent with a verdict, and a reply for each part", async () => {
    const { out } = await run("review", QCOW2, "--format", "slack");
    type Message = { text: string; blocks: { type: string }[] };
    const { parent, replies } = JSON.parse(out) as { parent: Message; replies: Message[] };
    expect(parent.blocks.map(({ type }) => type)).toEqual(expect.arrayContaining(["header", "actions"]));
    const titles = replies.map(({ text }) => text);
    for (const part of ["a", "b", "c", "d", "e"])
      expect(titles.some((title) => title.startsWith(`(${part})`))).toBe(true);
    for (const { blocks } of [parent, ...replies]) expect(refusedBlocks(blocks, "message")).toBeNull();
  });

  test("writes SARIF 2.1.0 with a rule, a place and a level for each result", async () => {
    const { out } = await run("check", QCOW2, "--format", "sarif");
    type Sarif = {
      version: string;
      runs: {
        tool: { driver: { name: string; rules: { id: string }[] } };
        results: {
          ruleId: string;
          level: string;
          message: { text: string };
          locations: { physicalLocation: { artifactLocation: { uri: string }; region?: { startLine: number } } }[];
        }[];
      }[];
    };
    const { version, runs } = JSON.parse(out) as Sarif;
    expect([version, runs.length]).toEqual(["2.1.0", 1]);
    const [{ tool, results }] = runs as [Sarif["runs"][number]];
    const known = new Set(tool.driver.rules.map(({ id }) => id));
    expect(results.length).toBeGreaterThan(3);
    for (const { ruleId, level, message, locations } of results) {
      expect(known).toContain(ruleId);
      expect(["error", "warning", "note", "none"]).toContain(level);
      expect(message.text).not.toBe("");
      expect(locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^[^\s\\]+$/);
      expect(locations[0]?.physicalLocation.region?.startLine ?? 1).toBeGreaterThan(0);
    }
  });

  test("takes words from the call, and a release over everything", async () => {
    const { out } = await run(
      "review",
      QCOW2,
      "--format",
      "json",
      "--release",
      "2024.1",
      "--request",
      "Nova is on Ceph.",
    );
    expect((JSON.parse(out) as { release: string }).release).toBe("2024.1");
  });

  test("loads rule folders of the operator's own", async () => {
    const rules = join(folder, "site-rules");
    const site = join(rules, "site");
    writeRule(site);
    const { out, status } = await run("check", GOOD, "--format", "json", "--rules", rules);
    expect(status).toBe(0);
    expect((JSON.parse(out) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule)).toContain(
      "site/pool-name",
    );
  });
});

function writeRule(site: string): void {
  const check = join(import.meta.dirname, "..", "check", "rule.ts");
  rmSync(site, { recursive: true, force: true });
  const text = `import { defineRule } from ${JSON.stringify(check)};
export const poolName = defineRule({
  id: "site/pool-name", title: "Our pools have names of ours", severity: "low", part: "a", problem: "wrong_value",
  needs: ["glance"], messages: { name: "The pool is not called as we agreed" }, why: "Agreed.", wrong: "", right: "",
  silentWhen: [], sources: ["judgement: ours"],
  *check({ glance }) {
    for (const api of glance) yield { message: "name", option: "[rbd]rbd_store_pool", at: { file: api.file, line: null } };
  },
});
`;
  mkdirSync(site, { recursive: true });
  writeFileSync(join(site, "pool-name.ts"), text);
}

describe("exit status", () => {
  test.each<[string, string[], number]>([
    ["an answer", ["check", GOOD, "--fail-on", "high"], 0],
    ["findings at the limit", ["check", QCOW2, "--fail-on", "high"], 1],
    ["no limit", ["check", QCOW2], 0],
    ["a path that is not there", ["review", "/nowhere/at/all"], 2],
    ["a form that does not exist", ["review", GOOD, "--format", "xml"], 2],
    ["a command that does not exist", ["frobnicate"], 2],
    ["nothing given", ["review"], 2],
    ["an option nobody knows", ["explain", "no_such_option_at_all"], 2],
    ["help", ["--help"], 0],
  ])("%s", async (_, args, expected) => {
    const { status, err } = await run(...args);
    expect(status).toBe(expected);
    if (expected === 2) expect(err).not.toBe("");
  });
});

test("bad input is told with a code and a next step", async () => {
  const cases: [string, string | Buffer, RegExp][] = [
    ["empty.conf", "", /^intake\.empty: /],
    ["binary.conf", Buffer.from([0, 1, 2, 255, 254, 0]), /^intake\.binary: /],
    ["large.conf", `[DEFAULT]\n${"a = b\n".repeat(2_000_000)}`, /^intake\.too-large: .*10\.0 MiB/],
  ];
  for (const [name, content, expected] of cases) {
    const path = join(folder, name);
    writeFileSync(path, content);
    const { status, err } = await run("review", path);
    expect(status).toBe(2);
    expect(err).toMatch(expected);
  }
});

test("parse shows how the service reads a file, masks secrets, and prints its JSON also with errors", async () => {
  const path = join(folder, "glance-api.conf");
  writeFileSync(path, "[DEFAULT]\ndebug = True\nbroken line\n[keystone_authtoken]\npassword = Zq7vTr4nsPw9Lx2m\n");
  const masked = await run("parse", path, "--format", "json");
  const report = JSON.parse(masked.out) as {
    sections: Record<string, Record<string, string[]>>;
    errors: { line: number }[];
  };
  expect(report.sections["DEFAULT"]?.["debug"]).toEqual(["True"]);
  expect(report.errors.map(({ line }) => line)).toEqual([3]);
  expect(masked.out).not.toContain("Zq7vTr4nsPw9Lx2m");
  expect((await run("parse", path, "--raw")).out).toContain("Zq7vTr4nsPw9Lx2m");
});

test("pack prints what is safe to paste, and a review of it says the same", async () => {
  const packed = await run("pack", QCOW2);
  const path = join(folder, "safe.txt");
  writeFileSync(path, packed.out);
  const rulesOf = (out: string) =>
    (JSON.parse(out) as { findings: { rule: string; severity: string }[] }).findings
      .map(({ rule, severity }) => `${rule} ${severity}`)
      .toSorted();
  const direct = await run("check", QCOW2, "--format", "json");
  const again = await run("check", path, "--format", "json");
  expect(rulesOf(again.out)).toEqual(rulesOf(direct.out));
});
