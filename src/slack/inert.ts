/** Text from files, people and models on its way to Slack: nothing in it is live. */
import { visible } from "../present/safe-text.ts";

/** For elements that Slack does not interpret: plain_text, raw_text and the texts of rich_text. */
export const plain = (text: string): string => visible(text, true);

/**
 * For the few places that are mrkdwn, the fallback among them: no mention, link, command, emoji or markup is left. Slack
 * reads `<…>` as live only unescaped; a zero-width space keeps the rest from being markup.
 */
export function mrkdwn(text: string): string {
  return plain(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[*_~`]/g, (mark) => `\u200b${mark}`)
    .replaceAll(/@(?=\w)/g, "@\u200b")
    .replaceAll(/#(?=\w)/g, "#\u200b")
    .replaceAll(/:(?=[\w+-]+:)/g, ":\u200b")
    .replaceAll(/(?<=[\p{L}\p{N}_])(:\/\/|\.(?=[\p{L}]{2,}))/gu, "\u200b$1");
}
