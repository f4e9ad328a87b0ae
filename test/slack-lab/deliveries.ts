/** What Slack sends to an app, over a socket or as signed HTTP: the same payloads, and what the app answered. */
import { createHmac, randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";

type EnvelopeType = "events_api" | "interactive" | "slash_commands";

export type Acknowledged = {
  type: EnvelopeType;
  milliseconds: number;
  payload: Readonly<Record<string, unknown>> | null;
  status: number;
};

export type Deliveries = {
  acks: Acknowledged[];
  /** Resolves with what the app answered; rejects when it did not within three seconds. */
  send: (type: EnvelopeType, payload: Readonly<Record<string, unknown>>, retry?: number) => Promise<Acknowledged>;
  connections: () => number;
  /** Ends every socket, as Slack does when it refreshes them. */
  disconnect: (politely: boolean) => void;
  connected: () => Promise<void>;
};

const SECONDS = 3;

export function socketDeliveries(server: Server): Deliveries & { open: () => { ok: true; url: string } } {
  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, (payload: Readonly<Record<string, unknown>> | null) => void>();
  const arrivals: (() => void)[] = [];
  const acks: Acknowledged[] = [];
  const wss = new WebSocketServer({ server, path: "/link" });
  wss.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("message", (data) => {
      const { envelope_id: id, payload } = JSON.parse(String(data)) as {
        envelope_id: string;
        payload?: Record<string, unknown>;
      };
      waiting.get(id)?.(payload ?? null);
    });
    socket.send(JSON.stringify({ type: "hello", num_connections: sockets.size, connection_info: { app_id: "A1" } }));
    for (const arrived of arrivals.splice(0)) arrived();
  });
  const address = (): string => {
    const at = server.address();
    return `ws://127.0.0.1:${typeof at === "object" && at ? at.port : 0}/link`;
  };
  return {
    acks,
    open: () => ({ ok: true, url: address() }),
    connections: () => sockets.size,
    connected: () => (sockets.size > 0 ? Promise.resolve() : new Promise((go) => arrivals.push(go))),
    disconnect(politely) {
      for (const socket of sockets) {
        if (politely) socket.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested" }));
        else socket.terminate();
      }
    },
    async send(type, payload, retry = 0) {
      const [socket] = sockets;
      if (!socket) throw new Error("no socket is open: the person sees that the app did not respond");
      const id = randomUUID();
      const began = performance.now();
      const answered = Promise.withResolvers<Readonly<Record<string, unknown>> | null>();
      waiting.set(id, answered.resolve);
      const late = setTimeout(
        () => answered.reject(new Error(`no acknowledgement within ${SECONDS} seconds`)),
        SECONDS * 1000,
      );
      const more = type === "events_api" ? { retry_attempt: retry, retry_reason: retry > 0 ? "timeout" : "" } : {};
      socket.send(
        JSON.stringify({ envelope_id: id, type, accepts_response_payload: type !== "events_api", payload, ...more }),
      );
      const body = await answered.promise.finally(() => {
        clearTimeout(late);
        waiting.delete(id);
      });
      const ack: Acknowledged = { type, milliseconds: performance.now() - began, payload: body, status: 200 };
      acks.push(ack);
      return ack;
    },
  };
}

/** Signed as Slack signs; `forge` changes what would be right. */
export function httpDeliveries(
  app: { url: string },
  secret: string,
): Deliveries & { raw: (body: string, headers: Readonly<Record<string, string>>) => Promise<Response> } {
  const acks: Acknowledged[] = [];
  const raw = (body: string, headers: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(app.url, {
      method: "POST",
      body,
      headers: { connection: "close", ...headers },
      signal: AbortSignal.timeout(SECONDS * 1000),
    });
  return {
    acks,
    raw,
    connections: () => 1,
    connected: async () => {},
    disconnect: () => {},
    async send(type, payload, retry = 0) {
      const form = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();
      const body =
        type === "events_api"
          ? JSON.stringify(payload)
          : type === "interactive"
            ? form({ payload: JSON.stringify(payload) })
            : form(payload as Readonly<Record<string, string>>);
      const began = performance.now();
      const answered = await raw(body, {
        "content-type": type === "events_api" ? "application/json" : "application/x-www-form-urlencoded",
        ...signed(body, secret, Math.floor(Date.now() / 1000)),
        ...(retry > 0 ? { "x-slack-retry-num": String(retry), "x-slack-retry-reason": "http_timeout" } : {}),
      });
      const text = await answered.text();
      const ack: Acknowledged = {
        type,
        milliseconds: performance.now() - began,
        payload: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : null,
        status: answered.status,
      };
      acks.push(ack);
      if (!answered.ok) throw new Error(`the app answered with status ${answered.status}`);
      return ack;
    },
  };
}

export function signed(body: string, secret: string, timestamp: number): Record<string, string> {
  const hash = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": String(timestamp), "x-slack-signature": `v0=${hash}` };
}
