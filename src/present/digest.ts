/** A digest for a terminal, or as Markdown. Keys and owners come from outside: they are made visible, never interpreted. */
import type { Digest } from "../hygiene/digest.ts";
import { humanBytes, plural } from "../units.ts";
import { escapeMarkdown } from "./markdown.ts";
import { visible } from "./safe-text.ts";

type Draw = { heading: (text: string) => string; item: (text: string) => string; line: (text: string) => string };

const TERMINAL: Draw = {
  heading: (text) => `\n${text}`,
  item: (text) => `- ${visible(text)}`,
  line: visible,
};
const MARKDOWN: Draw = {
  heading: (text) => `\n## ${escapeMarkdown(text)}\n`,
  item: (text) => `- ${escapeMarkdown(text)}`,
  line: (text) => `${escapeMarkdown(text)}  `,
};

export function renderDigest(digest: Digest, format: "text" | "markdown"): string {
  const { heading, item, line } = format === "text" ? TERMINAL : MARKDOWN;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [heading(title), ...lines.map(item)];
  const lines = [
    format === "text" ? visible(digest.headline) : `# ${escapeMarkdown(digest.headline)}\n`,
    line(snapshotLine(digest)),
    ...(digest.late ? [line(digest.late)] : []),
    ...section(
      "Worth an hour",
      digest.tasks.map(
        ({ title, why, firstStep, keys }) => `${title}. ${why} ${firstStep} Largest: ${keys.slice(0, 3).join(", ")}.`,
      ),
    ),
    ...section("The last plan", digest.promise ? [digest.promise] : []),
    ...section("Acceptances that end within two weeks", digest.ending),
    ...section("Acceptances that have ended: these count again", digest.ended),
    ...section("Not shown by this snapshot", digest.snapshot.gaps),
    ...section("Trend", digest.trend.map(trendLine)),
    ...digest.sections.flatMap(({ title, lines: own }) => section(title, own)),
  ];
  return `${lines.join("\n").trim()}\n`;
}

/** How old what is said is. */
export function snapshotLine({ snapshot: { takenAt, ageHours, stale } }: Digest): string {
  const age = ageHours < 48 ? plural(ageHours, "hour") : plural(Math.round(ageHours / 24), "day");
  const time = takenAt.slice(0, 16).replace("T", " ");
  return stale
    ? `From a snapshot of ${time} UTC, ${age} old: too old to say what is gone. Collect a new one.`
    : `From a snapshot of ${time} UTC, ${age} old.`;
}

function trendLine({ name, unit, points }: Digest["trend"][number]): string {
  const shown = (value: number | null): string =>
    value === null
      ? "?"
      : unit === "B"
        ? humanBytes(value)
        : unit === "%"
          ? `${Number(value.toFixed(1))} %`
          : String(value);
  return `${name}: ${points.map(({ week, value }) => `${week} ${shown(value)}`).join(", ")}`;
}
