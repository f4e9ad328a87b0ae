/** Values that are made of parts, of which only some are secret. */
import type { RedactionKind } from "../source.ts";
import { kindOfName } from "./names.ts";
import { note, type Sheet, type Stretch } from "./sheet.ts";

const PAIR = /([A-Za-z_][\w-]{0,60}):/y;

/**
 * `replication_device = backend_id:b,san_ip:10.0.0.1,san_password:x` and `backend_argument = url:...`: the parts by their
 * own names. False when the value is not of that form.
 */
export function subOptions(sheet: Sheet, name: string, { start, end }: Stretch, kind: RedactionKind): boolean {
  if (!/^(?:replication[_-]device|backend[_-]argument)$/i.test(name)) return false;
  const { text } = sheet;
  let at = start;
  let found = false;
  while (at < end) {
    PAIR.lastIndex = at;
    const pair = PAIR.exec(text);
    if (pair === null || PAIR.lastIndex > end) return found;
    const from = PAIR.lastIndex;
    const to = partEnd(text, from, end);
    const key = pair[1] ?? "";
    const own = kindOfName(key) ?? (/^(?:secret|key|pass)$/i.test(key) ? kind : null);
    const scheme = /^([A-Za-z][\w+.-]{0,30}):\/\//.exec(text.slice(from, Math.min(to, from + 40)));
    if (scheme !== null) sheet.urls.push({ start: from + scheme[0].length, end: to, scheme: scheme[1] ?? "" });
    else if (own !== null) note(sheet, from, to, own);
    found = true;
    at = to + 1;
  }
  return found;
}

/** A comma ends a part only if another `name:` follows, so that a password may hold one. */
function partEnd(text: string, from: number, end: number): number {
  const rest = text.slice(from, end);
  for (let comma = rest.indexOf(","); comma >= 0; comma = rest.indexOf(",", comma + 1)) {
    PAIR.lastIndex = from + comma + 1;
    if (PAIR.test(text)) return from + comma;
  }
  return end;
}

/** Options whose value is `host:port:user:password` or proxies by scheme. */
export function colonFields(name: string): boolean {
  return /^http_proxy_information$/.test(name.replaceAll("-", "_").toLowerCase());
}

/** `https:user:password@proxy:3128`, `proxy:3128:user:password`, also several with commas. */
export function proxyCredentials(sheet: Sheet, start: number, end: number): void {
  let at = start;
  for (const part of sheet.text.slice(start, end).split(",")) {
    const scheme = /^\s*(?:https?:(?:\/\/)?)?/.exec(part)?.[0].length ?? 0;
    const rest = part.slice(scheme).trimEnd();
    if (rest.includes("@")) sheet.urls.push({ start: at + scheme, end: at + scheme + rest.length, scheme: "" });
    else {
      const fields = /^[^:\s]+:\d{1,5}:[^:\s]*:(?=.)/.exec(rest);
      if (fields !== null) note(sheet, at + scheme + fields[0].length, at + scheme + rest.length, "password");
    }
    at += part.length + 1;
  }
}
