/** Files that people gave in Slack, with the token sent to Slack alone. */
import { GlancewrightError } from "../errors.ts";
import type { GivenSource } from "../intake/intake.ts";
import { LARGEST_LISTING, MIB } from "./limits.ts";
import type { NamedFile } from "./render/forms.ts";

export type Downloads = (file: NamedFile) => Promise<GivenSource>;
/** The same as bytes, for what is no text. */
export type FileBytes = (file: NamedFile) => Promise<Uint8Array>;

type Parts = {
  token: string;
  apiUrl: string;
  fetch: typeof fetch;
  sleep: (milliseconds: number) => Promise<void>;
};

/** What passes is asked for again, at most so often; a person waits for the answer. */
const TRIES = 3;
const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 10_000;

/** Reads one file of at most 10 MiB as a source. Throws `slack.file-…` with what to do. */
export function downloadsOf(bytes: FileBytes): Downloads {
  return async (file) => ({ name: file.name, text: Buffer.from(await bytes(file)).toString("utf8"), pasted: false });
}

export function fileBytesOf({ token, apiUrl, fetch: get, sleep }: Parts): FileBytes {
  return async ({ name, size, url }) => {
    if (size > LARGEST_LISTING) throw tooLarge(name, size);
    if (!isSlacks(url, apiUrl))
      throw new GlancewrightError("slack.file-elsewhere", {
        expected: `${name} to be a file of Slack`,
        got: "a file that is kept elsewhere",
        next: "Upload the file itself.",
      });
    const once = async (): Promise<Uint8Array> => {
      const response = await get(url, {
        headers: { authorization: `Bearer ${token}` },
        redirect: "error",
        signal: AbortSignal.timeout(30_000),
      });
      if (!response.ok) throw new Unanswered(response);
      // without the right scope Slack answers with its sign-in page
      if (/text\/html/.test(response.headers.get("content-type") ?? "") && !/\.html?$/i.test(name))
        throw unreadable(name, "a sign-in page", "Check the scope files:read, and upload it again.");
      return bytesOf(name, response);
    };
    for (let tried = 1; ; tried++) {
      try {
        return await once();
      } catch (error) {
        if (error instanceof GlancewrightError) throw error;
        const refused = error instanceof Unanswered ? error : null;
        if (tried >= TRIES || refused?.isLasting) throw unanswered(name, refused, error);
        await sleep(Math.min(MOST_WAIT_MS, Math.max(FIRST_WAIT_MS * 2 ** tried, refused?.waitMs ?? 0)));
      }
    }
  };
}

/** Slack answered, and not with the file. */
class Unanswered extends Error {
  readonly status: number;
  readonly isLasting: boolean;
  /** As Slack asks for; 0 where it does not. */
  readonly waitMs: number;
  constructor({ status, headers }: Response) {
    super(`status ${status}`);
    this.status = status;
    this.isLasting = status !== 429 && status < 500;
    this.waitMs = (Number(headers.get("retry-after")) || 0) * 1_000;
  }
}

function unanswered(name: string, refused: Unanswered | null, cause: unknown): GlancewrightError {
  if (refused?.isLasting)
    return unreadable(name, refused.message, "Check the scope files:read, and upload it again.", cause);
  const got = refused?.message ?? "no answer";
  return unreadable(name, got, "Slack gave it at no try: drop it here again in some minutes.", cause);
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

const unreadable = (name: string, got: string, next: string, cause?: unknown): GlancewrightError =>
  new GlancewrightError("slack.file-unreadable", { expected: `to read ${name} from Slack`, got, next }, { cause });
