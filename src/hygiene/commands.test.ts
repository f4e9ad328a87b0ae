import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildCloud } from "../facts/build-cloud.ts";
import { intake } from "../intake/intake.ts";
import { isSafeSpec, renderCommand, shellQuote } from "./commands.ts";
import type { ReclaimStep } from "./plan.ts";
import { reclaimScript } from "./script.ts";

const ID = "5b7c1e90-4d2a-4f6b-8c3d-000000000001";
const step = (object: string): ReclaimStep => ({
  id: "x",
  kind: "quarantine",
  object,
  guard: [],
  bytes: null,
  why: "",
});
/** Pieces that end a word, begin a command or hide one. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        "`",
        "$(id)",
        "${IFS}",
        ";",
        "|",
        "&",
        "\n",
        "\r",
        "\\",
        "*",
        "~",
        "-rf",
        " ",
        "/",
        "<",
        ">",
        "!",
        "#",
        ID,
        "images",
        "\u202e",
      ),
      fc.string({ unit: "binary", maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(""));

test("an ordinary object gets its command", () => {
  expect(renderCommand(step(`images/${ID}`))).toBe(`sh reclaim.sh --quarantine 'images/${ID}'`);
});

test("no other name ever reaches a command", () => {
  fc.assert(
    fc.property(hostile, hostile, (pool, name) => {
      const object = `${pool}/${name}`;
      const command = renderCommand(step(object));
      if (command === null) expect(isSafeSpec(object)).toBe(false);
      else expect(object).toMatch(/^[\w.-]+\/[0-9a-f-]{36}$/);
    }),
    { numRuns: 3000 },
  );
});

test("a quoted word is one word to a shell, letter by letter", () => {
  fc.assert(
    fc.property(
      hostile.map((text) => text.replaceAll("\0", "").toWellFormed()),
      (word) => {
        const { stdout } = spawnSync("sh", ["-c", `printf %s ${shellQuote(word)}`], { encoding: "utf8" });
        expect(stdout).toBe(word);
      },
    ),
    { numRuns: 60 },
  );
});

test("whatever a listing names, the script is one that a shell reads, and holds none of it", () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1, maxLength: 6 }), (names) => {
      const rows = names.map((image) => ({ image: `evil${image}`, size: 1, format: 2 }));
      const script = reclaimScript(
        buildCloud(
          intake([
            {
              name: "rbd-ls-images.json",
              text: JSON.stringify(rows),
              command: "rbd ls -l images --format json",
              pasted: false,
            },
          ]),
        ),
      );
      expect(spawnSync("sh", ["-n"], { input: script }).status).toBe(0);
      expect(script).not.toContain("evil");
    }),
    { numRuns: 40 },
  );
});
