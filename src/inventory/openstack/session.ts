/** A session with a cloud: a token of Keystone, the addresses of its services, and requests that are tried again with patience. */
import { z } from "zod";
import { GlancewrightError } from "../../errors.ts";
import type { CloudAccess, Credentials, Scope } from "./access.ts";
import { type Answer, type Transport, TransportFault } from "./transport.ts";

type Service = "image" | "compute" | "block-storage";

export type SessionOptions = {
  access: CloudAccess;
  transport: Transport;
  clock: () => Date;
  sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1: spreads what is tried again. */
  random?: () => number;
  signal?: AbortSignal | undefined;
};

export type Session = {
  /** Roles of the token, in lower case. */
  roles: readonly string[];
  /** Project of the token; null: it is of the system. */
  project: string | null;
  regions: readonly string[];
  /** Regions of the catalogue with an image service that is none of theirs and was not asked for. */
  otherRegions: readonly string[];
  /** Base address without a slash at the end; null: the catalogue has none. */
  endpoint: (service: Service, region: string) => string | null;
  /** GET of a JSON document. Whatever status comes in the end is given; an answer that was cut off is asked for again. */
  get: (url: string, headers?: Readonly<Record<string, string>>) => Promise<ReadAnswer>;
};

/** `value`: the document; undefined where the body is no JSON. */
type ReadAnswer = Answer & { value: unknown };

const TIMEOUT_MS = 120_000;
const PAGE_BYTES = 64 * 1024 * 1024;
const TRIES = 5;
const LONGEST_WAIT_MS = 60_000;
const MOST_REDIRECTS = 3;
/** A token is renewed this long before it ends, or in its last quarter where it is a short one. */
const RENEW_MS = 120_000;

const SERVICES: Readonly<Record<Service, readonly string[]>> = {
  image: ["image"],
  compute: ["compute"],
  "block-storage": ["block-storage", "block-store", "volumev3", "volume"],
};

const tokenBody = z.looseObject({
  token: z.looseObject({
    expires_at: z.string(),
    roles: z.array(z.looseObject({ name: z.string() })).default([]),
    project: z.looseObject({ id: z.string() }).optional(),
    catalog: z
      .array(
        z.looseObject({
          type: z.string(),
          endpoints: z.array(
            z.looseObject({
              interface: z.string(),
              region_id: z.string().nullish(),
              region: z.string().nullish(),
              url: z.string(),
            }),
          ),
        }),
      )
      .default([]),
  }),
});
type Token = { value: string; renewAt: number; body: z.infer<typeof tokenBody>["token"] };

/** The base of Keystone's third version, however its address was written. */
export const identityOf = (authUrl: string): string =>
  `${authUrl.replace(/\/+$/, "").replace(/\/v(?:2\.0|3)$/, "")}/v3`;

/** Asks Keystone for a token. Throws `cloud.…` where there is none to be had. */
export async function openSession(options: SessionOptions): Promise<Session> {
  let token = await newToken(options);
  const { access, clock } = options;
  const renewed = async (): Promise<string> => {
    if (clock().getTime() > token.renewAt) token = await newToken(options);
    return token.value;
  };
  const find = (service: Service, region: string | null) =>
    SERVICES[service]
      .flatMap((type) => token.body.catalog.filter((entry) => entry.type === type))
      .flatMap(({ endpoints }) => endpoints)
      .filter((endpoint) => endpoint.interface.toLowerCase().replace(/url$/, "") === access.interface)
      .filter((endpoint) => region === null || regionOf(endpoint) === region);
  const inCatalogue = [...new Set(find("image", null).map(regionOf))].sort();
  const regions = access.regions.length > 0 ? access.regions : inCatalogue;
  const asked = new Set(regions.flatMap((region) => find("image", region).map(({ url }) => url)));
  const otherRegions = inCatalogue.filter(
    (region) => !regions.includes(region) && find("image", region).some(({ url }) => !asked.has(url)),
  );
  return {
    roles: token.body.roles.map(({ name }) => name.toLowerCase()),
    project: token.body.project?.id ?? null,
    regions: regions.length > 0 ? regions : [""],
    // an address of one's own is the one that is meant
    otherRegions: access.endpoints.image === undefined ? otherRegions : [],
    endpoint(service, region) {
      const url = access.endpoints[service] ?? find(service, region === "" ? null : region)[0]?.url;
      return url && URL.canParse(url) ? url.replace(/\/+$/, "") : null;
    },
    async get(url, headers = {}) {
      const answer = await patient(options, url, { ...headers, "x-auth-token": await renewed() });
      if (answer.status !== 401) return answer;
      token = await newToken(options);
      return patient(options, url, { ...headers, "x-auth-token": token.value });
    },
  };
}

const regionOf = ({
  region_id: id,
  region,
}: {
  region_id?: string | null | undefined;
  region?: string | null | undefined;
}) => id ?? region ?? "";

async function newToken(options: SessionOptions): Promise<Token> {
  const { access } = options;
  const url = `${identityOf(access.authUrl)}/auth/tokens`;
  const answer = await tryAgain(options, () =>
    options.transport({
      method: "POST",
      url,
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ auth: authOf(access.credentials) }),
      timeoutMs: TIMEOUT_MS,
      mostBytes: PAGE_BYTES,
      signal: options.signal,
    }),
  );
  const value = answer.headers["x-subject-token"];
  if (answer.status === 401)
    throw fault(
      "cloud.refused",
      "credentials that Keystone takes",
      "status 401",
      "Check user, secret, domain and project, and whether the application credential has expired.",
    );
  const read = answer.status === 201 || answer.status === 200 ? tokenBody.safeParse(jsonOf(answer)) : null;
  const endsAt = Date.parse(read?.data?.token.expires_at ?? "");
  if (!value || !read?.success || Number.isNaN(endsAt))
    throw fault(
      "cloud.no-token",
      "a token of Keystone v3",
      `status ${answer.status}`,
      "Check auth_url: it is the address of Keystone itself.",
    );
  const now = options.clock().getTime();
  return { value, renewAt: endsAt - Math.min(RENEW_MS, (endsAt - now) / 4), body: read.data.token };
}

function authOf(credentials: Credentials): unknown {
  switch (credentials.kind) {
    case "password": {
      const user = { ...credentials.user, password: credentials.password };
      return { identity: { methods: ["password"], password: { user } }, scope: scopeOf(credentials.scope) };
    }
    case "application": {
      // it has a scope of its own
      const { credential, secret } = credentials;
      return {
        identity: { methods: ["application_credential"], application_credential: { ...credential, secret } },
      };
    }
    case "token":
      return { identity: { methods: ["token"], token: { id: credentials.token } }, scope: scopeOf(credentials.scope) };
  }
}

const scopeOf = (scope: Scope): unknown => (scope === "system" ? { system: { all: true } } : scope);

function jsonOf({ body }: Answer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** GET with redirects of the same origin; the token goes nowhere else. */
async function patient(
  options: SessionOptions,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<ReadAnswer> {
  let at = url;
  for (let redirects = 0; ; redirects++) {
    const answer = await tryAgain(
      options,
      async () => {
        const plain = await options.transport({
          method: "GET",
          url: at,
          headers: { accept: "application/json", ...headers },
          timeoutMs: TIMEOUT_MS,
          mostBytes: PAGE_BYTES,
          signal: options.signal,
        });
        return { ...plain, value: plain.status === 200 ? jsonOf(plain) : undefined };
      },
      ({ status, value }) => status !== 200 || value !== undefined,
    );
    if (answer.status < 300 || answer.status >= 400 || answer.status === 304) return answer;
    const target = answer.headers["location"];
    const next = target && URL.canParse(target, at) ? new URL(target, at) : null;
    if (!next || next.origin !== new URL(url).origin)
      throw fault(
        "cloud.redirected",
        `an answer of ${new URL(url).origin}`,
        "a redirect to another host",
        "The token was not sent there. Check the endpoint in the catalogue.",
      );
    if (redirects >= MOST_REDIRECTS) throw fault("cloud.redirected", "an answer", "one redirect after another");
    at = next.href;
  }
}

const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What may pass is tried again, as late as the server asks for, within reason. Gives the last answer. */
async function tryAgain<Given extends Answer>(
  { sleep, random = Math.random, signal, clock }: SessionOptions,
  attempt: () => Promise<Given>,
  isWhole: (answer: Given) => boolean = () => true,
): Promise<Given> {
  for (let tried = 1; ; tried++) {
    let answer: Given | null = null;
    let failed: TransportFault | null = null;
    try {
      answer = await attempt();
      if (!PASSING.has(answer.status) && isWhole(answer)) return answer;
    } catch (error) {
      if (!(error instanceof TransportFault) || isLasting(error)) throw asFault(error);
      failed = error;
    }
    if (tried >= TRIES) {
      if (answer) return answer;
      throw asFault(failed);
    }
    signal?.throwIfAborted();
    const own = 500 * 2 ** tried * (0.5 + random() / 2);
    await sleep(Math.min(LONGEST_WAIT_MS, Math.max(own, retryAfter(answer, clock()))));
  }
}

/** Milliseconds; the header has seconds or a date. */
function retryAfter(answer: Answer | null, now: Date): number {
  const text = answer?.headers["retry-after"] ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : at - now.getTime();
}

/** What the next try would find as well. */
const isLasting = ({ code }: TransportFault): boolean => code === "too-large" || CERTIFICATE.test(code);
const CERTIFICATE = /CERT|SIGNATURE|CRL|ERR_TLS|ERR_SSL/;

function asFault(error: unknown): unknown {
  if (!(error instanceof TransportFault)) return error;
  if (error.code === "too-large")
    return fault(
      "cloud.too-large",
      `an answer of at most ${PAGE_BYTES / 1024 ** 2} MiB`,
      "more",
      "Something is wrong with that service: a thousand images are some MiB.",
    );
  if (CERTIFICATE.test(error.code))
    return fault(
      "cloud.certificate",
      "a certificate that is trusted here",
      error.code,
      "Set cacert in clouds.yaml, or OS_CACERT, to the file of the authority that signed it.",
    );
  return fault(
    "cloud.unreachable",
    "an answer of the cloud",
    error.code,
    "Check address, network, proxy and certificates.",
  );
}

const fault = (
  code: string,
  expected: string,
  got: string,
  next = "Try again; look into the service's log.",
): GlancewrightError => new GlancewrightError(code, { expected, got, next });
