/**
 * A local Claude, ChatGPT and compatible server in one, on loopback: strict about what the providers are strict about, and
 * able to fail in each of their ways. It stands for their wires, never for their judgement.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { chatWire } from "./chat-wire.ts";
import { claudeWire } from "./claude-wire.ts";
import { type Billed, type Plan, type Reply, tokensOf } from "./plan.ts";
import { responsesWire } from "./responses-wire.ts";
import type { Body, Wire } from "./wire.ts";

export const LAB_KEY = "key-of-the-lab";

/** A request as it came, byte for byte. `refused`: why the provider would not have taken it. */
type Recorded = { path: string; body: Body; text: string; refused: string | null; billed: Billed };

export type LlmLab = {
  /** Without a path. */
  url: string;
  requests: Recorded[];
  /** What the next requests get, in this order; then `otherwise`. */
  plan: (...plans: readonly Plan[]) => void;
  /** What a request gets when no plan is left. */
  otherwise: (answer: (request: Recorded) => Plan) => void;
  stop: () => Promise<void>;
};

const WIRES: readonly Wire[] = [claudeWire, responsesWire, chatWire];
/** Below that, no provider caches. */
const LEAST_CACHED_TOKENS = 1024;

export async function startLlmLab(): Promise<LlmLab> {
  const requests: Recorded[] = [];
  const plans: Plan[] = [];
  const cached = new Set<string>();
  let otherwise: (request: Recorded) => Plan = () => ({ kind: "answer", text: "{}" });
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const wire = WIRES.find(({ path }) => path === incoming.url);
    const text = await textOf(incoming);
    if (!wire || incoming.method !== "POST") {
      outgoing.writeHead(404, { "content-type": "application/json" }).end('{"error":{"type":"not_found_error"}}');
      return;
    }
    const body = JSON.parse(text) as Body;
    const fault = wire.faults(incoming.headers, body);
    const billed = bill(wire, body, text, cached);
    const request: Recorded = { path: wire.path, body, text, refused: fault?.message ?? null, billed };
    requests.push(request);
    const plan: Plan = fault
      ? { kind: "status", status: fault.status, type: fault.type }
      : (plans.shift() ?? otherwise(request));
    await send(wire.reply(plan, body, billed), outgoing);
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    plan: (...next) => void plans.push(...next),
    otherwise(answer) {
      otherwise = answer;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function bill(wire: Wire, body: Body, text: string, cached: Set<string>): Billed {
  const input = tokensOf(text);
  const part = wire.cachedPart(body);
  if (part === null || tokensOf(part) < LEAST_CACHED_TOKENS) return { input, cached: 0, written: 0 };
  const key = `${wire.path} ${body["model"]} ${part}`;
  if (cached.has(key)) return { input, cached: tokensOf(part), written: 0 };
  cached.add(key);
  return { input, cached: 0, written: tokensOf(part) };
}

async function send(reply: Reply, outgoing: ServerResponse): Promise<void> {
  if (reply.kind === "mute") return;
  if (reply.kind === "status") {
    outgoing.writeHead(reply.status, reply.headers).end(reply.body);
    return;
  }
  outgoing.writeHead(200, { "content-type": "text/event-stream", ...reply.headers });
  outgoing.flushHeaders();
  for (const { data, waitMs = 0 } of reply.pieces) {
    if (waitMs > 0) await new Promise((go) => setTimeout(go, waitMs));
    if (outgoing.destroyed) return;
    // so that what was written is on its way before the connection breaks
    await new Promise<void>((written) => outgoing.write(data, () => written()));
  }
  if (reply.ending === "end") outgoing.end();
  if (reply.ending === "destroy") outgoing.destroy();
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
