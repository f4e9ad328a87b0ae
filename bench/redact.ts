/**
 * Measures redaction by the size of its input, each against a tenth of it: `ratio` near 10 is linear. `node bench/redact.ts [MiB]`
 */
import { redact } from "../src/intake/redact/redact.ts";
import type { SourceKind } from "../src/intake/source.ts";
import { objectItems, pageText } from "./generate-catalog.ts";

const MIB = 1024 * 1024;
const RUNS = 3;

type Input = { name: string; kind: SourceKind; make: (bytes: number) => string };

/** Letters and digits that look random, the same for the same number. */
function invented(number: number): string {
  const spread = (factor: number): string => (Math.imul(number + 1, factor) >>> 0).toString(36);
  return `${spread(0x9e3779b1)}Z${spread(0x85ebca6b)}q${spread(0xc2b2ae35)}`;
}

/** Repeats what `part` writes until the text is as long as wanted; ends with a whole part. */
function filled(bytes: number, part: (number: number) => string): string {
  const parts: string[] = [];
  for (let length = 0, number = 0; length < bytes; number++) {
    const text = part(number);
    parts.push(text);
    length += text.length;
  }
  return parts.join("");
}

const section = (number: number): string => `[backend-${number}]
# password of backend ${number}, as in the last one: ${invented(number - 1)}
volume_driver = cinder.volume.drivers.rbd.RBDDriver
san_password = ${invented(number)}
connection = mysql+pymysql://cinder:${invented(number + 1e6)}@db.example.net/cinder
rbd_pool = volumes-${number}
description = ${invented(number)} again
`;

const INPUTS: readonly Input[] = [
  { name: "configuration, secrets all over", kind: "cinder", make: (bytes) => filled(bytes, section) },
  {
    name: "one line of secrets",
    kind: "log",
    make: (bytes) => filled(bytes, (number) => `password=${invented(number)}, `),
  },
  {
    name: "secrets that begin alike",
    kind: "cinder",
    make: (bytes) => filled(bytes, (number) => `password = secret-of-backend-${number}-${"x".repeat(number % 50)}\n`),
  },
  {
    name: "odd characters",
    kind: "cinder",
    make: (bytes) => filled(bytes, (number) => `password = ${invented(number)}!%"&/$\n`),
  },
  {
    name: "API pages of images",
    kind: "image-list",
    make: (bytes) => filled(bytes, (number) => pageText(number * 100, 100, 1e6)),
  },
  { name: "rbd ls -l", kind: "rbd-ls", make: (bytes) => objectItems(0, Math.ceil(bytes / 180)) },
  { name: "colons and at signs", kind: "words", make: (bytes) => ":@".repeat(bytes / 2) },
  { name: "addresses without end", kind: "words", make: (bytes) => "a://b:c@".repeat(bytes / 8) },
];

/** The fastest of some runs, in seconds. */
function seconds({ name, kind }: Input, text: string): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    redact([{ name, text }], () => kind);
    return (performance.now() - start) / 1000;
  });
  return Math.min(...times);
}

const cell = (text: string | number, width: number): string => String(text).padStart(width);

const bytes = Number(process.argv[2] ?? 10) * MIB;
console.log(`${"input".padEnd(36)}${["MiB", "seconds", "MB/s", "ratio"].map((title) => cell(title, 10)).join("")}`);
for (const input of INPUTS) {
  const text = input.make(bytes);
  const small = seconds(input, input.make(bytes / 10));
  const large = seconds(input, text);
  const row = [
    (text.length / MIB).toFixed(1),
    large.toFixed(3),
    (text.length / 1e6 / large).toFixed(1),
    (large / small).toFixed(1),
  ];
  console.log(`${input.name.padEnd(36)}${row.map((text) => cell(text, 10)).join("")}`);
}
