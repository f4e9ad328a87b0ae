/** Sends a snapshot to the bot: HTTPS, except on this machine, as the token travels with it. */
import { createReadStream, statSync } from "node:fs";
import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { GlancewrightError } from "../errors.ts";

const TRIES = 5;
const SILENT_MS = 15 * 60_000;
const THIS_MACHINE = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/;

/**
 * Gives the host that took it. Tries again where the bot, or the way to it, is at fault; follows no redirect. Throws
 * `collect.send`; the file stays in any case.
 */
export async function sendSnapshot(
  path: string,
  cloud: string,
  environment: Readonly<NodeJS.ProcessEnv>,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<string> {
  const kept = `The snapshot is kept: ${path}`;
  const { url, token } = ingestAddress(environment, cloud, kept);
  for (let tried = 1; ; tried++) {
    const { status, body } = await post(url, token, path).catch((error: Error) => ({ status: 0, body: error.message }));
    if (status === 200 || status === 201) return url.host;
    const mayPass = status === 0 || status === 429 || status >= 500;
    if (tried >= TRIES || !mayPass)
      throw new GlancewrightError("collect.send", {
        expected: `${url.host} to take the snapshot`,
        got: status === 0 ? body.slice(0, 100) : `status ${status}, ${body.slice(0, 200)}`,
        next: `Check address and token. ${kept}`,
      });
    await sleep(2_000 * 2 ** tried);
  }
}

/** Where a snapshot is sent, and with what. Throws `collect.send`; `kept` tells what became of the snapshot. */
export function ingestAddress(
  environment: Readonly<NodeJS.ProcessEnv>,
  cloud: string,
  kept: string,
): { url: URL; token: string } {
  const base = environment["GLANCEWRIGHT_INGEST_URL"];
  const token = environment["GLANCEWRIGHT_INGEST_TOKEN"];
  if (!base || !token || !URL.canParse(base))
    throw new GlancewrightError("collect.send", {
      expected: "GLANCEWRIGHT_INGEST_URL and GLANCEWRIGHT_INGEST_TOKEN in the environment",
      got: base && token ? "an address that is none" : "not both",
      next: `Take them from whoever runs the bot. ${kept}`,
    });
  const url = new URL(`/ingest/${encodeURIComponent(cloud)}`, base);
  const here = url.protocol === "http:" && THIS_MACHINE.test(url.hostname);
  if (url.protocol !== "https:" && !here)
    throw new GlancewrightError("collect.send", {
      expected: "an https address: the token travels with the snapshot",
      got: url.protocol.replace(":", ""),
      next: `Set GLANCEWRIGHT_INGEST_URL to https. ${kept}`,
    });
  return { url, token };
}

function post(url: URL, token: string, path: string): Promise<{ status: number; body: string }> {
  return new Promise((done, failed) => {
    const { size } = statSync(path);
    const ask = url.protocol === "https:" ? tlsRequest : plainRequest;
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/gzip", "content-length": size };
    const request = ask(url, { method: "POST", headers, timeout: SILENT_MS }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body = (body + text).slice(0, 2_000);
      });
      response.on("end", () => done({ status: response.statusCode ?? 0, body: body.trim() }));
      response.on("error", failed);
    });
    request.on("timeout", () => request.destroy(new Error("no answer")));
    request.on("error", failed);
    createReadStream(path).on("error", failed).pipe(request);
  });
}
