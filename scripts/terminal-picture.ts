/** The first lines of a terminal answer as an SVG picture: text that scales, no fonts of this machine, the same bytes each time. */

const WIDTH = 960;
const LINE = 19;
const PAD = 24;
const TOP = 52;

const COLORS: readonly (readonly [RegExp, string])[] = [
  [/^HIGH\b/, "#ff7b72"],
  [/^MEDIUM\b/, "#e3b341"],
  [/^LOW\b/, "#79c0ff"],
  [/^(?:INFO|Release:)/, "#8b949e"],
  [/^\([a-e]\) |^(?:Safe now|Answers|Findings|Questions)/, "#7ee787"],
  [/^\s+fix:/, "#a5d6ff"],
];

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Draws `lines` under a title bar that shows the command; `more` says what was left out. */
export function terminalPicture(command: string, lines: readonly string[], more: string): string {
  const shown = [...lines, "", more];
  const height = TOP + shown.length * LINE + PAD;
  const rows = shown.map((text, at) => {
    const color = COLORS.find(([pattern]) => pattern.test(text))?.[1] ?? "#e6edf3";
    return `<text x="${PAD}" y="${TOP + (at + 1) * LINE}" fill="${color}" xml:space="preserve">${escaped(text)}</text>`;
  });
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map(
    (color, at) => `<circle cx="${PAD + at * 20}" cy="22" r="6" fill="${color}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="A terminal after ${escaped(command)}">
<rect width="${WIDTH}" height="${height}" rx="10" fill="#0d1117"/>
${dots.join("\n")}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14">
<text x="${WIDTH / 2}" y="27" fill="#8b949e" text-anchor="middle">${escaped(command)}</text>
${rows.join("\n")}
</g>
</svg>
`;
}
