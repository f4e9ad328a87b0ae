/** Pages to PNG through a Chromium that is on this machine; none is needed for anything else. */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

export const HOW_TO_GET_ONE =
  "No Chromium was found: no PNG of pages. Install one (apt-get install chromium, dnf install chromium, brew install --cask chromium) or name it in GLANCEWRIGHT_CHROMIUM.";

/** Path of a Chromium: GLANCEWRIGHT_CHROMIUM, else the first on PATH; null where there is none. */
export function findChromium({ GLANCEWRIGHT_CHROMIUM, PATH }: NodeJS.ProcessEnv): string | null {
  const places = (PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...(GLANCEWRIGHT_CHROMIUM ? [GLANCEWRIGHT_CHROMIUM] : []), ...places].find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export type Page = { html: string; width: number; to: string };

/** Longest wait for the browser to start, and for one page. */
const PATIENCE_MS = 15_000;

/** Writes each page as PNG in its full height, with `scale` points for one of the layout: two for sharp letters. */
export async function takePictures(chromium: string, pages: readonly Page[], scale: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "slack-preview-"));
  // our own pages without scripts; as root the browser refuses to start with its sandbox
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = spawn(
    chromium,
    [
      "--headless=new",
      "--disable-gpu",
      "--no-first-run",
      "--remote-debugging-port=0",
      ...sandbox,
      `--user-data-dir=${folder}/profile`,
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  try {
    const wire = await connect(await addressOf(browser));
    const { targetId } = await wire("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await wire("Target.attachToTarget", { targetId, flatten: true });
    for (const [index, { html, width, to }] of pages.entries()) {
      const file = join(folder, `${index}.html`);
      writeFileSync(file, html);
      await takePicture((method, given) => wire(method, given, String(sessionId)), file, { width, scale }, to);
    }
  } finally {
    const ended = new Promise((done) => browser.once("exit", done));
    browser.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

type Answer = Readonly<Record<string, unknown>>;
type Wire = (method: string, given?: Answer, session?: string) => Promise<Answer>;

async function takePicture(
  wire: Wire,
  file: string,
  { width, scale }: { width: number; scale: number },
  to: string,
): Promise<void> {
  const metrics = (height: number) => ({ width, height, deviceScaleFactor: scale, mobile: false });
  await wire("Emulation.setDeviceMetricsOverride", metrics(200));
  await wire("Page.navigate", { url: pathToFileURL(file).href });
  const { result } = await wire("Runtime.evaluate", {
    awaitPromise: true,
    returnByValue: true,
    expression:
      "new Promise((done) => { const size = () => document.fonts.ready.then(() => done(Math.ceil(document.body.scrollHeight))); document.readyState === 'complete' ? size() : addEventListener('load', size); })",
  });
  await wire("Emulation.setDeviceMetricsOverride", metrics(Number((result as Answer)["value"])));
  const { data } = await wire("Page.captureScreenshot", { format: "png" });
  writeFileSync(to, Buffer.from(String(data), "base64"));
}

function addressOf(browser: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error("the browser did not start in time")), PATIENCE_MS);
    browser.once("error", failed);
    browser.once("exit", (status) => failed(new Error(`the browser ended with ${status}`)));
    if (!browser.stderr) return;
    createInterface({ input: browser.stderr }).on("line", (line) => {
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (!address) return;
      clearTimeout(timer);
      found(address);
    });
  });
}

async function connect(address: string): Promise<Wire> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.addEventListener("message", ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    waiting.get(Number(answer["id"]))?.(answer);
  });
  await new Promise((opened, failed) => {
    socket.addEventListener("open", opened);
    socket.addEventListener("error", failed);
  });
  let last = 0;
  return (method, given = {}, session) => {
    last += 1;
    const id = last;
    return new Promise((done, failed) => {
      const timer = setTimeout(() => failed(new Error(`${method}: no answer`)), PATIENCE_MS);
      waiting.set(id, ({ result, error }) => {
        clearTimeout(timer);
        waiting.delete(id);
        if (error) failed(new Error(`${method}: ${JSON.stringify(error)}`));
        else done((result ?? {}) as Answer);
      });
      socket.send(JSON.stringify({ id, method, params: given, ...(session ? { sessionId: session } : {}) }));
    });
  };
}
