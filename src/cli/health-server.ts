/** /healthz, /readyz and /metrics, and what else is served at the same address. */
import { readFileSync } from "node:fs";
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { GlancewrightError } from "../errors.ts";
import type { RequestState } from "../store/store.ts";

export type Health = {
  url: string;
  ready: (is: boolean) => void;
  /** Counts an event of the log by its name. */
  count: (event: string) => void;
  stop: () => Promise<void>;
};

/** `certificate` and `key` are paths of PEM files; with both it is TLS. */
export type HealthAddress = { host: string; port: number; certificate?: string | null; key?: string | null };

/** True when it has answered. */
export type Page = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** `waiting` is asked at each reading of the metrics; `more` is asked for other addresses. */
export async function startHealth(
  { host, port, certificate, key }: HealthAddress,
  waiting: () => Promise<Record<RequestState, number>>,
  more: Page = async () => false,
): Promise<Health> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: "glancewright_events_total",
    help: "Events of the log by name",
    labelNames: ["event"],
    registers: [registry],
  });
  new Gauge({
    name: "glancewright_requests",
    help: "Requests by state",
    labelNames: ["state"],
    registers: [registry],
    async collect() {
      for (const [state, count] of Object.entries(await waiting())) this.set({ state }, count);
    },
  });
  let isReady = false;
  const answerTo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, text: string, type = "text/plain"): void =>
      void response.writeHead(status, { "content-type": type }).end(text);
    if (request.url === "/healthz") answer(200, "ok\n");
    else if (request.url === "/readyz") answer(isReady ? 200 : 503, isReady ? "ready\n" : "not ready\n");
    else if (request.url === "/metrics")
      await registry.metrics().then(
        (text) => answer(200, text, registry.contentType),
        () => answer(500, "the database does not answer\n"),
      );
    else if (!(await more(request, response))) answer(404, "no such page\n");
  };
  const tls = certificate && key ? { cert: readPem(certificate), key: readPem(key) } : null;
  const server = tls ? createTlsServer(tls, answerTo) : createPlainServer(answerTo);
  await new Promise<void>((ready, failed) => {
    server.once("error", (error: NodeJS.ErrnoException) => failed(notListening(error, host, port)));
    server.listen(port, host, ready);
  });
  const at = server.address() as AddressInfo;
  return {
    url: `${tls ? "https" : "http"}://${host}:${at.port}`,
    ready(is) {
      isReady = is;
    },
    count: (event) => events.inc({ event }),
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new GlancewrightError(
      "settings.unreadable",
      {
        expected: `a PEM file at ${path}`,
        got: (cause as NodeJS.ErrnoException).code ?? "no such file",
        next: "Check [server] certificate and key, and who may read them.",
      },
      { cause },
    );
  }
}

function notListening(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code !== "EADDRINUSE" && error.code !== "EACCES") return error;
  return new GlancewrightError(
    "server.port",
    {
      expected: `to listen on ${host}:${port}`,
      got: error.code === "EADDRINUSE" ? "a port that another program uses" : "a port that this user may not open",
      next: "Choose another under [server] in glancewright.ini; port = 0 takes any that is free.",
    },
    { cause: error },
  );
}
