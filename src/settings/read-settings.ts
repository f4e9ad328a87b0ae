/** Reads environment and settings file together, and tells all that is wrong with them at once. */
import { join } from "node:path";
import { distance } from "fastest-levenshtein";
import { parse } from "ini";
import type { z } from "zod";
import { GlancewrightError } from "../errors.ts";
import {
  cloudSchema,
  type DatabaseSettings,
  fileSchema,
  priceSchema,
  type Settings,
  type SlackSecrets,
} from "./settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** `text`: the content of glancewright.ini, null when there is none. `state`: the folder for what outlives a process. */
export function readSettings(environment: Environment, text: string | null, state: string): Settings {
  const faults: string[] = [];
  const { sections, clouds, prices } = split(text ?? "", faults);
  const file = fileSchema.safeParse(sections);
  if (!file.success) faults.push(...file.error.issues.map((issue) => faultOf(issue, sections)));
  const named = namedSections("cloud", clouds, cloudSchema, faults);
  const priced = namedSections("price", prices, priceSchema, faults);
  const secrets = secretsOf(environment, file.success ? file.data.slack.mode : "socket", faults);
  const database = databaseOf(environment, state, faults);
  const ingestTokens = ingestTokensOf(environment, Object.keys(named), faults);
  if (file.success && Object.keys(ingestTokens).length > 0) faults.push(...openIngest(file.data.server));
  if (!file.success || !database || faults.length > 0)
    throw new GlancewrightError("settings.wrong", {
      expected: "settings that can be read",
      got: faults.join("; "),
      next: "See docs/settings.md; glancewright doctor checks them.",
    });
  return { ...file.data, clouds: named, prices: priced, secrets, ingestTokens, database };
}

type Section = Readonly<Record<string, unknown>>;
type Sections = Readonly<Record<string, Section>>;

/** Sections with a name of the operator's, as `[cloud production]`. */
function namedSections<Schema extends z.ZodType>(
  word: string,
  given: Sections,
  schema: Schema,
  faults: string[],
): Readonly<Record<string, z.infer<Schema>>> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, section]): [string, z.infer<Schema>][] => {
      const read = schema.safeParse(section);
      if (read.success) return [[name, read.data]];
      faults.push(...read.error.issues.map((issue) => `[${word} ${name}] ${faultOf(issue, section)}`));
      return [];
    }),
  );
}

function split(text: string, faults: string[]): { sections: Section; clouds: Sections; prices: Sections } {
  const sections: Record<string, unknown> = {};
  const named: Record<"cloud" | "price", Record<string, Section>> = { cloud: {}, price: {} };
  for (const [name, value] of Object.entries(parse(withPlainNames(text)))) {
    if (typeof value !== "object" || value === null) {
      faults.push(`${name} stands before the first section`);
      continue;
    }
    const section = value as Section;
    faults.push(...secretKeys(name, section));
    const [, kind, own] = /^(cloud|price) ([\w .:/-]{1,60})$/.exec(name) ?? [];
    if (kind && own) named[kind as "cloud" | "price"][own] = section;
    else sections[name] = section;
  }
  return { sections, clouds: named.cloud, prices: named.price };
}

/** The library nests sections at the dots in their names; model ids have dots. */
const withPlainNames = (text: string): string =>
  text.replaceAll(/^[ \t]*\[.*\]/gm, (header) => header.replaceAll(/(?<!\\)\./g, "\\."));

/** The file is copied, committed and shown: what is secret stands in the environment. */
function secretKeys(name: string, section: Section): string[] {
  return Object.entries(section)
    .filter(
      ([key, value]) => /token(?!s)|secret|password|api_?key/i.test(key) || /^(xox|xapp-|sk-)/.test(String(value)),
    )
    .map(([key]) => `[${name}] ${key} is a secret: set it in the environment`);
}

function faultOf(issue: z.core.$ZodIssue, given: unknown): string {
  const [section, key] = issue.path.map(String);
  const place = key ? `[${section}] ${key}` : section ? `[${section}]` : "";
  if (issue.code === "unrecognized_keys") {
    const known = section ? keysOf(section) : Object.keys(fileSchema.shape);
    return issue.keys
      .map((name) => `${place ? `${place} ` : ""}${name} is not known${nearest(name, known)}`)
      .join("; ");
  }
  const value = key ? (given as Record<string, Section>)[section ?? ""]?.[key] : undefined;
  return `${place} must be ${issue.message}${value === undefined ? "" : `, not ${JSON.stringify(value)}`}`;
}

function keysOf(section: string): string[] {
  const schema = (fileSchema.shape as Record<string, { unwrap?: () => { shape?: object } }>)[section];
  return Object.keys(schema?.unwrap?.().shape ?? cloudSchema.shape);
}

function nearest(name: string, known: readonly string[]): string {
  const [best] = known.toSorted((one, other) => distance(name, one) - distance(name, other));
  return best && distance(name, best) <= 3 ? `: ${best} is` : "";
}

function secretsOf(environment: Environment, mode: "socket" | "http", faults: string[]): SlackSecrets | null {
  const botToken = environment["SLACK_BOT_TOKEN"] || null;
  const appToken = environment["SLACK_APP_TOKEN"] || null;
  const signingSecret = environment["SLACK_SIGNING_SECRET"] || null;
  if (!botToken) return null;
  if (!botToken.startsWith("xoxb-")) faults.push("SLACK_BOT_TOKEN must be a bot token, which starts with xoxb-");
  if (mode === "socket" && !appToken?.startsWith("xapp-"))
    faults.push("SLACK_APP_TOKEN must be an app-level token, which starts with xapp-, for Socket Mode");
  if (mode === "http" && !signingSecret)
    faults.push("SLACK_SIGNING_SECRET must be set for signed HTTP: without it anybody could speak as Slack");
  const apiUrl = environment["SLACK_API_URL"] || "https://slack.com/api/";
  if (!isTrusted(apiUrl)) faults.push("SLACK_API_URL must be https, or an address of this machine: tokens go there");
  return { botToken, appToken, signingSecret, apiUrl };
}

const LEAST_TOKEN = 24;

/** The variable of a cloud: its name in capitals, with _ for what no variable takes. */
const ingestVariable = (cloud: string): string =>
  `GLANCEWRIGHT_INGEST_TOKEN_${cloud.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}`;

function ingestTokensOf(environment: Environment, clouds: readonly string[], faults: string[]): Record<string, string> {
  const tokens: Record<string, string> = {};
  for (const cloud of clouds) {
    const name = ingestVariable(cloud);
    const twin = clouds.find((other) => other !== cloud && ingestVariable(other) === name);
    const token = environment[name];
    if (!token) continue;
    if (twin) faults.push(`${name} would be the token of ${cloud} and of ${twin}: rename one`);
    if (token.length < LEAST_TOKEN) faults.push(`${name} must have ${LEAST_TOKEN} characters or more`);
    tokens[cloud] = token;
  }
  if (new Set(Object.values(tokens)).size < Object.keys(tokens).length)
    faults.push("each cloud needs an ingest token of its own");
  return tokens;
}

/** Tokens travel in the requests: over TLS, behind a proxy that has it, or on this machine alone. */
function openIngest({ host, certificate, key, behind_proxy }: Settings["server"]): string[] {
  if (/^(127\.|localhost$|::1$)/.test(host) || behind_proxy || (certificate && key)) return [];
  return [`[server] certificate and key must be set for snapshots that are sent to ${host}, or behind_proxy = yes`];
}

/** Credentials go over TLS, or stay on this machine. */
function isTrusted(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && /^(127\.|localhost$|\[::1\]$)/.test(hostname));
}

function databaseOf(environment: Environment, state: string, faults: string[]): DatabaseSettings | null {
  const url = environment["GLANCEWRIGHT_DATABASE_URL"];
  if (!url) return { kind: "embedded", folder: join(state, "database") };
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: "server", url };
  faults.push("GLANCEWRIGHT_DATABASE_URL must start with postgres://");
  return null;
}
