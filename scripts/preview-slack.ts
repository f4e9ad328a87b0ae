/**
 * `npm run preview [FOLDER]`: every message and form of the bot as HTML, and as PNG where a Chromium is found.
 * `npm run preview docs`: the pictures of the main journey, for the written pages.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadRules } from "../src/check/load-rules.ts";
import { findChromium, HOW_TO_GET_ONE, takePictures } from "./slack-preview/browser.ts";
import { pageHtml, type Theme, widthOf } from "./slack-preview/page.ts";
import { scenes } from "./slack-preview/scenes.ts";

const asked = process.argv[2] ?? "out/slack";
if (asked.startsWith("-")) {
  console.error("npm run preview [FOLDER]: draws every message and form into FOLDER (out/slack).");
  process.exit(asked === "--help" ? 0 : 2);
}
const forDocs = asked === "docs";
const folder = forDocs ? "docs/pictures" : asked;
/** Scenes that tell the whole way, and their names in the written pages. */
const JOURNEY: Readonly<Record<string, string>> = {
  "form-design": "slack-form",
  "2-working": "slack-working",
  "3-answer": "slack-answer",
  "part-c": "slack-keys",
  why: "slack-why",
  digest: "slack-digest",
};

mkdirSync(folder, { recursive: true });
const { scenes: staged, pictures } = await scenes(await loadRules());
const all = staged.flatMap((scene) => {
  const name = forDocs ? JOURNEY[scene.name] : scene.name;
  return name ? [{ ...scene, name }] : [];
});
const themes: readonly Theme[] = forDocs ? ["light"] : ["light", "dark"];
const pages = all.flatMap((scene) =>
  themes.map((theme) => ({
    name: forDocs ? scene.name : `${scene.name}-${theme}`,
    title: `${scene.title}, ${theme}`,
    html: pageHtml(scene, theme, pictures),
    width: widthOf(scene),
  })),
);
if (!forDocs) writePages();

function writePages(): void {
  for (const { name, html } of pages) writeFileSync(join(folder, `${name}.html`), html);
  const links = pages.map(({ name, title }) => `<li><a href="${name}.html">${title}</a></li>`).join("");
  writeFileSync(join(folder, "index.html"), `<!doctype html><meta charset="utf-8"><ul>${links}</ul>`);
  console.log(`${pages.length} pages: ${join(folder, "index.html")}`);
}

const chromium = findChromium(process.env);
if (chromium) {
  await takePictures(
    chromium,
    pages.map(({ name, html, width }) => ({ html, width, to: join(folder, `${name}.png`) })),
    forDocs ? 1 : 2,
  );
  console.log(`${pages.length} pictures: ${join(folder, "*.png")}`);
} else console.log(HOW_TO_GET_ONE);
