/** Eight weeks of a cloud in a picture: one small line for each measure, the last point with its figure. */
import type { TopLevelSpec } from "vega-lite";
import type { Series } from "../../hygiene/digest.ts";
import { humanBytes } from "../../units.ts";
import { PANEL_WIDTH, type Panel } from "./panels.ts";

const LINE = "#2f6f9f";
const QUIET = "#55595f";

/** Panels for the measures of which at least two weeks are known. */
export function trendPanels(measures: readonly Series[]): Panel[] {
  return measures
    .map((measure) => ({ ...measure, known: measure.points.filter(({ value }) => value !== null) }))
    .filter(({ known }) => known.length >= 2)
    .map(({ name, unit, points, known }) => {
      const first = known[0]?.value ?? 0;
      const last = known.at(-1)?.value ?? 0;
      return {
        title: `${name}: ${shown(last, unit)}${direction(first, last, unit)}`,
        subtitle: `by week, ${known[0]?.week} to ${known.at(-1)?.week}${known.length < points.length ? "; a gap is a week without it" : ""}`,
        alt: `${name} by week. ${points.map(({ week, value }) => `${week}: ${value === null ? "not known" : shown(value, unit)}`).join("; ")}.`,
        spec: lineOf(points, unit),
      };
    });
}

const shown = (value: number, unit: Series["unit"]): string =>
  unit === "B" ? humanBytes(value) : unit === "%" ? `${Number(value.toFixed(1))} %` : value.toLocaleString("en-US");

function direction(first: number, last: number, unit: Series["unit"]): string {
  if (first === last) return ", as at first";
  return `, ${last > first ? "up" : "down"} from ${shown(first, unit)}`;
}

function lineOf(points: Series["points"], unit: Series["unit"]): TopLevelSpec {
  const most = Math.max(...points.map(({ value }) => value ?? 0), 0);
  const power =
    unit === "B"
      ? ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"].indexOf(humanBytes(most).split(" ").at(-1) ?? "B")
      : 0;
  const divisor = 1024 ** Math.max(0, power);
  const sign = unit === "B" ? (humanBytes(most).split(" ").at(-1) ?? "B") : unit === "%" ? "%" : "";
  const values = points.map(({ week, value }, order) => ({
    order,
    week,
    value: value === null ? null : value / divisor,
    label: value === null ? "" : shown(value, unit),
    last: points.slice(order + 1).every((later) => later.value === null),
  }));
  return {
    width: PANEL_WIDTH,
    height: 70,
    autosize: { type: "fit-x", contains: "padding" },
    data: { values },
    encoding: {
      x: {
        field: "week",
        type: "ordinal",
        sort: values.map(({ week }) => week),
        title: null,
        axis: { labelAngle: 0, grid: false, labelColor: QUIET, labelFontSize: 13 },
      },
      y: {
        field: "value",
        type: "quantitative",
        title: null,
        scale: { domainMin: 0, ...(unit === "%" ? { domainMax: 100 } : {}), nice: true },
        axis: {
          tickCount: 3,
          minExtent: 60,
          maxExtent: 60,
          labelExpr: `format(datum.value, ',.3~r')${sign ? ` + ' ${sign}'` : ""}`,
        },
      },
    },
    layer: [
      { mark: { type: "line", color: LINE, strokeWidth: 2 } },
      { mark: { type: "point", color: LINE, filled: true, size: 34 } },
      {
        transform: [{ filter: "datum.last && isValid(datum.value)" }],
        mark: { type: "text", dy: -10, fontWeight: 600 },
        encoding: { text: { field: "label" } },
      },
    ],
  };
}
