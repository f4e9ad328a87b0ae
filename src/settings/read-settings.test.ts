import { expect, test } from "vitest";
import { readSettings } from "./read-settings.ts";

const TOKENS = { SLACK_BOT_TOKEN: "xoxb-invented", SLACK_APP_TOKEN: "xapp-invented" };
const read = (text: string | null, environment: Record<string, string> = TOKENS) =>
  readSettings(environment, text, "/state");
const faults = (text: string | null, environment?: Record<string, string>): string => {
  try {
    read(text, environment);
  } catch (error) {
    return (error as Error).message;
  }
  return "no fault";
};

test("two tokens are enough", () => {
  const settings = read(null);
  expect(settings.slack.mode).toBe("socket");
  expect(settings.database).toEqual({ kind: "embedded", folder: "/state/database" });
  expect(settings.secrets?.apiUrl).toBe("https://slack.com/api/");
  expect(settings.model.use).toBe("none");
});

test("without a bot token nothing of Slack is set, and that alone is no fault", () => {
  expect(read(null, {}).secrets).toBeNull();
});

test("the file names clouds, allow-lists and limits", () => {
  const settings = read(
    "[slack]\nchannels = C0AAAAAAA, C0BBBBBBB\n[cloud production]\nrelease = 2025.1\nchannel = C0AAAAAAA\n[limits]\ncost_per_month = 20.5\n[rules]\nfolders[] = /srv/rules\n",
  );
  expect(settings.slack.channels).toEqual(["C0AAAAAAA", "C0BBBBBBB"]);
  expect(Object.keys(settings.clouds)).toEqual(["production"]);
  expect(settings.clouds["production"]).toMatchObject({ release: "2025.1", channel: "C0AAAAAAA", digest: null });
  expect(settings.limits.cost_per_month).toBe(20.5);
  expect(settings.rules.folders).toEqual(["/srv/rules"]);
});

test("a cloud has the hour of its digest, and how it is collected", () => {
  const { clouds } = read(
    "[cloud berlin]\ndigest = fri 7:30 Europe/Berlin\nos_cloud = prod\nregions = north, south\nceph_id = glancewright\n",
  );
  expect(clouds["berlin"]).toMatchObject({
    digest: { weekday: 5, time: "07:30", timeZone: "Europe/Berlin" },
    os_cloud: "prod",
    regions: ["north", "south"],
    ceph_id: "glancewright",
  });
});

const CLOUD = "[cloud north west]\nrelease = 2025.1\n";
const TOKEN = { ...TOKENS, GLANCEWRIGHT_INGEST_TOKEN_NORTH_WEST: "an-invented-token-of-some-length" };

test("who sends snapshots of a cloud has a token of its own", () => {
  expect(read(CLOUD, TOKEN).ingestTokens).toEqual({ "north west": "an-invented-token-of-some-length" });
});

test.each([
  ["a short token", CLOUD, { GLANCEWRIGHT_INGEST_TOKEN_NORTH_WEST: "short" }, "24 characters"],
  ["an open address without TLS", `${CLOUD}[server]\nhost = 0.0.0.0\n`, {}, "certificate and key"],
  ["two names that are one variable", `${CLOUD}[cloud north-west]\nrelease = 2025.1\n`, {}, "rename one"],
])("snapshots are not taken with %s", (_, text, more, wanted) => {
  expect(faults(text, { ...TOKEN, ...more })).toContain(wanted);
});

test("behind a proxy that has TLS an open address is fine", () => {
  expect(faults(`${CLOUD}[server]\nhost = 0.0.0.0\nbehind_proxy = yes\n`, TOKEN)).toBe("no fault");
});

test.each([
  ["[cloud a]\ndigest = mon 25:00\n", "a day, a time and a zone"],
  ["[slack]\nmodes = socket\n", "mode is"],
  ["[slak]\nmode = socket\n", "slack is"],
  ["[slack]\nport = many\n", "[slack] port must be a number from 1 to 65535"],
  ["[cloud a]\nrelease = bobcat\n", "[cloud a] "],
  ["[slack]\nchannels = general\n", "ids such as C024BE91L"],
  ["mode = socket\n", "stands before the first section"],
  ["[slack]\nbot_token = xoxb-invented\n", "is a secret"],
  ["[model]\nuse = gpt\n", "none, claude, chatgpt or compatible"],
])("%j is refused with what to do", (text, wanted) => {
  expect(faults(text)).toContain(wanted);
});

test("a price is read by the model's id, which may have dots: ini alone would nest it", () => {
  const { prices } = read(
    "[price gpt-6.1-sol]\ninput = 2\noutput = 8\n[price claude-opus-5-5]\ninput = 5\noutput = 25\n",
  );
  expect(Object.keys(prices).sort()).toEqual(["claude-opus-5-5", "gpt-6.1-sol"]);
  expect(prices["gpt-6.1-sol"]).toMatchObject({ input: 2, cached_input: null, output: 8, currency: "USD" });
});

test("a secret in the file is named, never shown", () => {
  expect(faults("[slack]\nbot_token = xoxb-invented-and-long\n")).not.toContain("xoxb-invented-and-long");
});

test.each([
  [{ SLACK_BOT_TOKEN: "xoxp-1" }, "starts with xoxb-"],
  [{ SLACK_BOT_TOKEN: "xoxb-1" }, "SLACK_APP_TOKEN"],
  [{ ...TOKENS, SLACK_API_URL: "http://slack.example.org/api/" }, "SLACK_API_URL must be https"],
  [{ ...TOKENS, GLANCEWRIGHT_DATABASE_URL: "mysql://db" }, "postgres://"],
])("the environment %j is refused", (environment, wanted) => {
  expect(faults(null, environment as Record<string, string>)).toContain(wanted);
});

test("signed HTTP needs its secret, and a stand-in on this machine needs no TLS", () => {
  expect(faults("[slack]\nmode = http\n", { SLACK_BOT_TOKEN: "xoxb-1" })).toContain("SLACK_SIGNING_SECRET");
  const settings = read("[slack]\nmode = http\n", {
    SLACK_BOT_TOKEN: "xoxb-1",
    SLACK_SIGNING_SECRET: "invented",
    SLACK_API_URL: "http://127.0.0.1:4000/api/",
  });
  expect(settings.secrets?.signingSecret).toBe("invented");
});

test("all faults are told at once", () => {
  const told = faults("[slack]\nport = 0\n[limits]\nat_once = 0\n", { SLACK_BOT_TOKEN: "xoxp-1" });
  for (const part of ["[slack] port", "[limits] at_once", "xoxb-"]) expect(told).toContain(part);
});
