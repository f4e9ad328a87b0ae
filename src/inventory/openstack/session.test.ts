import { expect, test } from "vitest";
import { GlancewrightError } from "../../errors.ts";
import type { CloudAccess } from "./access.ts";
import { openSession } from "./session.ts";
import { type Answer, type Transport, TransportFault } from "./transport.ts";

const SECRET = "an-invented-secret";
const ACCESS: CloudAccess = {
  authUrl: "https://keystone.example.org/v3/",
  credentials: { kind: "application", credential: { id: "1" }, secret: SECRET },
  regions: [],
  interface: "internal",
  caFile: null,
  verify: true,
  endpoints: {},
};
const IMAGES = "https://glance.example.org/v2/images";
const NOW = Date.parse("2026-11-09T08:00:00Z");

const endpoint = (of: string, region: string, url: string) => ({ interface: of, region_id: region, region, url });
const CATALOGUE = [
  {
    type: "image",
    endpoints: [
      endpoint("public", "one", "https://public.example.org"),
      endpoint("internal", "one", "https://glance.example.org/"),
      endpoint("internal", "two", "https://two.example.org"),
    ],
  },
  { type: "volumev2", endpoints: [endpoint("internal", "one", "https://cinder.example.org/v2/p")] },
  { type: "volumev3", endpoints: [endpoint("internal", "one", "https://cinder.example.org/v3/p")] },
];

const answer = (status: number, value: unknown = {}, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
});

/** Tokens are t1, t2, …, each for so many seconds; what is asked of a service is answered by `script`, in turn. */
async function session(script: (Answer | TransportFault)[], { seconds = 3_600, login = null as Answer | null } = {}) {
  const asked: { url: string; token: string | undefined }[] = [];
  const waits: number[] = [];
  let tokens = 0;
  let now = NOW;
  const transport: Transport = async ({ method, url, headers }) => {
    if (method === "POST") {
      expect([url, headers["x-auth-token"]]).toEqual(["https://keystone.example.org/v3/auth/tokens", undefined]);
      tokens++;
      return (
        login ??
        answer(
          201,
          {
            token: {
              expires_at: new Date(now + seconds * 1000).toISOString(),
              roles: [{ name: "Admin" }],
              project: { id: "p" },
              catalog: CATALOGUE,
            },
          },
          { "x-subject-token": `t${tokens}` },
        )
      );
    }
    asked.push({ url, token: headers["x-auth-token"] });
    const next = script.shift() ?? answer(200, { images: [] });
    if (next instanceof TransportFault) throw next;
    return next;
  };
  const opened = await openSession({
    access: ACCESS,
    transport,
    clock: () => new Date(now),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    random: () => 1,
  });
  const pass = (more: number): void => {
    now += more * 1000;
  };
  return { opened, asked, waits, pass, tokens: () => tokens };
}

const faultOf = async (work: Promise<unknown>): Promise<GlancewrightError> => {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof GlancewrightError)) throw new Error("no fault", { cause: error });
  expect(JSON.stringify([error.message, error.advice])).not.toMatch(/invented|\bt\d\b/);
  return error;
};

test("the catalogue gives the address of each service by region and interface", async () => {
  const { opened } = await session([]);
  expect(opened.regions).toEqual(["one", "two"]);
  expect([opened.roles, opened.project]).toEqual([["admin"], "p"]);
  expect(opened.endpoint("image", "one")).toBe("https://glance.example.org");
  expect(opened.endpoint("block-storage", "one")).toBe("https://cinder.example.org/v3/p");
  expect(opened.endpoint("block-storage", "two")).toBeNull();
  expect(opened.endpoint("compute", "one")).toBeNull();
});

test.each<[string, number, number[]]>([
  ["3", 200, [3_000]],
  ["Mon, 09 Nov 2026 08:00:20 GMT", 200, [20_000]],
  ["86400", 200, [60_000]],
  ["Mon, 09 Nov 2020 08:00:00 GMT", 200, [1_000]],
  ["soon", 200, [1_000]],
])("a server that asks for patience gets it, within reason: %s", async (after, status, expected) => {
  const { opened, waits } = await session([answer(429, {}, { "retry-after": after })]);
  expect((await opened.get(IMAGES)).status).toBe(status);
  expect(waits).toEqual(expected);
});

test("waits grow, and end", async () => {
  const { opened, waits, asked } = await session(Array.from({ length: 9 }, () => answer(503)));
  expect((await opened.get(IMAGES)).status).toBe(503);
  expect([waits, asked.length]).toEqual([[1_000, 2_000, 4_000, 8_000], 5]);
});

test("a connection that breaks is tried again, and told when it does not come back", async () => {
  const broken = (times: number) => Array.from({ length: times }, () => new TransportFault("ECONNRESET"));
  expect((await (await session(broken(4))).opened.get(IMAGES)).status).toBe(200);
  expect(await faultOf((await session(broken(5))).opened.get(IMAGES))).toMatchObject({ code: "cloud.unreachable" });
});

test.each([
  ["SELF_SIGNED_CERT_IN_CHAIN", "cloud.certificate"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "cloud.certificate"],
  ["too-large", "cloud.too-large"],
])("%s is not tried again", async (code, expected) => {
  const { opened, waits } = await session([new TransportFault(code)]);
  expect(await faultOf(opened.get(IMAGES))).toMatchObject({ code: expected });
  expect(waits).toEqual([]);
});

test("a token is renewed before it ends, and a short one is still used", async () => {
  const { opened, asked, pass } = await session([]);
  await opened.get(IMAGES);
  pass(3_600 - 60);
  await opened.get(IMAGES);
  expect(asked.map(({ token }) => token)).toEqual(["t1", "t2"]);
  const short = await session([], { seconds: 60 });
  await short.opened.get(IMAGES);
  await short.opened.get(IMAGES);
  expect(short.tokens()).toBe(1);
});

test("a token that is refused is renewed once", async () => {
  const { opened, asked } = await session([answer(401), answer(200, {})]);
  expect((await opened.get(IMAGES)).status).toBe(200);
  expect(asked.map(({ token }) => token)).toEqual(["t1", "t2"]);
  const lasting = await session([answer(401), answer(401), answer(401)]);
  expect((await lasting.opened.get(IMAGES)).status).toBe(401);
  expect(lasting.tokens()).toBe(2);
});

const moved = (location: string) => answer(302, {}, { location });

test("a redirect on the same host is followed", async () => {
  const { opened, asked } = await session([moved("/image/v2/images")]);
  expect((await opened.get(IMAGES)).status).toBe(200);
  expect(asked.map(({ url }) => url)).toEqual([IMAGES, "https://glance.example.org/image/v2/images"]);
});

test.each([
  ["https://elsewhere.example.org/v2/images"],
  ["//elsewhere.example.org/v2/images"],
  ["http://glance.example.org/v2/images"],
  ["https://glance.example.org:8443/v2/images"],
  ["https://glance.example.org@elsewhere.example.org/"],
  ["file:///etc/passwd"],
  [""],
])("the token goes nowhere else: %s", async (location) => {
  const { opened, asked } = await session([moved(location)]);
  expect(await faultOf(opened.get(IMAGES))).toMatchObject({ code: "cloud.redirected" });
  expect(asked).toHaveLength(1);
});

test("redirects in a circle end", async () => {
  const { opened, asked } = await session(Array.from({ length: 9 }, () => moved(IMAGES)));
  expect(await faultOf(opened.get(IMAGES))).toMatchObject({ code: "cloud.redirected" });
  expect(asked).toHaveLength(4);
});

test.each<[string, Answer]>([
  ["cloud.refused", answer(401)],
  ["cloud.no-token", answer(300, {}, { location: "https://elsewhere.example.org/v3" })],
  ["cloud.no-token", answer(404, "not found")],
  ["cloud.no-token", answer(201, { token: {} }, { "x-subject-token": "t1" })],
  ["cloud.no-token", answer(201, "<html>", { "x-subject-token": "t1" })],
  ["cloud.no-token", answer(201, { token: { expires_at: "2026-11-09T09:00:00Z" } })],
])("without a token it is %s (%#)", async (code, login) => {
  expect(await faultOf(session([], { login }))).toMatchObject({ code });
});
