/** Panels on one card, as PNG. The same panels give the same bytes. */
import { createRequire } from "node:module";
import { plain } from "../inert.ts";
import { CONFIG, PANEL_WIDTH, type Panel } from "./panels.ts";

/** A light card that does not depend on the theme around it. */
const CARD = { padding: 16, background: "#fafafa", edge: "#c9ccd1", text: "#1d1c1d", quiet: "#55595f" } as const;
const HEAD = 50;
const GAP = 22;
/** Points of the picture for one of the layout, for screens of high resolution. */
const ZOOM = 2;

/** Resolved when a picture is drawn: an installation without them still answers, without pictures. */
const fontFiles = (): string[] =>
  ["400Regular/Inter_400Regular.ttf", "600SemiBold/Inter_600SemiBold.ttf"].map((path) =>
    createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${path}`),
  );

/** Draws the panels below one another. Loads the chart libraries when it is first called. */
export async function picture(panels: readonly Panel[]): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  // the last gate: a name with a character that XML does not know would cost the whole picture
  const svg = plain(await card(panels))
    .toWellFormed()
    .replaceAll(/[\ufffe\uffff]/g, "");
  // a font that is missing gives a picture without text and without an error: ours are in the package
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: "Inter" };
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: ZOOM } }).render().asPng();
}

async function card(panels: readonly Panel[]): Promise<string> {
  let top: number = CARD.padding;
  const parts: string[] = [];
  for (const panel of panels) {
    const chart = await drawn(panel);
    parts.push(
      text(panel.title, top + 14, `font-size="16" font-weight="600" fill="${CARD.text}"`),
      text(panel.subtitle, top + 35, `font-size="14" fill="${CARD.quiet}"`),
      chart.svg.replace("<svg ", `<svg x="${CARD.padding}" y="${top + HEAD}" `),
    );
    top += HEAD + chart.height + GAP;
  }
  const [width, height] = [PANEL_WIDTH + 2 * CARD.padding, top - GAP + CARD.padding];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Inter"><rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${CARD.background}" stroke="${CARD.edge}"/>${parts.join("")}</svg>`;
}

async function drawn({ spec }: Panel): Promise<{ svg: string; height: number }> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const { spec: compiled } = compile(
    { ...spec, padding: 0, background: "transparent" },
    { config: CONFIG, logger: vega.logger(vega.Error) },
  );
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logLevel: vega.Error });
  try {
    const svg = await view.toSVG();
    return { svg, height: Number(/ height="([\d.]+)"/.exec(svg)?.[1] ?? 0) };
  } finally {
    view.finalize();
  }
}

const ESCAPED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const text = (words: string, y: number, style: string): string =>
  `<text x="${CARD.padding}" y="${y}" ${style}>${words.replaceAll(/[&<>"]/g, (sign) => ESCAPED[sign] ?? "")}</text>`;
