/** The digest of a cloud: made once, posted once, noted as the one that the next is compared with. */
import { digestHeadline } from "../../advisor/digest-headline.ts";
import { digestLines } from "../../hygiene/digest.ts";
import type { Attempt } from "../../work/work.ts";
import { trendOf } from "../charts.ts";
import { admitted, type Desk, postFiles, postMessage } from "../desk.ts";
import { plain } from "../inert.ts";
import { digestDetails, digestMessage, noSnapshot } from "../render/digest.ts";
import { type DigestRequest, digestRequest } from "../requests.ts";
import { digestFor, type MadeDigest } from "../snapshots.ts";
import { pictureOf } from "./deliver.ts";

const MODEL_DEADLINE_MS = 30_000;

export async function digestHandler(desk: Desk, attempt: Attempt): Promise<void> {
  const asked = digestRequest.parse(attempt.request.data);
  if (asked.due === null && !(await admitted(desk, attempt, asked, "review"))) return;
  const { channel, thread } = asked.place;
  const due = asked.due === null ? null : new Date(asked.due);
  const made = await attempt.step("digest", async () => {
    if (due !== null) await desk.collect(asked.cloud);
    return digestFor(desk, asked.cloud, desk.now(), due);
  });
  if (made === null) {
    await postMessage(desk, attempt, "digest", { channel, thread }, "digest", noSnapshot(asked.cloud));
    return;
  }
  const { digest, snapshot, steps } = made;
  const sentence = await attempt.step("sentence", () => sentenceOf(desk, attempt, made));
  const picture = digest.quiet ? null : await pictureOf(desk, attempt, "", () => trendOf(digest));
  const message = digestMessage(digest, { sentence, picture, steps: steps > 0 ? { snapshot, count: steps } : null });
  const posted = await postMessage(desk, attempt, "digest", { channel, thread }, "digest", message);
  await noteDigest(desk, asked, snapshot, posted);
  const at = { channel: posted.channel, thread: posted.ts };
  for (const [index, detail] of digestDetails(digest).entries())
    await postMessage(desk, attempt, `detail-${index}`, at, "digest-detail", detail);
  const files = [
    ...(made.script
      ? [{ name: "reclaim.sh", title: "Reclamation, dry unless it is told otherwise", content: made.script }]
      : []),
    ...(digest.tickets
      ? [{ name: "tickets.txt", title: "Texts for tickets, by owner", content: plain(digest.tickets) }]
      : []),
  ];
  if (!digest.quiet) await postFiles(desk, attempt, "files", at, files, "The plan as a script, and texts for owners");
}

/** Only the weekly one is what the next is compared with; one that is asked for changes nothing. */
async function noteDigest(
  { store }: Desk,
  { cloud, due }: DigestRequest,
  snapshot: number,
  { channel, ts }: { channel: string; ts: string },
): Promise<void> {
  if (due !== null) await store.digests.note({ cloud, due: new Date(due), snapshot, channel, ts });
}

/** A model's first line over computed lines, under the same check as its other words; null where none is set or it does not hold. */
async function sentenceOf(desk: Desk, { signal, request }: Attempt, { digest }: MadeDigest): Promise<string | null> {
  const [name] = desk.models.names;
  if (name === undefined || digest.quiet) return null;
  const model = await desk.models.open(name).catch(() => null);
  if (!model) return null;
  const { budget } = await desk.models.options(name, `digest:${request.id}`);
  const { text } = await digestHeadline(digestLines(digest), model, {
    signal,
    deadlineMs: MODEL_DEADLINE_MS,
    ...(budget ? { budget } : {}),
  });
  return text;
}
