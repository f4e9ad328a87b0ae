/** One HTTP request, as it is: no redirect is followed, no more is read than is allowed. */
import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";

export type Answer = { status: number; headers: Readonly<Record<string, string>>; body: Buffer };

export type Transport = (asked: {
  method: "GET" | "POST";
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  timeoutMs: number;
  mostBytes: number;
  signal?: AbortSignal | undefined;
}) => Promise<Answer>;

/** `code`: timeout, too-large, cut-short, or that of the system, as ECONNRESET. */
export class TransportFault extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** `ca`: PEM of who signs the cloud's certificates; without it the system's. */
export function httpTransport({ ca, verify }: { ca: Buffer | null; verify: boolean }): Transport {
  const plain = new PlainAgent({ keepAlive: true });
  const tls = new TlsAgent({ keepAlive: true, rejectUnauthorized: verify, ...(ca ? { ca } : {}) });
  return ({ method, url, headers, body, timeoutMs, mostBytes, signal }) =>
    new Promise((resolve, reject) => {
      const isTls = url.startsWith("https:");
      const request = (isTls ? tlsRequest : plainRequest)(
        url,
        {
          method,
          headers: { ...headers, "accept-encoding": "identity" },
          agent: isTls ? tls : plain,
          ...(signal ? { signal } : {}),
        },
        (response) => {
          const chunks: Buffer[] = [];
          let bytes = 0;
          response.on("data", (chunk: Buffer) => {
            bytes += chunk.byteLength;
            chunks.push(chunk);
            if (bytes <= mostBytes) return;
            // at once: with the last piece the end comes before the fault of a destroyed request
            reject(new TransportFault("too-large"));
            request.destroy();
          });
          response.on("end", () => {
            if (!response.complete) reject(new TransportFault("cut-short"));
            else
              resolve({
                status: response.statusCode ?? 0,
                headers: flat(response.headers),
                body: Buffer.concat(chunks),
              });
          });
          response.on("error", (error) => reject(faultOf(error)));
          response.on("aborted", () => reject(new TransportFault("cut-short")));
        },
      );
      // the whole request has this long, a server that sends a byte a minute included
      const timer = setTimeout(() => request.destroy(new TransportFault("timeout")), timeoutMs);
      request.on("close", () => clearTimeout(timer));
      request.on("error", (error) => reject(faultOf(error)));
      request.end(body);
    });
}

const flat = (headers: NodeJS.Dict<string | string[]>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

const faultOf = (error: Error): Error =>
  error instanceof TransportFault || error.name === "AbortError"
    ? error
    : new TransportFault((error as NodeJS.ErrnoException).code ?? "no answer");
