/** One attempt at a request: what it may do again, and what is done once for all attempts. */
import type { Kysely, Transaction } from "kysely";
import {
  holdAttempt,
  insertIntent,
  insertStep,
  type PostingRow,
  readPosting,
  readStep,
  setPosted,
  takeIntent,
} from "../store/requests-table.ts";
import { insertMessage, insertSent } from "../store/sending-tables.ts";
import type { MessageAt, Request } from "../store/store.ts";
import type { Tables } from "../store/tables.ts";
import type { Attempt, Outside, Passing, Posting } from "./work.ts";

/** Another attempt has begun, or the request was forgotten: this one must write nothing more. */
export class AttemptLost extends Error {
  constructor() {
    super("another attempt took over");
    this.name = "AttemptLost";
  }
}

export type AttemptParts = {
  db: Kysely<Tables>;
  request: Request;
  signal: AbortSignal;
  now: () => Date;
  passing: Passing;
  /** Resolves when nothing waits to be acknowledged. */
  quiet: () => Promise<void>;
  /** Before the names of steps and postings: what is said when giving up is not what was to be answered. */
  prefix: string;
};

export function attemptOf(parts: AttemptParts): Attempt {
  const { request, signal, prefix } = parts;
  return {
    request,
    signal,
    step: (name, run) => runStep(parts, prefix + name, run),
    post: (posting, outside) => runPosting(parts, { ...posting, key: prefix + posting.key }, outside),
  };
}

async function runStep<Value>(parts: AttemptParts, name: string, run: () => Promise<Value>): Promise<Value> {
  const { db, request, now, passing } = parts;
  const before = await readStep(db, request.id, name);
  if (before !== null) return JSON.parse(before) as Value;
  parts.signal.throwIfAborted();
  const result = JSON.stringify(await run()) ?? "null";
  await passing("step:ran");
  await held(parts, (trx) => insertStep(trx, request.id, name, result, now()));
  await passing("step:kept");
  // As a later attempt would get it, so that both go on alike.
  return JSON.parse(result) as Value;
}

/** Intent, post, note: between the first and the last a message may be outside unnoted, and is looked for by its marker. */
async function runPosting(parts: AttemptParts, posting: Posting, outside: Outside): Promise<MessageAt> {
  const { row, again } = await intend(parts, posting);
  if (row.posted) return row.posted;
  await parts.passing("post:intended");
  parts.signal.throwIfAborted();
  const found = again ? await outside.find(row.marker, row.begunAt) : null;
  const at = found ?? (await outside.send(row.marker));
  await parts.passing("post:sent");
  await note(parts, posting, at);
  await parts.passing("post:noted");
  return at;
}

type Intended = { row: PostingRow; again: boolean };

function intend(parts: AttemptParts, { key, purpose, channel }: Posting): Promise<Intended> {
  const { id, attempt } = parts.request;
  return held(parts, async (trx) => {
    const row = await readPosting(trx, id, key);
    if (row) {
      if (!row.posted) await takeIntent(trx, id, key, attempt);
      return { row, again: true };
    }
    const marker = `${id}/${key}`;
    const begunAt = parts.now();
    await insertIntent(trx, { id, key, marker, attempt, purpose, channel }, begunAt);
    return { row: { marker, begunAt, posted: null }, again: false };
  });
}

/** Also for an attempt that was overtaken meanwhile: the message is outside, and that must be known. */
async function note({ db, request, now }: AttemptParts, posting: Posting, at: MessageAt): Promise<void> {
  const { purpose, channel, hash, bytes } = posting;
  const { caseId } = request;
  await db.transaction().execute(async (trx) => {
    await setPosted(trx, request.id, posting.key, at);
    await insertMessage(trx, { ...at, caseId, purpose }, now());
    await insertSent(trx, { caseId, to: "slack", target: channel, purpose, hash, bytes }, now());
  });
}

/** A transaction that ends only while this is the latest attempt. */
export async function held<Value>(
  { db, request, quiet }: Pick<AttemptParts, "db" | "request" | "quiet">,
  write: (trx: Transaction<Tables>) => Promise<Value>,
): Promise<Value> {
  await quiet();
  return db.transaction().execute(async (trx) => {
    if (!(await holdAttempt(trx, request.id, request.attempt))) throw new AttemptLost();
    return write(trx);
  });
}
