/** The weekly digest, made of two snapshots of a real Glance and Ceph; the six weeks before them are told. */
import { join } from "node:path";
import { readSnapshot } from "../../src/cli/read-snapshot.ts";
import { makeDigest, summaryOf } from "../../src/hygiene/make-digest.ts";
import { trendOf } from "../../src/slack/charts.ts";
import {
  digestDetails,
  digestMessage,
  noSnapshot,
  planStep,
  scheduled,
  snapshotKept,
} from "../../src/slack/render/digest.ts";
import type { Scene, Shown } from "./page.ts";

const SNAPSHOTS = join(import.meta.dirname, "..", "..", "test", "fixtures", "snapshots");
const WEEK = 7 * 86_400_000;
const NOW = new Date("2026-11-30T08:00:00Z");
const WEEKLY = { weekday: 1, time: "09:00", timeZone: "Europe/Berlin" } as const;
const GIB = 1024 ** 3;

export async function digestScenes(pictures: Record<string, string>): Promise<Scene[]> {
  const [before, lately] = await Promise.all(
    ["before", "after"].map((name) => readSnapshot([join(SNAPSHOTS, `lab-${name}.snapshot.tar.gz`)])),
  );
  if (!before || !lately) return [];
  const after = { ...lately, takenAt: new Date(NOW.getTime() - 3_600_000).toISOString() };
  const summaries = Array.from({ length: 7 }, (_, back) => ({
    takenAt: new Date(NOW.getTime() - (back + 1) * WEEK).toISOString(),
    figures: {
      ...before.figures,
      storedBytes: (before.figures.storedBytes ?? 0) + back * GIB,
      notCloneableImages: 6 + 3 * back,
    },
    newDisks: { count: 40 + back, clones: 36 - 4 * back },
  }));
  const kept = { cloud: "berlin", now: NOW, due: NOW, previousDigestAt: null, acceptances: [] };
  const digest = makeDigest({
    ...kept,
    current: after,
    previous: before,
    summaries: [summaryOf(after, before), ...summaries],
    promise: before.plan?.promise ?? null,
  });
  const quiet = makeDigest({ ...kept, current: after, previous: after, summaries: [], promise: null });
  const chart = await trendOf(digest);
  if (chart) pictures["F9"] = `data:image/png;base64,${Buffer.from(chart.content).toString("base64")}`;
  const picture = chart ? { id: "F9", alt: chart.alt ?? "" } : null;
  const parent: Shown = digestMessage(digest, { sentence: null, picture, steps: { snapshot: 7, count: 5 } });
  const one = (name: string, title: string, ...messages: Shown[]): Scene => ({
    name,
    title,
    kind: "messages",
    messages,
  });
  return [
    one("digest", "The weekly digest", parent),
    one("digest-thread", "Its thread", { ...parent, replies: digestDetails(digest) }),
    one("digest-quiet", "Nothing moved", digestMessage(quiet, { sentence: null, picture: null, steps: null })),
    ...(before.plan ? [one("digest-step", "A step of the plan", planStep(before.plan, 7, 1))] : []),
    one("digest-none", "No snapshot yet", noSnapshot("berlin")),
    one("digest-set", "A weekly hour", scheduled("berlin", WEEKLY, NOW)),
    one(
      "snapshot-kept",
      "A snapshot was dropped",
      snapshotKept("berlin", { takenAt: NOW, complete: false, repeated: false }),
    ),
  ];
}
