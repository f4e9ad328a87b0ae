/** Our own strict front before the emulator: scopes, blocks, faults and records; what is good goes on to the emulator's state. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { refusedBlocks, refusedView } from "./block-kit.ts";
import { type Conversations, conversations } from "./conversations.ts";
import { SCOPES } from "./scopes.ts";

type Call = {
  method: string;
  body: Readonly<Record<string, unknown>>;
  answer: Readonly<Record<string, unknown>>;
};

/** What a method does instead, as often as it is listed. `after`: the effect happens, the answer does not arrive. */
type Fault =
  | { method: string; kind: "limited"; seconds: number }
  | { method: string; kind: "status"; status: number }
  | { method: string; kind: "refused"; error: string }
  | { method: string; kind: "after" };

export type Front = {
  url: string;
  calls: Call[];
  faults: Fault[];
  /** Methods that the front answers itself. */
  own: Map<
    string,
    (
      body: Readonly<Record<string, unknown>>,
    ) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>
  >;
  /** Paths that are not methods, such as response URLs. */
  paths: Map<string, (text: string) => { status: number; body: string }>;
  server: ReturnType<typeof createServer>;
  conversations: Conversations;
  /** Told of each message and file that the bot posted. */
  posted: ((
    method: string,
    body: Readonly<Record<string, unknown>>,
    answer: Readonly<Record<string, unknown>>,
  ) => void)[];
  scopes: Set<string>;
  /** Whether answers carry the header that names the scopes. */
  told: { scopes: boolean };
  emulator: { url: string };
  /** The bot's token towards the emulator, which lets each one in 5,000 times an hour. */
  emulatorToken: () => string;
  /** Files that people gave to the app in a form, with the token under which the emulator keeps them. */
  given: Map<string, string>;
  stop: () => Promise<void>;
};

type Options = { botToken: string; appToken: string; scopes: readonly string[] };

export async function startFront({ botToken, appToken, scopes }: Options): Promise<Front> {
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing).catch(() => outgoing.destroy()));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const front: Front = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    faults: [],
    own: new Map(),
    paths: new Map(),
    server,
    conversations: conversations(),
    posted: [],
    scopes: new Set(scopes),
    told: { scopes: true },
    emulator: { url: "" },
    given: new Map(),
    emulatorToken: tokens(botToken),
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const bytes = await bytesOf(incoming);
    const path = incoming.url ?? "";
    const own = front.paths.get(path);
    if (own) {
      const { status, body } = own(bytes.toString("utf8"));
      outgoing.writeHead(status, { "content-type": "application/json" }).end(body);
      return;
    }
    const method = /^\/api\/([a-zA-Z.]+)/.exec(path)?.[1];
    if (!method) return forward(incoming, outgoing, bytes);
    const body = bodyOf(incoming, bytes);
    const fault = takeFault(front.faults, method);
    const outOfPlace = fault ? null : front.conversations.refused(method, body);
    if (outOfPlace) {
      const answer = { ok: false, error: "error" in outOfPlace ? outOfPlace.error : "ratelimited" };
      front.calls.push({ method, body, answer });
      const limited = "retryAfter" in outOfPlace ? { "retry-after": String(outOfPlace.retryAfter) } : {};
      const type = { "content-type": "application/json" };
      outgoing.writeHead("retryAfter" in outOfPlace ? 429 : 200, { ...type, ...limited }).end(JSON.stringify(answer));
      return;
    }
    const answer = fault && fault.kind !== "after" ? null : await answerOf(method, body, incoming, bytes);
    if (answer) front.calls.push({ method, body, answer });
    if (answer?.["ok"] === true) for (const told of front.posted) told(method, body, answer);
    if (fault) return fail(fault, outgoing);
    const headers = {
      "content-type": "application/json",
      ...(front.told.scopes ? { "x-oauth-scopes": [...front.scopes].join(",") } : {}),
    };
    outgoing.writeHead(200, headers).end(JSON.stringify(answer));
  }

  async function answerOf(
    method: string,
    body: Readonly<Record<string, unknown>>,
    incoming: IncomingMessage,
    bytes: Buffer,
  ): Promise<Readonly<Record<string, unknown>>> {
    const token = incoming.headers.authorization?.replace(/^Bearer /, "") ?? String(body["token"] ?? "");
    if (token !== (method === "apps.connections.open" ? appToken : botToken))
      return { ok: false, error: "invalid_auth" };
    const needed = SCOPES[method];
    if (!needed) return { ok: false, error: "unknown_method" };
    if (needed.length > 0 && !needed.some((scope) => front.scopes.has(scope)))
      return { ok: false, error: "missing_scope", needed: needed.join(","), provided: [...front.scopes].join(",") };
    const refused = method.startsWith("views.") ? refusedView(body["view"]) : refusedBlocks(body["blocks"], "message");
    if (refused) return { ok: false, error: refused };
    if (method === "chat.postMessage" && !body["text"] && !body["blocks"]) return { ok: false, error: "no_text" };
    const own = front.own.get(method);
    if (own) return own(body);
    const answered = await fetch(`${front.emulator.url}/api/${method}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${front.emulatorToken()}`,
        "content-type": incoming.headers["content-type"] ?? "application/json",
      },
      body: new Uint8Array(bytes),
    });
    return (await answered.json()) as Readonly<Record<string, unknown>>;
  }

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse, bytes: Buffer): Promise<void> {
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).filter(([name]) => /^(authorization|content-type)$/.test(name)),
    ) as Record<string, string>;
    // what is given in a form may be read by the app, if it has the scope; anything else only by its owner
    const owner = front.given.get(/^\/files-pri\/(\w+)\//.exec(incoming.url ?? "")?.[1] ?? "");
    if (owner && headers["authorization"] === `Bearer ${botToken}` && front.scopes.has("files:read"))
      headers["authorization"] = `Bearer ${owner}`;
    const method = incoming.method ?? "GET";
    const answered = await fetch(`${front.emulator.url}${incoming.url}`, {
      method,
      headers,
      ...(method === "GET" ? {} : { body: new Uint8Array(bytes) }),
    });
    outgoing.writeHead(answered.status, { "content-type": answered.headers.get("content-type") ?? "text/plain" });
    outgoing.end(Buffer.from(await answered.arrayBuffer()));
  }
  return front;
}

const EACH_TOKEN = 4_000;

function tokens(botToken: string): () => string {
  let calls = 0;
  return () => {
    calls += 1;
    return `${botToken}-${Math.floor(calls / EACH_TOKEN)}`;
  };
}

function takeFault(faults: Fault[], method: string): Fault | null {
  const index = faults.findIndex((fault) => fault.method === method);
  return index < 0 ? null : (faults.splice(index, 1)[0] ?? null);
}

function fail(fault: Fault, outgoing: ServerResponse): void {
  if (fault.kind === "after") outgoing.destroy();
  else if (fault.kind === "limited")
    outgoing.writeHead(429, { "retry-after": String(fault.seconds) }).end('{"ok":false,"error":"ratelimited"}');
  else if (fault.kind === "status") outgoing.writeHead(fault.status).end("upstream trouble");
  else
    outgoing
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ ok: false, error: fault.error }));
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Slack's library sends forms with JSON inside, or JSON. */
function bodyOf(incoming: IncomingMessage, bytes: Buffer): Readonly<Record<string, unknown>> {
  const text = bytes.toString("utf8");
  if (incoming.headers["content-type"]?.includes("json")) return JSON.parse(text || "{}") as Record<string, unknown>;
  return Object.fromEntries(
    [...new URLSearchParams(text)].map(([key, value]) => [key, /^[[{]/.test(value) ? parsed(value) : value]),
  );
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
