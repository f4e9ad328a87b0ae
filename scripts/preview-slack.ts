/** `npm run preview [FOLDER]`: every message and form of the bot as HTML, and as PNG where a Chromium is found. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadRules } from "../src/check/load-rules.ts";
import { findChromium, HOW_TO_GET_ONE, takePictures } from "./slack-preview/browser.ts";
import { pageHtml, type Theme, widthOf } from "./slack-preview/page.ts";
import { scenes } from "./slack-preview/scenes.ts";

const folder = process.argv[2] ?? "out/slack";
mkdirSync(folder, { recursive: true });
const { scenes: all, pictures } = await scenes(await loadRules());
const themes: readonly Theme[] = ["light", "dark"];
const pages = all.flatMap((scene) =>
  themes.map((theme) => ({
    name: `${scene.name}-${theme}`,
    title: `${scene.title}, ${theme}`,
    html: pageHtml(scene, theme, pictures),
    width: widthOf(scene),
  })),
);
for (const { name, html } of pages) writeFileSync(join(folder, `${name}.html`), html);
const links = pages.map(({ name, title }) => `<li><a href="${name}.html">${title}</a></li>`).join("");
writeFileSync(join(folder, "index.html"), `<!doctype html><meta charset="utf-8"><ul>${links}</ul>`);
console.log(`${pages.length} pages: ${join(folder, "index.html")}`);

const chromium = findChromium(process.env);
if (chromium) {
  await takePictures(
    chromium,
    pages.map(({ name, html, width }) => ({ html, width, to: join(folder, `${name}.png`) })),
  );
  console.log(`${pages.length} pictures: ${join(folder, "*.png")}`);
} else console.log(HOW_TO_GET_ONE);
