/** The bot's own collection, where the settings say how a cloud is reached from here. */
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { GlancewrightError } from "../errors.ts";
import { collectSnapshot } from "../inventory/collect-snapshot.ts";
import { runCommand } from "../inventory/run-command.ts";
import type { CloudSettings } from "../settings/settings.ts";
import type { Log } from "../slack/desk.ts";
import type { Received } from "../slack/snapshots.ts";
import { accessHere } from "./cloud-files.ts";
import { VERSION } from "./version.ts";

export type BotCollection = {
  clouds: Readonly<Record<string, CloudSettings>>;
  receive: (cloud: string, path: string, hash: string) => Promise<Received>;
  now: () => Date;
  log: Log;
};

/** Longer than this a digest does not wait: it is made of the last snapshot, and says how old that is. */
const MOST_MS = 45 * 60_000;

/** Never throws for what a cloud does: a digest of an older snapshot is better than none. */
export function collectForBot({ clouds, receive, now, log }: BotCollection): (cloud: string) => Promise<void> {
  return async (cloud) => {
    const settings = clouds[cloud];
    if (!settings || (settings.os_cloud === null && settings.ceph_id === null && settings.file_stores.length === 0))
      return;
    const { os_cloud: osCloud, regions, ceph_id: id, ceph_conf: conf, pools, file_stores: stores } = settings;
    const folder = await mkdtemp(join(tmpdir(), "glancewright-bot-"));
    const target = join(folder, "own.snapshot.tar.gz");
    try {
      await collectSnapshot({
        cloud,
        collector: `glancewright ${VERSION}`,
        sources: {
          openstack: osCloud === null ? null : accessHere(osCloud, regions),
          ceph: id === null ? null : { id: id.replace(/^client\./, ""), conf, pools },
          directories: stores.map((path) => ({ path, holds: "file-store" as const })),
          added: [],
        },
        target,
        run: runCommand,
        clock: now,
        sleep: (milliseconds) => sleep(milliseconds),
        signal: AbortSignal.timeout(MOST_MS),
      });
      const hash = createHash("sha256")
        .update(await readFile(target))
        .digest("hex");
      const { complete } = await receive(cloud, target, hash);
      log("collect.done", { cloud, complete });
    } catch (error) {
      const code = error instanceof GlancewrightError ? error.code : ((error as Error).name ?? "unknown");
      log("collect.failed", { cloud, code });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}
