/** The weekly digest as messages. */
import { type Weekly, weeklyText } from "../../settings/weekly.ts";
import type { SlackMessage } from "../message.ts";
import { context, fallback, paragraph } from "./blocks.ts";

/** `next`: when the first one comes. */
export function scheduled(cloud: string, weekly: Weekly, next: Date): SlackMessage {
  const text = `The digest of ${cloud} comes here every ${weeklyText(weekly)}, first on ${next.toISOString().slice(0, 16).replace("T", " ")} UTC.`;
  return {
    text: fallback(text),
    blocks: [paragraph(text), context("/glance digest off ends it. /glance digest now shows one at once.")],
  };
}
