import { expect, test } from "vitest";
import { downloadsOf, fileBytesOf } from "./downloads.ts";

const API = "http://127.0.0.1:4000/api/";
const file = (more = {}) => ({
  id: "F1",
  name: "nova.conf",
  size: 10,
  url: "https://files.slack.com/f/nova.conf",
  ...more,
});

function downloads(answer: Response | (() => Response)) {
  const waits: number[] = [];
  const asked: { url: string; authorization: string | null }[] = [];
  const get = (async (url: string, init: RequestInit) => {
    asked.push({ url, authorization: new Headers(init.headers).get("authorization") });
    return typeof answer === "function" ? answer() : answer;
  }) as typeof fetch;
  return {
    asked,
    read: downloadsOf(
      fileBytesOf({ token: "xoxb-invented", apiUrl: API, fetch: get, sleep: async (wait) => void waits.push(wait) }),
    ),
    waits,
  };
}

test("a file is read with the token", async () => {
  const { asked, read } = downloads(new Response("[libvirt]\n"));
  expect(await read(file())).toEqual({ name: "nova.conf", text: "[libvirt]\n", pasted: false });
  expect(asked).toEqual([{ url: "https://files.slack.com/f/nova.conf", authorization: "Bearer xoxb-invented" }]);
});

test.each([
  "https://evil.example.org/f",
  "http://files.slack.com/f",
  "https://slack.com.evil.example.org/f",
  "file:///etc/passwd",
  "no",
])("the token does not go to %s", async (url) => {
  const { asked, read } = downloads(new Response("x"));
  await expect(read(file({ url }))).rejects.toThrow("slack.file-elsewhere");
  expect(asked).toEqual([]);
});

test("the stand-in of the settings is trusted, at its own origin only", async () => {
  const { read } = downloads(() => new Response("x"));
  await expect(read(file({ url: "http://127.0.0.1:4000/f" }))).resolves.toHaveProperty("text", "x");
  await expect(read(file({ url: "http://127.0.0.1:4001/f" }))).rejects.toThrow("slack.file-elsewhere");
});

test("a file that is larger than announced is not read to its end", async () => {
  const { read } = downloads(new Response(new Uint8Array(11 * 1024 * 1024)));
  await expect(read(file())).rejects.toThrow("slack.file-too-large");
  await expect(read(file({ size: 99 * 1024 * 1024 }))).rejects.toThrow("slack.file-too-large");
});

test.each([
  ["a sign-in page", new Response("<html>", { headers: { "content-type": "text/html; charset=utf-8" } })],
  ["status 403", new Response("", { status: 403 })],
])("%s is no file", async (_what, answer) => {
  await expect(downloads(answer).read(file())).rejects.toThrow("slack.file-unreadable");
});

test("what passes is asked for again, as late as Slack wants", async () => {
  const answers = [
    () => new Response("busy", { status: 429, headers: { "retry-after": "3" } }),
    () => {
      throw new TypeError("terminated");
    },
    () => new Response("[libvirt]\n"),
  ];
  const { asked, read, waits } = downloads(() => (answers.shift() as () => Response)());
  await expect(read(file())).resolves.toHaveProperty("text", "[libvirt]\n");
  expect([asked.length, waits]).toEqual([3, [3_000, 2_000]]);
});

test.each([
  [503, 3],
  [403, 1],
])("a file that comes with status %i is asked for %i times, and told", async (status, times) => {
  const { asked, read } = downloads(() => new Response("", { status }));
  await expect(read(file())).rejects.toMatchObject({ code: "slack.file-unreadable" });
  expect(asked).toHaveLength(times);
});
