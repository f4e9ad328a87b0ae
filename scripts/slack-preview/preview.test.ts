import { beforeAll, describe, expect, test } from "vitest";
import { loadRules } from "../../src/check/load-rules.ts";
import { messageFaults, viewFaults } from "../../src/slack/faults.ts";
import { blockHtml } from "./block-html.ts";
import { findChromium } from "./browser.ts";
import { pageHtml, type Shown } from "./page.ts";
import { type Staged, scenes } from "./scenes.ts";

let staged: Staged;
beforeAll(async () => {
  staged = await scenes(await loadRules());
});

const all = (messages: readonly Shown[]): Shown[] => messages.flatMap((one) => [one, ...all(one.replies ?? [])]);

describe("scenes", () => {
  test("are what Slack takes", () => {
    for (const scene of staged.scenes) {
      if (scene.kind === "view") expect(viewFaults(scene.view)).toEqual([]);
      else
        for (const { by, text, blocks } of all(scene.messages))
          if (!by) expect([scene.name, ...messageFaults({ text, blocks: [...blocks] })]).toEqual([scene.name]);
    }
  });

  test("are drawn in full: no block is unknown, no picture is missing", () => {
    for (const scene of staged.scenes) {
      const html = pageHtml(scene, "dark", staged.pictures);
      expect([scene.name, html.includes('class="unknown"')]).toEqual([scene.name, false]);
    }
  });

  test("have names of their own", () => {
    const names = staged.scenes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

test("words are words in the pages too", () => {
  const html = blockHtml({ type: "header", text: { type: "plain_text", text: '<script>"&' } });
  expect(html).toBe("<h2>&lt;script&gt;&quot;&amp;</h2>");
});

test("a browser is taken from the environment first, and none is none", () => {
  expect(findChromium({ GLANCEWRIGHT_CHROMIUM: process.execPath, PATH: "" })).toBe(process.execPath);
  expect(findChromium({ PATH: "" })).toBeNull();
});
