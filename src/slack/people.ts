/** Who somebody is, as Slack tells it: members, guests, and strangers of shared channels. */
import type { WebClient } from "@slack/web-api";
import type { Person } from "./access.ts";

const KEPT_MS = 10 * 60_000;
const MOST_KEPT = 5_000;

export type People = (user: string, workspace: string) => Promise<Person>;

/** Asks Slack and keeps the answer for ten minutes. Whoever cannot be looked up is taken for a guest. */
export function peopleOf(client: WebClient, now: () => number): People {
  const kept = new Map<string, { person: Person; until: number }>();
  return async (user, workspace) => {
    const before = kept.get(user);
    if (before && before.until > now()) return before.person;
    const person = await look(client, user, workspace);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(user, { person, until: now() + KEPT_MS });
    return person;
  };
}

async function look(client: WebClient, user: string, workspace: string): Promise<Person> {
  const { user: found } = await client.users.info({ user });
  const guest = Boolean(found?.is_restricted || found?.is_ultra_restricted || found?.is_bot || found?.deleted);
  return {
    id: user,
    workspace: found?.team_id ?? workspace,
    restricted: guest || !found,
    stranger:
      Boolean((found as { is_stranger?: boolean } | undefined)?.is_stranger) ||
      (found?.team_id ?? workspace) !== workspace,
  };
}
