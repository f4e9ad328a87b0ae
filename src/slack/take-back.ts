/** Taking back what was posted for a case: messages, and the files that Slack keeps apart from them. */
import type { MessageAt } from "../store/store.ts";
import { codeOf, type Desk } from "./desk.ts";

export type TakenBack = { messages: number; files: number; left: number };

/** Slack's words for what is gone already. */
const GONE = new Set(["message_not_found", "file_not_found", "file_deleted"]);

/** Ids of files begin with a letter, times of messages never do. */
const isFile = ({ ts }: MessageAt): boolean => /^F/.test(ts);

/** Deletes all of it; what Slack keeps all the same is counted as left, and logged. */
export async function takeBack({ bulk, log }: Pick<Desk, "bulk" | "log">, posted: readonly MessageAt[]) {
  const taken: TakenBack = { messages: 0, files: 0, left: 0 };
  const seen = new Set<string>();
  // files first: a message that shows none any more goes with its last file
  for (const one of posted.toSorted((a, b) => Number(isFile(b)) - Number(isFile(a)))) {
    if (seen.has(`${one.channel}/${one.ts}`)) continue;
    seen.add(`${one.channel}/${one.ts}`);
    const { channel, ts } = one;
    try {
      await (isFile(one) ? bulk.files.delete({ file: ts }) : bulk.chat.delete({ channel, ts }));
      taken[isFile(one) ? "files" : "messages"] += 1;
    } catch (error) {
      const code = codeOf(error) ?? "unknown";
      if (GONE.has(code)) continue;
      taken.left += 1;
      log("forget.left", { code });
    }
  }
  return taken;
}
