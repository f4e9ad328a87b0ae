/** A snapshot that was dropped into Slack: kept for the cloud of the channel, and said what it shows. */
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GlancewrightError } from "../../errors.ts";
import type { Attempt } from "../../work/work.ts";
import { admitted, type Desk, postMessage } from "../desk.ts";
import { snapshotKept } from "../render/digest.ts";
import { snapshotRequest } from "../requests.ts";
import { explained } from "./explained.ts";

export async function snapshotHandler(desk: Desk, attempt: Attempt): Promise<void> {
  const asked = snapshotRequest.parse(attempt.request.data);
  if (!(await admitted(desk, attempt, asked, "review"))) return;
  const { channel, thread } = asked.place;
  await explained(desk, attempt, { channel, thread }, async () => {
    const { cloud } = asked;
    if (cloud === null)
      throw new GlancewrightError("snapshot.whose", {
        expected: "a channel that belongs to one cloud",
        got: "a channel that belongs to none",
        next: "Drop it in that cloud's channel, or name the channel under [cloud NAME] in glancewright.ini.",
      });
    for (const [index, file] of asked.files.entries()) {
      const bytes = await desk.fileBytes(file);
      const kept = await attempt.step(`keep-${index}`, () => keep(desk, cloud, bytes));
      const message = snapshotKept(cloud, { ...kept, takenAt: new Date(kept.takenAt) });
      await postMessage(desk, attempt, `kept-${index}`, { channel, thread }, "snapshot", message);
    }
  });
}

async function keep(desk: Desk, cloud: string, bytes: Uint8Array) {
  const folder = await mkdtemp(join(tmpdir(), "glancewright-slack-"));
  try {
    const path = join(folder, "dropped.snapshot.tar.gz");
    await writeFile(path, bytes, { mode: 0o600 });
    return await desk.receive(cloud, path, createHash("sha256").update(bytes).digest("hex"), "dropped");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
