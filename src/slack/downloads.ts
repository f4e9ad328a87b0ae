/** Files that people gave in Slack, with the token sent to Slack alone. */
import { GlancewrightError } from "../errors.ts";
import type { GivenSource } from "../intake/intake.ts";
import { LARGEST_LISTING, MIB } from "./limits.ts";
import type { NamedFile } from "./render/forms.ts";

export type Downloads = (file: NamedFile) => Promise<GivenSource>;
/** The same as bytes, for what is no text. */
export type FileBytes = (file: NamedFile) => Promise<Uint8Array>;

type Parts = { token: string; apiUrl: string; fetch: typeof fetch };

/** Reads one file of at most 10 MiB as a source. Throws `slack.file-…` with what to do. */
export function downloadsOf(bytes: FileBytes): Downloads {
  return async (file) => ({ name: file.name, text: Buffer.from(await bytes(file)).toString("utf8"), pasted: false });
}

export function fileBytesOf({ token, apiUrl, fetch: get }: Parts): FileBytes {
  return async ({ name, size, url }) => {
    if (size > LARGEST_LISTING) throw tooLarge(name, size);
    if (!isSlacks(url, apiUrl))
      throw new GlancewrightError("slack.file-elsewhere", {
        expected: `${name} to be a file of Slack`,
        got: "a file that is kept elsewhere",
        next: "Upload the file itself.",
      });
    const response = await get(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: "error",
      signal: AbortSignal.timeout(30_000),
    }).catch((cause: unknown) => {
      throw unreadable(name, "no answer", cause);
    });
    if (!response.ok) throw unreadable(name, `status ${response.status}`);
    // without the right scope Slack answers with its sign-in page
    if (/text\/html/.test(response.headers.get("content-type") ?? "") && !/\.html?$/i.test(name))
      throw unreadable(name, "a sign-in page");
    return bytesOf(name, response);
  };
}

/** Reads no more than is allowed, whatever was announced. */
async function bytesOf(name: string, response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.byteLength;
    if (length > LARGEST_LISTING) throw tooLarge(name, length);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A token goes to Slack's own hosts, or to the stand-in that the settings name. */
function isSlacks(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  if (origin === new URL(apiUrl).origin) return true;
  return protocol === "https:" && (hostname === "slack.com" || hostname.endsWith(".slack.com"));
}

const tooLarge = (name: string, size: number): GlancewrightError =>
  new GlancewrightError("slack.file-too-large", {
    expected: `${name} with at most ${LARGEST_LISTING / MIB} MiB`,
    got: `${Math.ceil(size / MIB)} MiB`,
    next: "Review it with the command line: it has no limit for listings.",
  });

const unreadable = (name: string, got: string, cause?: unknown): GlancewrightError =>
  new GlancewrightError(
    "slack.file-unreadable",
    { expected: `to read ${name} from Slack`, got, next: "Check the scope files:read, and upload it again." },
    { cause },
  );
