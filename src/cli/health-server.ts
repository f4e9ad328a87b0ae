/** /healthz, /readyz and /metrics on an address of this machine. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { RequestState } from "../store/store.ts";

export type Health = {
  url: string;
  ready: (is: boolean) => void;
  /** Counts an event of the log by its name. */
  count: (event: string) => void;
  stop: () => Promise<void>;
};

/** `waiting` is asked at each reading of the metrics. */
export async function startHealth(
  { host, port }: { host: string; port: number },
  waiting: () => Promise<Record<RequestState, number>>,
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
  const server = createServer(async (request, response) => {
    const answer = (status: number, text: string, type = "text/plain"): void =>
      void response.writeHead(status, { "content-type": type }).end(text);
    if (request.url === "/healthz") answer(200, "ok\n");
    else if (request.url === "/readyz") answer(isReady ? 200 : 503, isReady ? "ready\n" : "not ready\n");
    else if (request.url === "/metrics")
      await registry.metrics().then(
        (text) => answer(200, text, registry.contentType),
        () => answer(500, "the database does not answer\n"),
      );
    else answer(404, "no such page\n");
  });
  await new Promise<void>((ready, failed) => {
    server.once("error", failed);
    server.listen(port, host, ready);
  });
  const at = server.address() as AddressInfo;
  return {
    url: `http://${host}:${at.port}`,
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
