/** Who somebody is, as Slack tells it: members, guests, and strangers of shared channels. */
import type { WebClient } from "@slack/web-api";
import type { Person } from "./access.ts";
import type { Self } from "./check-token.ts";
import { codeOf } from "./desk.ts";

const KEPT_MS = 10 * 60_000;
const MOST_KEPT = 5_000;

export type People = (user: string) => Promise<Person>;

/**
 * Asks Slack and keeps the answer for ten minutes. Whoever Slack does not tell of is taken for a guest, for this once;
 * a failing connection is thrown. `self` is the bot: what an event says of a person's workspace is not asked.
 */
export function peopleOf(client: Pick<WebClient, "users">, self: Self, now: () => number): People {
  const kept = new Map<string, { person: Person; until: number }>();
  return async (user) => {
    const before = kept.get(user);
    if (before && before.until > now()) return before.person;
    const person = await look(client, self, user);
    if (person === null) return { id: user, workspace: "", restricted: true, stranger: false };
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(user, { person, until: now() + KEPT_MS });
    return person;
  };
}

type Told = {
  team_id?: string;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_bot?: boolean;
  deleted?: boolean;
  is_stranger?: boolean;
  enterprise_user?: { enterprise_id?: string };
};

async function look(client: Pick<WebClient, "users">, self: Self, user: string): Promise<Person | null> {
  const found = await client.users.info({ user }).then(
    (answer) => answer.user as Told | undefined,
    (error: unknown) => {
      if (codeOf(error) === null) throw error;
      return undefined;
    },
  );
  if (!found) return null;
  return {
    id: user,
    workspace: found.team_id ?? "",
    restricted: Boolean(found.is_restricted || found.is_ultra_restricted || found.is_bot || found.deleted),
    stranger: Boolean(found.is_stranger) || !isOurs(found, self),
  };
}

/** Of the bot's own workspace, or of another of the same enterprise. */
function isOurs({ team_id: team, enterprise_user: grid }: Told, self: Self): boolean {
  return team === self.team || (self.enterprise !== null && grid?.enterprise_id === self.enterprise);
}
