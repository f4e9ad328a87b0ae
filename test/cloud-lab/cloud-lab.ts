/**
 * A cloud on the loopback: Keystone v3, Glance v2, Nova and Cinder as far as collectors ask them. Strict about what it is
 * asked, and able to misbehave. Images are made when a page is asked for, so that a million cost no memory.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Misbehaviour =
  | "expired token"
  | "too many requests"
  | "errors that pass"
  | "errors that stay"
  | "endless pages"
  | "a page that shrinks to nothing"
  | "half a page"
  | "half a page at first"
  | "a policy that hides some"
  | "a policy that hides all but the newest"
  | "one region that fails"
  | "JSON that is cut off"
  | "wrong types"
  | "a redirect to another host"
  | "a redirect on the same host"
  | "huge properties"
  | "a marker that is deleted"
  | "servers and volumes that come and go"
  | "next page elsewhere"
  | "no administrator";

type LabImage = { id: string; status: string; disk_format: string; size: number; [property: string]: unknown };

export type CloudState = {
  images: number;
  hidden: number;
  /** The image of a number; below `images` shown, from there on hidden. */
  image: (index: number) => LabImage;
  servers: readonly unknown[];
  deletedServers: readonly unknown[];
  volumes: readonly unknown[];
  projects?: readonly unknown[];
  /** All have the same images. */
  regions?: readonly string[];
};

const REGIONS = ["one"];

export type CloudLab = {
  authUrl: string;
  /** Requests as "GET /v2/images?…", in order. */
  requests: string[];
  /** What was wrong with a request; a collector makes none. */
  faults: string[];
  /** Whatever reached the other host: it must be without credentials, and is nothing at best. */
  elsewhere: { url: string; headers: NodeJS.Dict<string | string[]> }[];
  close: () => Promise<void>;
};

export const labImageId = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;

const SECRET = "an-invented-application-secret";
export const LAB_CREDENTIALS = { id: "an-application-credential", secret: SECRET } as const;

export async function startCloudLab(state: CloudState, misbehaviour: Misbehaviour | null = null): Promise<CloudLab> {
  const requests: string[] = [];
  const faults: string[] = [];
  const elsewhere: CloudLab["elsewhere"] = [];
  let tokens = 0;
  const counts = new Map<string, number>();
  const first = (what: string, times = 1): boolean => {
    const before = counts.get(what) ?? 0;
    counts.set(what, before + 1);
    return before < times;
  };
  const other = await listen(
    createServer((request, response) => {
      elsewhere.push({ url: request.url ?? "", headers: request.headers });
      response.writeHead(200).end("{}");
    }),
  );
  const lab = await listen(createServer((request, response) => void answer(request, response)));
  const origin = addressOf(lab);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", origin);
    requests.push(`${request.method} ${request.url}`);
    const json = (status: number, body: unknown, headers: Record<string, string> = {}): void =>
      void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    if (url.pathname === "/identity/v3/auth/tokens") return keystone(request, json);
    const token = request.headers["x-auth-token"];
    if (token !== `token-${tokens}`) {
      if (token === undefined) faults.push(`no token at ${request.url}`);
      return json(401, { error: { code: 401 } });
    }
    if (misbehaviour === "expired token" && first("expiry")) return json(401, { error: { code: 401 } });
    if (misbehaviour === "too many requests" && first("429", 2)) return json(429, {}, { "retry-after": "7" });
    if (misbehaviour === "errors that pass" && first("500", 2)) return json(503, {});
    if (misbehaviour === "errors that stay" && url.pathname.startsWith("/image")) return json(500, {});
    if (misbehaviour === "one region that fails" && url.pathname.startsWith("/two/image")) return json(503, {});
    url.pathname = url.pathname.replace(/^\/two(?=\/)/, "");
    if (misbehaviour === "a redirect to another host" && url.pathname === "/image/v2/images") {
      response.writeHead(302, { location: `${addressOf(other)}/image/v2/images` }).end();
      return;
    }
    if (
      misbehaviour === "a redirect on the same host" &&
      url.pathname === "/image/v2/images" &&
      !url.searchParams.has("again")
    ) {
      url.searchParams.set("again", "1");
      response.writeHead(307, { location: `${url.pathname}${url.search}` }).end();
      return;
    }
    if (url.pathname === "/image/v2/images") return images(url, response, json);
    if (url.pathname === "/image/v2/info/stores/detail")
      return json(200, { stores: [{ id: "ceph", type: "rbd", default: "true", properties: { pool: "images" } }] });
    if (url.pathname === "/compute/v2.1/servers/detail") {
      if (!/^compute 2\.\d+$/.test(String(request.headers["openstack-api-version"])))
        faults.push("Nova is asked without a microversion");
      return page(
        url,
        json,
        "servers",
        url.searchParams.get("deleted") === "true" ? state.deletedServers : state.servers,
        "compute/v2.1/servers/detail",
      );
    }
    if (url.pathname === "/volume/v3/p/volumes/detail")
      return page(url, json, "volumes", state.volumes, "volume/v3/p/volumes/detail");
    if (url.pathname === "/identity/v3/projects")
      return misbehaviour === "no administrator"
        ? json(403, { error: { code: 403 } })
        : json(200, { projects: state.projects ?? [], links: { next: null } });
    faults.push(`nothing at ${request.method} ${request.url}`);
    return json(404, {});
  }

  async function keystone(
    request: IncomingMessage,
    json: (status: number, body: unknown, headers?: Record<string, string>) => void,
  ) {
    const body: unknown = JSON.parse(await textOf(request));
    const wanted = {
      auth: { identity: { methods: ["application_credential"], application_credential: LAB_CREDENTIALS } },
    };
    if (JSON.stringify(body) !== JSON.stringify(wanted)) return json(401, { error: { code: 401 } });
    tokens++;
    const endpoint = (path: string) =>
      (state.regions ?? REGIONS).flatMap((region) => [
        { interface: "internal", region_id: region, url: "http://192.0.2.1/not-asked-for" },
        { interface: "public", region_id: region, url: `${origin}/${region === "two" ? "two/" : ""}${path}` },
      ]);
    json(
      201,
      {
        token: {
          expires_at: "2099-01-01T00:00:00.000000Z",
          roles: [{ name: misbehaviour === "no administrator" ? "member" : "admin" }],
          catalog: [
            { type: "image", endpoints: endpoint("image") },
            { type: "compute", endpoints: endpoint("compute/v2.1") },
            { type: "volumev3", endpoints: endpoint("volume/v3/p") },
          ],
        },
      },
      { "x-subject-token": `token-${tokens}` },
    );
  }

  function images(url: URL, response: ServerResponse, json: (status: number, body: unknown) => void): void {
    const query = url.searchParams;
    if (query.get("visibility") !== "all") faults.push(`visibility is ${query.get("visibility")}`);
    const sort = query.get("sort");
    const newestFirst = sort === "created_at:desc,id:desc";
    if (!newestFirst && sort !== "created_at:asc,id:asc") faults.push(`sort is ${sort}`);
    const hidden = query.get("os_hidden");
    if (hidden !== "true" && hidden !== "false") faults.push(`os_hidden is ${hidden}`);
    const limit = Math.min(Number(query.get("limit")), 1_000);
    const [from, to] = hidden === "true" ? [state.images, state.images + state.hidden] : [0, state.images];
    const marker = query.get("marker");
    const begin = marker === null ? from : Number(marker.slice(-12)) + 1;
    if (misbehaviour === "a marker that is deleted" && marker !== null && first("marker")) {
      json(400, {});
      return;
    }
    const shrunk = misbehaviour === "a page that shrinks to nothing" && marker !== null;
    const end = shrunk ? begin : Math.min(begin + limit, to);
    const read: LabImage[] = [];
    for (let index = begin; index < end; index++) read.push(state.image(newestFirst ? to - 1 - (index - from) : index));
    const hides = misbehaviour === "a policy that hides some" && hidden === "false";
    const onlyNewest = misbehaviour === "a policy that hides all but the newest" && hidden === "false";
    const rows = read.filter(
      ({ id }) => !(hides && id === labImageId(1_500)) && !(onlyNewest && id !== labImageId(state.images - 1)),
    );
    if (misbehaviour === "huge properties" && rows[0]) rows[0] = { ...rows[0], description: "x".repeat(8_000_000) };
    const last = rows.at(-1)?.id;
    // as Glance does: a page that is full has a next one, be that empty
    const more = misbehaviour === "endless pages" || read.length === limit;
    const start = new URLSearchParams(query);
    start.delete("marker");
    const next = new URLSearchParams(query);
    if (last) next.set("marker", misbehaviour === "endless pages" ? labImageId(from) : last);
    const host = misbehaviour === "next page elsewhere" ? addressOf(other) : "";
    const body = {
      images: misbehaviour === "wrong types" ? { id: 1 } : rows,
      first: `/v2/images?${start}`,
      schema: "/v2/schemas/images",
      ...(more && last ? { next: `${host}/v2/images?${next}` } : {}),
    };
    const text = JSON.stringify(body);
    const halves = misbehaviour === "half a page" ? 99 : misbehaviour === "half a page at first" ? 1 : 0;
    if (first(`half ${hidden}`, halves)) {
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(text)),
      });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    }
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(misbehaviour === "JSON that is cut off" ? text.slice(0, text.length / 2) : text);
  }

  function page(
    url: URL,
    json: (status: number, body: unknown) => void,
    list: string,
    all: readonly unknown[],
    path: string,
  ): void {
    if (url.searchParams.get("all_tenants") !== "1") faults.push(`all_tenants is missing at ${url.pathname}`);
    // Nova refuses who may not see all projects; Cinder gives him his own, of which there are none
    if (misbehaviour === "no administrator") {
      json(list === "servers" ? 403 : 200, { [list]: [] });
      return;
    }
    const marker = url.searchParams.get("marker");
    if (misbehaviour === "servers and volumes that come and go" && marker !== null && first(`marker ${list}`)) {
      json(400, {});
      return;
    }
    const at = Number(marker ?? 0);
    const limit = all.length > 100 ? 1_000 : 2;
    const rows = all.slice(at, at + limit);
    const next = new URLSearchParams(url.searchParams);
    next.set("marker", String(at + limit));
    const links = rows.length === limit ? [{ rel: "next", href: `http://internal.example.org/${path}?${next}` }] : [];
    json(200, { [list]: rows, ...(links.length > 0 ? { [`${list}_links`]: links } : {}) });
  }

  return {
    authUrl: `${origin}/identity`,
    requests,
    faults,
    elsewhere,
    async close() {
      for (const server of [lab, other]) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
