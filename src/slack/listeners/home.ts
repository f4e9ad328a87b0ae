/** The home tab, and the prompts of a direct conversation. */
import type { App } from "@slack/bolt";
import { weeklyText } from "../../settings/weekly.ts";
import type { Queue } from "../../work/work.ts";
import { refusalOf, refusalOfCloud } from "../access.ts";
import { codeOf, type Desk } from "../desk.ts";
import { homeView } from "../render/home.ts";
import { summaryIn } from "../snapshots.ts";
import { scheduleKey } from "./digests.ts";

const TWO_WEEKS_MS = 14 * 86_400_000;

const PROMPTS = [
  {
    title: "Check my files",
    message: "I will drop glance-api.conf, nova.conf and ceph.conf here. What should change?",
  },
  { title: "Boots are slow", message: "Servers take minutes to boot. What do you need to see?" },
  { title: "What can you do?", message: "help" },
];

export function listenToHome(app: App, desk: Desk, queue: Pick<Queue, "schedules">): void {
  app.event("app_home_opened", async ({ event }) => {
    try {
      if (event.tab === "messages")
        await desk.client.assistant.threads.setSuggestedPrompts({
          channel_id: event.channel,
          prompts: PROMPTS,
        } as never);
      else
        await desk.client.views.publish({
          user_id: event.user,
          view: await viewFor(desk, queue, event.user),
        });
    } catch (error) {
      // a tab that stays as it was is not worth a retry
      desk.log("home.failed", { code: codeOf(error) ?? "unknown" });
    }
  });
}

async function viewFor(desk: Desk, { schedules }: Pick<Queue, "schedules">, user: string) {
  const { store, settings, models, now } = desk;
  const place = { channel: user, direct: true };
  const person = await desk.people(user);
  const mayUse = refusalOf(settings.slack, person, place, "read") === null;
  const month = now().toISOString().slice(0, 7);
  const spent = await store.ledger.read(`month:${month}`);
  // what is said of a cloud is read where it is at home
  const scopes = Object.keys(settings.clouds).filter(
    (cloud) => refusalOfCloud(settings, person, place, cloud) === null,
  );
  const ending = await Promise.all(
    scopes.map((scope) => store.acknowledgements.endingBy(scope, new Date(now().getTime() + TWO_WEEKS_MS))),
  );
  const set = await schedules.list();
  const high = await Promise.all(scopes.map((cloud) => highFindings(desk, cloud)));
  return homeView({
    high: high.flat(),
    clouds: await Promise.all(
      Object.entries(settings.clouds).map(async ([name, { release }]) => {
        const weekly = set.find(({ key }) => key === scheduleKey(name))?.weekly;
        const [newest] = await store.snapshots.recent(name, 1);
        return {
          name,
          release,
          digest: weekly ? weeklyText(weekly) : null,
          snapshot: newest?.takenAt.toISOString().slice(0, 10) ?? null,
        };
      }),
    ),
    models: models.names,
    ending: ending.flat().map(({ scope, fingerprint, until, why }) => ({
      scope,
      fingerprint,
      why,
      until: until?.toISOString().slice(0, 10) ?? "",
    })),
    spent: {
      tokens: spent.tokens,
      limit: settings.limits.tokens_per_month,
      cost: spent.cost > 0 ? spent.cost.toFixed(2) : null,
    },
    mayUse,
  });
}

/** Of the newest snapshot, without what was accepted. */
async function highFindings({ store }: Desk, cloud: string) {
  const [newest] = await store.snapshots.recent(cloud, 1);
  if (!newest) return [];
  const accepted = new Set((await store.acknowledgements.inForce(cloud)).map(({ fingerprint }) => fingerprint));
  return (summaryIn(newest).high ?? [])
    .filter(({ fingerprint }) => !accepted.has(fingerprint))
    .map((one) => ({ cloud, ...one }));
}
