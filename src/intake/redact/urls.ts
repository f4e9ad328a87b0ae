/** Credentials before the `@` of an address. */
import { note, type Sheet, type UrlStretch } from "./sheet.ts";

/** Schemes whose `@` never parts credentials from a host. */
const WITHOUT_CREDENTIALS = /^(?:rbd|file|cinder|oci|docker|containers-storage|urn)$/i;
/** Schemes of which `host:80/a@b` is a path with an at sign. */
const WEB = /^(?:https?|wss?)$/i;
const SCHEME_CHARACTER = /[A-Za-z0-9+.-]/;
const LONGEST_SCHEME = 40;
const HOST_AFTER =
  /(?:\[[0-9A-Fa-f:.%]{2,60}\]|\{\{[^{}\n]{1,80}\}\}|\$\{?\w{1,60}\}?|%\(\w{1,60}\)s|<[\w .-]{1,60}>|[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,253})?(?::(?:\d{1,5}|\$\w{1,40}|<\w{1,40}>))?[.:!]?(?=[/\\,?#;)\]}\s"'`|>]|$)/uy;
const HOSTS_BEFORE = /^(?:[\w.-]+(?::\d{1,5})?,)+(?=[^,:@]*:)/;

/** A key in the place of a user, as error trackers have it in their addresses. */
const KEY_AS_USER = /^(?=[\w-]*\d)[\w-]{20,}$/;

/** Where the user information that begins at `from` ends in `region`: the index of its `@`, or -1. */
function endOfUserInformation(region: string, from: number): number {
  let chosen = -1;
  let last = -1;
  for (let at = region.indexOf("@", from); at >= 0; at = region.indexOf("@", at + 1)) {
    last = at;
    HOST_AFTER.lastIndex = at + 1;
    if (!HOST_AFTER.test(region)) continue;
    const behind = HOST_AFTER.lastIndex;
    if (chosen >= 0 && /[?&][\w.-]+=[^&]*$/.test(region.slice(Math.max(chosen, at - 200), at))) continue;
    chosen = at;
    if (region[behind] !== ",") continue;
    const next = region.indexOf("@", behind);
    // another host with its own credentials follows
    if (next >= 0 && region.slice(behind, next).includes(":")) return at;
  }
  return chosen >= 0 ? chosen : last;
}

/** Whether what stands before an `@` is `user:password`, and not the path of an address without credentials. */
function isUserInformation(text: string, scheme: string, first: boolean): boolean {
  const colon = text.indexOf(":");
  if (colon < 0) return WEB.test(scheme) && KEY_AS_USER.test(text);
  const slash = text.search(/[/?#]/);
  if (slash < 0) return true;
  if (colon > slash) return false;
  return !(first && (WEB.test(scheme) || scheme === "") && /^[\w.-]+:\d{1,5}[/?#]/.test(text));
}

function noteCredentials(sheet: Sheet, start: number, end: number, scheme: string): void {
  const text = sheet.text.slice(start, end);
  let colon = text.indexOf(":");
  if (colon < 0) {
    note(sheet, start, end, "token");
    return;
  }
  if (/^swift/i.test(scheme)) {
    const second = text.indexOf(":", colon + 1);
    if (second > 0) colon = second;
  }
  if (/^s3/i.test(scheme)) {
    note(sheet, start, start + colon, "access-key");
    note(sheet, start + colon + 1, end, "secret-key");
  } else note(sheet, start + colon + 1, end, "url-password");
}

/** Notes the credentials of one address, of each host; returns behind the last. */
function readStretch(sheet: Sheet, { start, end, scheme }: UrlStretch): number {
  if (WITHOUT_CREDENTIALS.test(scheme)) return end;
  const region = sheet.text.slice(start, end);
  let from = 0;
  for (;;) {
    const at = endOfUserInformation(region, from);
    if (at < 0) return from === 0 ? end : start + from;
    const skipped =
      from === 0 ? 0 : (HOSTS_BEFORE.exec(region.slice(from, Math.min(at, from + 4000)))?.[0].length ?? 0);
    if (!isUserInformation(region.slice(from + skipped, at), scheme, from === 0)) return start + at + 1;
    noteCredentials(sheet, start + from + skipped, start + at, scheme);
    HOST_AFTER.lastIndex = at + 1;
    const behind = HOST_AFTER.test(region) ? HOST_AFTER.lastIndex : at + 1;
    if (region[behind] !== ",") return start + behind;
    from = behind + 1;
  }
}

function endsAddress(code: number): boolean {
  return code <= 32 || code === 34 || code === 60 || code === 62 || code === 160;
}

/** The stretch of an address in running text: to a blank, a quote, or the next address. */
function stretchAt(text: string, slashes: number, nextSlashes: number): UrlStretch | null {
  let from = slashes;
  while (from > 0 && slashes - from < LONGEST_SCHEME && SCHEME_CHARACTER.test(text[from - 1] ?? "")) from--;
  const scheme = text.slice(from, slashes).replace(/^[\d+.-]+/, "");
  if (scheme === "") return null;
  const start = slashes + 3;
  const quoted = text[slashes - scheme.length - 1] === "'";
  const limit = nextSlashes < 0 ? text.length : nextSlashes;
  let end = start;
  while (end < limit) {
    const code = text.charCodeAt(end);
    if (endsAddress(code) || (quoted && code === 39)) break;
    end++;
  }
  return { start, end, scheme };
}

/** Notes the passwords in every address with a scheme, and those in the stretches that were found as option values. */
export function findInUrls(sheet: Sheet): void {
  const { text } = sheet;
  const whole = new Map(sheet.urls.filter(({ scheme }) => scheme !== "").map((stretch) => [stretch.start, stretch]));
  for (const stretch of sheet.urls) if (stretch.scheme === "") readStretch(sheet, stretch);
  let slashes = text.indexOf("://");
  while (slashes >= 0) {
    const next = text.indexOf("://", slashes + 3);
    const stretch = whole.get(slashes + 3) ?? stretchAt(text, slashes, next);
    const behind = stretch === null ? slashes + 3 : readStretch(sheet, stretch);
    slashes = next >= behind || next < 0 ? next : text.indexOf("://", behind);
  }
}

const USER = /^[A-Za-z_][\w.%-]{0,63}$/;
const NO_USER =
  /^(?:rbd|sha\d+|md5|mailto|e?mail|e-mail|to|from|cc|bcc|see|contact|git|image|docker|author|by|note|https?|id|name|user|owner)$/i;
const HOST = /(?:[A-Za-z0-9][\w-]*(?:\.[\w-]+)+|localhost|\[[0-9A-Fa-f:]+\]|[A-Za-z][\w-]*(?=:\d|\/))/y;

/** `user:password@host` with no scheme. */
export function findWithoutScheme(sheet: Sheet): void {
  const { text } = sheet;
  let before = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const from = Math.max(before, at - 200);
    before = at + 1;
    HOST.lastIndex = at + 1;
    if (!HOST.test(text)) continue;
    // what stands behind another `@`, or at the end of something long, has no beginning of its own
    if (from > 0 && !/[\s"'`]/.test(text[from - 1] ?? "") && !/[\s"'`]/.test(text.slice(from, at))) continue;
    const found = userBefore(text.slice(from, at));
    if (found !== null) note(sheet, at - found.length, at, "url-password");
  }
}

/** The password of the `user:password` that a text ends in. */
function userBefore(text: string): string | null {
  let start = text.length;
  while (start > 0 && !/[\s"'`]/.test(text[start - 1] ?? "")) start--;
  const word = text.slice(start);
  const colon = word.indexOf(":");
  if (colon < 1) return null;
  const user = word.slice(0, colon).replace(/^.*[=([{,;>]/, "");
  const password = word.slice(colon + 1);
  if (!USER.test(user) || NO_USER.test(user) || password.length < 3 || password.includes("/")) return null;
  return /^\d{1,5}$/.test(password) ? null : password;
}
