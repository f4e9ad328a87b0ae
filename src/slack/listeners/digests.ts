/** /glance digest: now, each week, or no more. */
import { isDeepStrictEqual } from "node:util";

import type { Queue } from "../../work/work.ts";
import { refusalOf, refusalOfCloud } from "../access.ts";
import type { DigestCommand } from "../command-words.ts";
import type { Desk } from "../desk.ts";
import type { SlackMessage } from "../message.ts";
import { scheduled } from "../render/digest.ts";
import { refused } from "../render/notices.ts";
import { type DigestRequest, KINDS } from "../requests.ts";
import { onlyCloud } from "./claims.ts";
import type { Typed } from "./commands.ts";

export const scheduleKey = (cloud: string): string => `digest:${cloud}`;

/** Null: the digest comes as a message of its own. */
export async function digestCommand(
  desk: Desk,
  queue: Pick<Queue, "accept" | "schedules">,
  said: DigestCommand,
  who: Typed,
): Promise<SlackMessage | null> {
  const cloud = namedCloud(desk, said.cloud, who.channel);
  if (cloud === null) return refused(whichCloud(desk, said.cloud));
  const person = await desk.people(who.user);
  const place = { channel: who.channel, direct: who.direct };
  const elsewhere = refusalOfCloud(desk.settings, person, place, cloud);
  if (elsewhere) return refused(elsewhere);
  const data: Omit<DigestRequest, "due"> = {
    by: { user: who.user, workspace: who.workspace },
    place: { channel: who.channel, thread: null, direct: who.direct },
    cloud,
  };
  if (said.what === "now") {
    const event = `digest-now:${who.trigger}`;
    await queue.accept({ event, kind: KINDS.digest, caseId: null, data: { ...data, due: null } });
    return null;
  }
  const why = refusalOf(desk.settings.slack, person, place, "decide");
  if (why) return refused(why);
  if (desk.settings.clouds[cloud]?.digest)
    return refused(
      `The hour of ${cloud}'s digest stands in the settings file of whoever runs me: it is changed there.`,
    );
  if (said.what === "off") {
    const removed = await queue.schedules.remove(scheduleKey(cloud));
    return refused(removed ? `${cloud} has no weekly digest any more.` : `${cloud} had no weekly digest.`);
  }
  if (said.wrong !== null)
    return refused(
      `I cannot read ${said.wrong}. Say a day, a time and a time zone: /glance digest weekly mon 09:00 Europe/Berlin.`,
    );
  await queue.schedules.put({ key: scheduleKey(cloud), weekly: said.weekly, kind: KINDS.digest, data });
  const [next] = queue.schedules.next(said.weekly, desk.now(), 1);
  return scheduled(cloud, said.weekly, next ?? desk.now());
}

/** The hours of the settings file; what is kept already stays as it is, so that nothing comes twice or is skipped. */
export async function scheduleFromSettings(
  { settings }: Pick<Desk, "settings">,
  { schedules }: Pick<Queue, "schedules">,
) {
  const kept = new Map((await schedules.list()).map((schedule) => [schedule.key, schedule]));
  for (const [cloud, { digest, channel }] of Object.entries(settings.clouds)) {
    if (digest === null || channel === null) continue;
    const key = scheduleKey(cloud);
    const data: Omit<DigestRequest, "due"> = {
      by: { user: "", workspace: "" },
      place: { channel, thread: null, direct: false },
      cloud,
    };
    const wanted = { key, weekly: digest, kind: KINDS.digest, data };
    if (!isDeepStrictEqual(kept.get(key), wanted)) await schedules.put(wanted);
  }
}

/** The one that is named, else that of the channel, else the only one there is. */
function namedCloud({ settings }: Desk, name: string | null, channel: string): string | null {
  const names = Object.keys(settings.clouds);
  if (name !== null) return names.find((known) => known.toLowerCase() === name.toLowerCase()) ?? null;
  return onlyCloud({ settings }, channel);
}

function whichCloud({ settings }: Desk, name: string | null): string {
  const names = Object.keys(settings.clouds);
  if (names.length === 0)
    return "No cloud is set up: name it in glancewright.ini as [cloud NAME], and send snapshots of it with glancewright collect.";
  return `${name === null ? "Say which cloud" : "I know no cloud of that name"}: ${names.slice(0, 20).join(", ")}.`;
}
