import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "@slack/web-api/dist/types/request/manifest.js";
import { expect, test } from "vitest";
import { BOT_SCOPES, METHOD_SCOPES } from "./scopes.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, "manifest.json"), "utf8"));

/** Calls of Slack's client in our own code. */
function methodsUsed(): string[] {
  const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" }).filter(
    (file) => /^(slack|cli)\//.test(file) && file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  const text = files.map((file) => readFileSync(join(ROOT, "src", file), "utf8")).join("\n");
  const called = [...text.matchAll(/(?:client|posting|bulk)\s*\.((?:[a-z]\w*\.)+[a-z]\w*)\s*\(/g)].map(
    ([, name]) => name ?? "",
  );
  const uploads = /filesUploadV2\(/.test(text) ? ["files.getUploadURLExternal", "files.completeUploadExternal"] : [];
  return [...new Set([...called, ...uploads])];
}

test("the scopes are exactly those that what is called and what arrives need", () => {
  expect(manifest.oauth_config?.scopes?.bot?.toSorted()).toEqual(BOT_SCOPES);
});

test("every method that is called is in the table, and the other way round", () => {
  const own = methodsUsed().filter((method) => method !== "apps.connections.open");
  expect(own.toSorted()).toEqual(Object.keys(METHOD_SCOPES).toSorted());
});

test("what is listened to is what is subscribed to", () => {
  expect(manifest.settings?.event_subscriptions?.bot_events?.toSorted()).toEqual([
    "app_home_opened",
    "app_mention",
    "message.channels",
    "message.groups",
    "message.im",
  ]);
  expect(manifest.settings?.socket_mode_enabled).toBe(true);
  expect(manifest.settings?.interactivity?.is_enabled).toBe(true);
});

test("names and descriptions keep Slack's lengths", () => {
  const [command] = manifest.features?.slash_commands ?? [];
  const [shortcut] = manifest.features?.shortcuts ?? [];
  expect(command?.command.length).toBeLessThanOrEqual(32);
  expect(shortcut?.name.length).toBeLessThanOrEqual(24);
  expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
  expect(manifest.display_information.description?.length).toBeLessThanOrEqual(140);
});
