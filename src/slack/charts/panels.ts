/** The pictures of an answer, one finding each: a title that says it, the measure below, a Vega-Lite chart, and the same in words. */
import type { TopLevelSpec } from "vega-lite";
import { humanBytes, percent, plural } from "../../units.ts";
import type { BootFigures, ChartFigures, CloneFigure, StoreFigures } from "./figures.ts";

export type Panel = { title: string; subtitle: string; spec: TopLevelSpec; alt: string };

/** Pixels of a chart inside the card. */
export const PANEL_WIDTH = 528;

/** Told apart by people who see no red or green as well, and by their words in the legend. */
const COLOURS: Readonly<Record<string, string>> = {
  raw: "#2f6f9f",
  qcow2: "#e08a1e",
  iso: "#8a8f98",
  other: "#6b4f8f",
  "not told": "#5f6b7a",
};
const VERDICT_COLOURS = { cloned: "#1f6f54", depends: "#8a5a00", copied: "#b3402e", "not known": "#5f6670" } as const;

const TEXT = "#1d1c1d";
const QUIET = "#55595f";
const GRID = "#dfe1e5";

/** Colours, sizes and the font of all charts. Letters are read on a phone, where the card is 60 % as wide. */
export const CONFIG = {
  font: "Inter",
  view: { stroke: null },
  axis: {
    domain: false,
    ticks: false,
    gridColor: GRID,
    labelColor: TEXT,
    labelFontSize: 14,
    titleColor: QUIET,
    titleFontSize: 13,
    titleFontWeight: "normal",
    labelPadding: 6,
  },
  legend: { labelColor: TEXT, labelFontSize: 14, symbolType: "square", symbolStrokeWidth: 0, columnPadding: 16 },
  text: { color: TEXT, fontSize: 14 },
} as const;

export function panelsOf({ stores, clones, boots }: ChartFigures): Panel[] {
  return [
    ...(stores ? [storesPanel(stores)] : []),
    ...(clones.length > 0 ? [clonesPanel(clones)] : []),
    ...(boots ? [bootsPanel(boots)] : []),
  ];
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** Bytes in one unit for a whole axis. */
function scaleOf(most: number): { divisor: number; unit: string } {
  const unit = humanBytes(most).split(" ").at(-1) ?? "B";
  const power = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"].indexOf(unit);
  return { divisor: 1024 ** Math.max(0, power), unit };
}

/** Labels of an axis with their unit: no title is needed. */
const axisOf = (unit: string) =>
  ({
    tickCount: 4,
    labelExpr: `format(datum.value, ',.6~r')${unit ? ` + (datum.value ? ' ${unit}' : '')` : ""}`,
  }) as const;

/** Names beside bars, as wide in each chart so that the bars stand below one another. */
const NAMES = { labelLimit: 104, minExtent: 110, maxExtent: 110, grid: false } as const;

const count = (images: number): string => `${images.toLocaleString("en-US")} ${images === 1 ? "image" : "images"}`;

function storesPanel({ unit, rows }: StoreFigures): Panel {
  const amount = unit === "B" ? humanBytes : count;
  const total = sum(rows.map((row) => row.amount));
  const label = (store: string): string => (store === "" ? "catalogue" : store);
  const stores = [...Map.groupBy(rows, ({ store }) => label(store))].map(([store, parts]) => ({
    store,
    end: sum(parts.map((row) => row.amount)),
    parts,
  }));
  const formats = [...Map.groupBy(rows, ({ format }) => format)].map(([format, own]) => ({
    format,
    amount: sum(own.map((row) => row.amount)),
  }));
  const told = !formats.some(({ format }) => format === "not told");
  const scale = unit === "B" ? scaleOf(Math.max(...stores.map(({ end }) => end))) : { divisor: 1, unit: "" };
  // the legend tells the sums, so that nobody has to measure a bar
  const entry = new Map(
    formats.map((one) => [
      one.format,
      `${one.format} ${unit === "B" ? amount(one.amount) : one.amount.toLocaleString("en-US")}`,
    ]),
  );
  const measure = `${unit === "B" ? "Bytes of images" : "Images"} by ${[...(stores.length > 1 ? ["store"] : []), ...(told ? ["format"] : [])].join(" and ")}`;
  return {
    title: storesTitle({ unit, rows }, told, stores.length),
    subtitle: `${measure}, ${told ? "as listed" : "as in the statistics"}; ${amount(total)} in all`,
    alt: `${measure}. ${stores
      .map(
        ({ store, parts }) =>
          `${store}: ${parts.map((row) => (told ? `${row.format} ${amount(row.amount)}` : amount(row.amount))).join(", ")}`,
      )
      .join("; ")}.`,
    spec: {
      width: PANEL_WIDTH,
      autosize: { type: "fit-x", contains: "padding" },
      height: { step: 34 },
      encoding: {
        y: { field: "store", type: "nominal", title: null, sort: stores.map(({ store }) => own(store)), axis: NAMES },
      },
      layer: [
        {
          data: {
            values: rows.map((row, order) => ({
              order,
              store: own(label(row.store)),
              format: entry.get(row.format),
              shown: row.amount / scale.divisor,
            })),
          },
          mark: { type: "bar", height: 22 },
          encoding: {
            x: { field: "shown", type: "quantitative", title: null, stack: "zero", axis: axisOf(scale.unit) },
            order: { field: "order", type: "quantitative" },
            color: told ? formatColours(entry) : { value: COLOURS["not told"] ?? TEXT },
          },
        },
        {
          data: {
            values: stores.map(({ store, end }) => ({ store: own(store), end: end / scale.divisor, sum: amount(end) })),
          },
          mark: { type: "text", align: "left", dx: 6 },
          encoding: { x: { field: "end", type: "quantitative" }, text: { field: "sum" } },
        },
      ],
    },
  };
}

/** A name that no object has by nature: Vega looks up "valueOf" and finds what it did not put there. */
const own = (name: string): string => `\u00a0${name}`;

const formatColours = (entry: ReadonlyMap<string, string>) => ({
  field: "format",
  type: "nominal" as const,
  scale: { domain: [...entry.values()], range: [...entry.keys()].map((format) => COLOURS[format] ?? TEXT) },
  legend: {
    orient: "top" as const,
    title: null,
    direction: "horizontal" as const,
    // three in a row are wider than the chart
    columns: entry.size > 2 ? 2 : entry.size,
    offset: 4,
    labelLimit: 200,
  },
});

/** What stands out: bytes that no disk is cloned from, if there are any. */
function storesTitle({ unit, rows }: StoreFigures, told: boolean, stores: number): string {
  const amount = unit === "B" ? humanBytes : count;
  const total = sum(rows.map((row) => row.amount));
  if (!told) return `${amount(total)} in ${plural(stores, "store")}`;
  const copied = sum(rows.filter(({ format }) => format !== "raw" && format !== "iso").map((row) => row.amount));
  const things = unit === "B" ? "bytes" : "images";
  if (copied === 0) return `All ${things} are raw or ISO`;
  const share =
    copied === total
      ? `All ${amount(total)}`
      : `${unit === "B" ? amount(copied) : copied.toLocaleString("en-US")} of ${amount(total)} (${percent(copied, total)})`;
  return `${share} ${copied === 1 && unit === "images" ? "is" : "are"} neither raw nor ISO`;
}

/** Characters of a line of reasons; two lines at the most. */
const REASON = 40;

function clonesPanel(clones: readonly CloneFigure[]): Panel {
  const having = (verdict: CloneFigure["verdict"]): number => clones.filter((one) => one.verdict === verdict).length;
  const title = clonesTitle(having("copied"), having("depends"), having("not known"), clones.length);
  return {
    title,
    subtitle: "What a new disk from a raw image is today, as the files stand",
    alt: `Disks from raw images today. ${clones.map(({ consumer, verdict, because }) => `${consumer}: ${verdict}, ${because}`).join("; ")}.`,
    spec: {
      width: PANEL_WIDTH,
      height: { step: 46 },
      data: {
        values: clones.map((clone, row) => ({ ...clone, row, because: twoLines(clone.because) })),
      },
      encoding: { y: { field: "row", type: "ordinal", axis: null } },
      layer: [
        {
          // without a canvas Vega takes letters for wider than they are: this is 150 pixels
          mark: { type: "text", align: "left", fontWeight: 600, limit: 210 },
          encoding: { x: { value: 0 }, text: { field: "consumer" } },
        },
        {
          mark: { type: "rect", height: 24, cornerRadius: 4 },
          encoding: {
            x: { value: 158 },
            x2: { value: 250 },
            color: {
              field: "verdict",
              type: "nominal",
              legend: null,
              scale: { domain: Object.keys(VERDICT_COLOURS), range: Object.values(VERDICT_COLOURS) },
            },
          },
        },
        {
          mark: { type: "text", color: "#ffffff", fontWeight: 600 },
          encoding: { x: { value: 204 }, text: { field: "verdict" } },
        },
        {
          mark: { type: "text", align: "left", color: QUIET, fontSize: 13, lineHeight: 16, lineBreak: "\n", dy: 0 },
          encoding: { x: { value: 262 }, text: { field: "because" } },
        },
      ],
    },
  };
}

function clonesTitle(copied: number, depends: number, open: number, all: number): string {
  if (copied > 0) return copied === all ? "No disk is cloned, not from raw images either" : "Not every disk is cloned";
  if (depends > 0) return "Disks are cloned only from images whose first copy is on RBD";
  return open > 0 ? "Not known for all: is a disk cloned?" : "A disk from a raw image is cloned";
}

function twoLines(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + word.length >= REASON) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  const [first = "", second] = lines;
  if (second === undefined) return first;
  return lines.length > 2 ? `${first}\n${second}…` : `${first}\n${second}`;
}

function bootsPanel({ before, after, images, which }: BootFigures): Panel {
  const { divisor, unit } = scaleOf(before);
  const rows = [
    { when: "today", bytes: before, colour: COLOURS["qcow2"] },
    { when: "cloned", bytes: after, colour: COLOURS["raw"] },
  ];
  const what =
    which === "all"
      ? images === 1
        ? "image"
        : "images"
      : images === 1
        ? "image that is not raw"
        : "images that are not raw";
  return {
    title: `A first boot moves ${humanBytes(before)} today, a clone none`,
    subtitle: `From Glance to a compute; mean of ${images.toLocaleString("en-US")} ${what}`,
    alt: `Bytes from Glance to a compute at a first boot, mean of the images that are copied (${images}): today ${humanBytes(before)}; cloned ${humanBytes(after)}, metadata alone.`,
    spec: {
      width: PANEL_WIDTH,
      autosize: { type: "fit-x", contains: "padding" },
      height: { step: 34 },
      data: { values: rows.map((row) => ({ ...row, shown: row.bytes / divisor, label: humanBytes(row.bytes) })) },
      encoding: {
        y: { field: "when", type: "nominal", title: null, sort: ["today", "cloned"], axis: NAMES },
        x: { field: "shown", type: "quantitative", title: null, axis: axisOf(unit) },
      },
      layer: [
        { mark: { type: "bar", height: 22 }, encoding: { color: { field: "colour", type: "nominal", scale: null } } },
        { mark: { type: "text", align: "left", dx: 6 }, encoding: { text: { field: "label" } } },
      ],
    },
  };
}
