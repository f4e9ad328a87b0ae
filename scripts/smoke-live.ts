/**
 * `npm run smoke:live -- CHANNEL`: what no stand-in can prove. With your own tokens, in your own workspace: asks Slack whether
 * it takes every message and form of the preview, posts one message in that channel, and deletes it.
 */
import { WebClient } from "@slack/web-api";
import { loadRules } from "../src/check/load-rules.ts";
import { settingsHere } from "../src/cli/settings-file.ts";
import { checkToken } from "../src/slack/check-token.ts";
import { codeOf } from "../src/slack/desk.ts";
import { QUIET } from "../src/slack/outside.ts";
import { help } from "../src/slack/render/notices.ts";
import type { Shown } from "./slack-preview/page.ts";
import { scenes } from "./slack-preview/scenes.ts";

const channel = process.argv[2];
const { secrets } = settingsHere();
if (!secrets || !channel) {
  console.error(
    "Give the id of a channel that the bot is in, with SLACK_BOT_TOKEN set: npm run smoke:live -- C024BE91L",
  );
  process.exit(2);
}
const client = new WebClient(secrets.botToken, { slackApiUrl: secrets.apiUrl });
const { team, bot, missing: told } = await checkToken(client);
const missing = told ?? [];
console.log(`${bot} in ${team}${missing.length > 0 ? `, without ${missing.join(", ")}` : ", all scopes are there"}`);
let refused = missing.length;

const { scenes: staged } = await scenes(await loadRules());
for (const scene of staged)
  if (scene.kind === "view") await validate(scene.title, { view: scene.view });
  else
    for (const message of scene.messages.flatMap(withReplies)) await validate(scene.title, { blocks: message.blocks });

const { text, blocks } = help(null);
const posted = await client.chat.postMessage({ channel, text, blocks, ...QUIET });
if (posted.ts) await client.chat.delete({ channel: posted.channel ?? channel, ts: posted.ts });
console.log(posted.ts ? "one message was posted and deleted" : "the message was not posted");
process.exitCode = refused > 0 || !posted.ts ? 1 : 0;

function withReplies(message: Shown): Shown[] {
  return [message, ...(message.replies ?? []).flatMap(withReplies)].filter(({ blocks: own }) => own.length > 0);
}

/** Pictures are left out: their files are not uploaded here. */
async function validate(title: string, given: { view?: object; blocks?: readonly { type: string }[] }): Promise<void> {
  const asked = given.blocks ? { blocks: given.blocks.filter(({ type }) => type !== "image") } : given;
  try {
    await client.apiCall("blocks.validate", asked as Record<string, unknown>);
    console.log(`ok  ${title}`);
  } catch (error) {
    refused += 1;
    console.log(`NO  ${title}: ${codeOf(error) ?? "no answer"}`);
  }
}
