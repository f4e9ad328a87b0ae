/** Snapshots that storage hosts send: one address for each cloud, a token for each, and no more than is allowed. */
import { createHash, timingSafeEqual } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GlancewrightError } from "../errors.ts";
import type { Received } from "../slack/snapshots.ts";

export type IngestOptions = {
  /** By the name of the cloud. */
  tokens: Readonly<Record<string, string>>;
  /** Reads, keeps and tells; the file is removed afterwards. */
  receive: (cloud: string, path: string, hash: string) => Promise<Received>;
  log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
  /** Bytes of one snapshot, compressed. */
  limit?: number;
};

const LIMIT_BYTES = 1024 ** 3;
const PATH = /^\/ingest\/([^/?#]+)$/;

/** Answers POST /ingest/<cloud>; false for any other address. Two at once are refused with 429: the sender tries again. */
export function ingestion({ tokens, receive, log, limit = LIMIT_BYTES }: IngestOptions) {
  let busy = false;
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const named = PATH.exec(request.url ?? "")?.[1];
    if (named === undefined) return false;
    const cloud = decoded(named);
    const answer = (status: number, body: Readonly<Record<string, unknown>>, headers = {}): void => {
      // what is not read must not be taken for the next request
      if (!request.complete) response.setHeader("connection", "close");
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(`${JSON.stringify(body)}\n`);
    };
    if (request.method !== "POST") answer(405, fault("ingest.method", "POST a snapshot"), { allow: "POST" });
    else if (!mayWrite(tokens, cloud, request.headers.authorization)) {
      log("ingest.refused", { cloud: cloud.slice(0, 60) });
      // the same for a cloud that is not there: names are nobody's business
      answer(401, fault("ingest.token", "send the token of this cloud as Authorization: Bearer"));
    } else if (Number(request.headers["content-length"] ?? 0) > limit) answer(413, tooLarge(limit));
    else if (busy)
      answer(429, fault("ingest.busy", "another snapshot is being read, try again"), { "retry-after": "30" });
    else {
      busy = true;
      try {
        const { status, body } = await take(cloud, request, { receive, log, limit });
        answer(status, body);
      } finally {
        busy = false;
      }
    }
    return true;
  };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}

const fault = (code: string, next: string) => ({ error: code, next });
const tooLarge = (limit: number) =>
  fault("ingest.too-large", `a snapshot has at most ${limit / 1024 ** 2} MiB: collect fewer pools at once`);

/** Compared by digests of one length, so that the time tells nothing. */
function mayWrite(tokens: IngestOptions["tokens"], cloud: string, header: string | undefined): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const given = digest(/^Bearer (\S+)$/i.exec(header ?? "")?.[1] ?? "");
  const wanted = Object.hasOwn(tokens, cloud) ? tokens[cloud] : undefined;
  return timingSafeEqual(given, digest(wanted ?? "\u0000")) && wanted !== undefined;
}

/** Writes it to a file of its own first: what is cut short is never read. */
async function take(
  cloud: string,
  request: IncomingMessage,
  { receive, log, limit }: Required<Pick<IngestOptions, "receive" | "log" | "limit">>,
): Promise<{ status: number; body: Readonly<Record<string, unknown>> }> {
  const folder = await mkdtemp(join(tmpdir(), "glancewright-ingest-"));
  try {
    const path = join(folder, "received.snapshot.tar.gz");
    const hash = createHash("sha256");
    let bytes = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.byteLength;
        hash.update(chunk);
        done(bytes > limit ? new TooLarge() : null, chunk);
      },
    });
    await pipeline(request, counted, createWriteStream(path, { mode: 0o600 }));
    const { takenAt, complete, repeated } = await receive(cloud, path, hash.digest("hex"));
    log("ingest.received", { cloud, bytes, complete, repeated });
    return { status: repeated ? 200 : 201, body: { cloud, takenAt: takenAt.toISOString(), complete, repeated } };
  } catch (error) {
    if (error instanceof TooLarge) return { status: 413, body: tooLarge(limit) };
    if (error instanceof GlancewrightError)
      return { status: 422, body: { error: error.code, got: error.advice.got, next: error.advice.next } };
    log("ingest.failed", { cloud, code: (error as { code?: string }).code ?? (error as Error).name ?? "unknown" });
    return { status: 500, body: fault("ingest.failed", "look into the bot's log, and send it again") };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class TooLarge extends Error {}
