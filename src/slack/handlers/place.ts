/** Where an answer goes: the direct conversation of whoever asked from the home tab, and nowhere where the bot is not. */
import { z } from "zod";
import { GlancewrightError } from "../../errors.ts";
import type { Attempt, Handler } from "../../work/work.ts";
import { codeOf, type Desk, postMessage } from "../desk.ts";
import { failed } from "../render/notices.ts";

type Work = (desk: Desk, attempt: Attempt) => Promise<void>;

const placed = z.looseObject({
  by: z.looseObject({ user: z.string() }),
  place: z.looseObject({ channel: z.string() }),
});

/** Slack's words for a channel that takes nothing of ours, however often it is tried. */
const CLOSED: Readonly<Record<string, string>> = {
  not_in_channel: "I am not a member of it",
  channel_not_found: "I am not a member of it",
  is_archived: "it is archived",
  restricted_action: "your workspace lets only some people post there",
  restricted_action_read_only_channel: "your workspace lets only some people post there",
  no_permission: "I may not post there",
};

/** A channel that is closed to the bot is told to whoever asked, and not tried again. */
export function inItsPlace(desk: Desk, work: Work): Handler {
  return async (given) => {
    const attempt = await inConversation(desk, given);
    try {
      await work(desk, attempt);
    } catch (error) {
      const why = CLOSED[codeOf(error) ?? ""];
      if (why === undefined) throw error;
      await sayClosed(desk, attempt, why);
    }
  };
}

const isPerson = (channel: string): boolean => /^[UW]/.test(channel);

/** A person's id is no place where messages can be looked for: their direct conversation is. */
async function inConversation(desk: Desk, attempt: Attempt): Promise<Attempt> {
  const { request } = attempt;
  const read = placed.safeParse(request.data);
  if (!read.success || !isPerson(read.data.place.channel)) return attempt;
  const { place, ...data } = read.data;
  const channel = await attempt.step("conversation", () => conversationWith(desk, place.channel));
  return { ...attempt, request: { ...request, data: { ...data, place: { ...place, channel, direct: true } } } };
}

async function conversationWith({ client }: Desk, user: string): Promise<string> {
  const { channel } = await client.conversations.open({ users: user });
  if (channel?.id) return channel.id;
  throw new GlancewrightError("slack.unexpected", {
    expected: "a direct conversation",
    got: "an answer without one",
    next: "See whether Slack has an incident, and try again.",
  });
}

async function sayClosed(desk: Desk, attempt: Attempt, why: string): Promise<void> {
  const { by, place } = placed.parse(attempt.request.data);
  desk.log("slack.closed-channel", { request: attempt.request.id, channel: place.channel });
  if (by.user === "") return;
  const error = new GlancewrightError("slack.closed-channel", {
    expected: "to answer in the channel where you asked",
    got: `a channel that takes nothing of mine: ${why}`,
    next: "Invite me there with /invite @glance and ask again, or ask here.",
  });
  const channel = await attempt.step("told-in", () => conversationWith(desk, by.user));
  await postMessage(desk, attempt, "closed", { channel, thread: null }, "failed", failed(error)).catch(
    (reason: unknown) => desk.log("slack.closed-channel-untold", { code: codeOf(reason) ?? "unknown" }),
  );
}
