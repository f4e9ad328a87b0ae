/** What the bot is told: from the environment what is secret, from glancewright.ini what is not. */
import { z } from "zod";
import { readWeekly } from "./weekly.ts";

const word = z.string().trim().min(1);
const ids = (prefix: string, example: string) =>
  z
    .string()
    .transform((text) =>
      text
        .split(/[\s,]+/)
        .map((id) => id.trim())
        .filter(Boolean),
    )
    .refine((all) => all.every((id) => new RegExp(`^[${prefix}][A-Z0-9]{2,}$`).test(id)), {
      error: `ids such as ${example}, with commas between them`,
    })
    .transform((all): readonly string[] | null => (all.length === 0 ? null : all));
const words = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));
const count = (least: number, most: number) =>
  z.coerce
    .number({ error: `a number from ${least} to ${most}` })
    .int()
    .min(least)
    .max(most);
const amount = z.coerce.number({ error: "an amount" }).nonnegative();

/** Sections of glancewright.ini; what is not named here is refused with the nearest name. */
export const fileSchema = z.strictObject({
  slack: z
    .strictObject({
      mode: z.enum(["socket", "http"]).default("socket"),
      port: count(1, 65_535).default(3000),
      workspaces: ids("T", "T024BE7LD").default(null),
      channels: ids("CG", "C024BE91L").default(null),
      users: ids("UW", "U024BE7LH").default(null),
      administrators: ids("UW", "U024BE7LH").default(null),
    })
    .prefault({}),
  model: z
    .strictObject({
      use: z
        .string()
        .regex(/^(none|(claude|chatgpt|compatible)(:[\w./:-]+)?)$/, {
          error: "none, claude, chatgpt or compatible, with a model id behind a colon",
        })
        .default("none"),
      other: z
        .string()
        .regex(/^(none|(claude|chatgpt|compatible)(:[\w./:-]+)?)$/, {
          error: "none, claude, chatgpt or compatible, with a model id behind a colon",
        })
        .default("none"),
    })
    .prefault({}),
  limits: z
    .strictObject({
      // some ten answers
      tokens_per_case: count(0, 1e12).default(200_000),
      tokens_per_month: count(0, 1e12).default(5_000_000),
      cost_per_month: amount.nullable().default(null),
      at_once: count(1, 64).default(16),
    })
    .prefault({}),
  retention: z.strictObject({ days: count(1, 3650).default(180) }).prefault({}),
  rules: z.strictObject({ folders: z.array(word).default([]) }).prefault({}),
  server: z
    .strictObject({
      port: count(0, 65_535).default(8080),
      host: word.default("127.0.0.1"),
      certificate: word.nullable().default(null),
      key: word.nullable().default(null),
      behind_proxy: z.stringbool().or(z.boolean()).default(false),
    })
    .prefault({}),
});

export type FileSettings = z.infer<typeof fileSchema>;

/**
 * A cloud has a name of the operator's; all else is optional: its release, the channel it is talked about in, when its digest
 * comes, and how the bot may collect by itself (`os_cloud` of clouds.yaml, a cephx id, directories of file stores).
 */
export const cloudSchema = z.strictObject({
  release: z
    .string()
    .regex(/^\d{4}\.[12]$/, { error: "a release such as 2025.1" })
    .nullable()
    .default(null),
  channel: z
    .string()
    .regex(/^[CG][A-Z0-9]{2,}$/, { error: "the id of a channel, such as C024BE91L" })
    .nullable()
    .default(null),
  digest: z
    .string()
    .refine((text) => readWeekly(text).wrong === null, {
      error: "a day, a time and a zone, such as mon 09:00 Europe/Berlin",
    })
    .transform((text) => readWeekly(text).weekly)
    .nullable()
    .default(null),
  os_cloud: word.nullable().default(null),
  regions: words.default([]),
  ceph_id: word.nullable().default(null),
  ceph_conf: word.nullable().default(null),
  pools: words.default([]),
  file_stores: words.default([]),
});

/** Money for a million tokens of one model. */
export const priceSchema = z.strictObject({
  input: amount,
  cached_input: amount.nullable().default(null),
  cache_write: amount.nullable().default(null),
  output: amount,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: "three letters, such as EUR" })
    .default("USD"),
});

export type CloudSettings = z.infer<typeof cloudSchema>;

type PriceSettings = z.infer<typeof priceSchema>;

export type SlackSecrets = {
  botToken: string;
  /** For Socket Mode; null: not set. */
  appToken: string | null;
  /** For signed HTTP; null: not set. */
  signingSecret: string | null;
  /** Slack's own, or a stand-in on this machine. */
  apiUrl: string;
};

export type DatabaseSettings = { kind: "embedded"; folder: string } | { kind: "server"; url: string };

export type Settings = FileSettings & {
  clouds: Readonly<Record<string, CloudSettings>>;
  /** By the id of the model. */
  prices: Readonly<Record<string, PriceSettings>>;
  /** Null: no token is set, so that only what needs no Slack can run. */
  secrets: SlackSecrets | null;
  /** By the name of the cloud: who has it may send snapshots of that cloud. */
  ingestTokens: Readonly<Record<string, string>>;
  database: DatabaseSettings;
};
