/** Who may do what. Lists in the settings narrow it; without lists, members of the workspace may use the bot where it is. */
import type { FileSettings } from "../settings/settings.ts";

/** Whoever acts, as Slack told it. `restricted`: a guest. `stranger`: of another workspace, in a shared channel. */
export type Person = { id: string; workspace: string; restricted: boolean; stranger: boolean };

/** Where it happens: a channel, or a direct message with the bot. */
export type Place = { channel: string; direct: boolean };

/** read: see a case that is there. review: bring files and words. decide: acknowledge, schedule, forget. */
export type Deed = "read" | "review" | "decide";

export type Access = Pick<FileSettings["slack"], "workspaces" | "channels" | "users" | "administrators">;

/** Null: allowed; else a sentence for that person. Guests and strangers may do nothing, not even read. */
export function refusalOf(access: Access, person: Person, place: Place, deed: Deed): string | null {
  if (person.stranger || (access.workspaces && !access.workspaces.includes(person.workspace)))
    return "Glancewright answers members of its own workspace only.";
  if (person.restricted) return "Guests cannot use Glancewright: ask a member of this channel.";
  if (access.users && !access.users.includes(person.id) && !access.administrators?.includes(person.id))
    return "You are not on the list of people who may use Glancewright here.";
  if (!place.direct && access.channels && !access.channels.includes(place.channel))
    return "Glancewright is not set up for this channel.";
  if (deed === "decide" && access.administrators && !access.administrators.includes(person.id))
    return "Only administrators of Glancewright may do that here.";
  return null;
}

/** A cloud that has a channel is told of there, and to administrators; one that has none, wherever the bot may be used. */
export function refusalOfCloud(
  { slack, clouds }: { slack: Access; clouds: Readonly<Record<string, { channel: string | null }>> },
  person: Person,
  place: Place,
  cloud: string,
): string | null {
  const home = clouds[cloud]?.channel ?? null;
  if (home === null || home === place.channel || slack.administrators?.includes(person.id)) return null;
  return "That cloud is told of in its own channel only: ask there.";
}

/** A case is readable where it was opened, and nowhere else. */
export function mayOpenCase(thread: { channel: string } | null, place: Place): boolean {
  return thread !== null && thread.channel === place.channel;
}
