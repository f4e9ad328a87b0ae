/**
 * Image locations as glance_store writes them. A location may carry the credentials of the store (S3, Swift) or a
 * signed query; they are taken out here, before anything keeps the URL.
 */

export type ImageLocation = {
  /** Lower case: `rbd`, `file`, `http`, `https`, `swift+https`, `s3+https`, `cinder`, `vsphere`, ... Empty when it is no URL. */
  scheme: string;
  /** As given, with the user information and a signed query replaced by placeholders. */
  url: string;
  /** Credentials were in it, or their placeholders are. */
  credentials: boolean;
  /** `rbd://fsid/pool/image/snap`; the short form `rbd://image` has neither cluster nor pool. */
  rbd: { fsid: string | null; pool: string | null; image: string; snapshot: string | null } | null;
  /** Path of a `file://` location. */
  path: string | null;
};

const USER_INFORMATION = "redacted-access-key:redacted-secret-key@";
const SIGNED_QUERY = "?redacted-token";

/** Takes credentials out of a URL. `count` is how many were replaced by this call; placeholders are not counted again. */
export function redactLocation(url: string): { url: string; count: number } {
  if (!url.includes("@") && !url.includes("?")) return { url, count: 0 };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(url);
  if (scheme === null) return { url, count: 0 };
  const start = scheme[0].length;
  if (/^(?:rbd|file|cinder)$/i.test(scheme[1] ?? "")) return { url, count: 0 };
  let count = 0;
  let rest = url.slice(start);
  const at = rest.lastIndexOf("@");
  if (at >= 0 && (rest.slice(0, at).includes(":") || !rest.slice(0, at).includes("/"))) {
    // A secret key may hold slashes, and a Swift account an at sign: everything up to the last one goes.
    if (!rest.startsWith(USER_INFORMATION)) count++;
    rest = USER_INFORMATION + rest.slice(at + 1);
  }
  const query = rest.search(/\?\S*(?:sig|token|key|secret|password|credential)/i);
  if (query >= 0 && !rest.startsWith(SIGNED_QUERY, query)) {
    count++;
    rest = rest.slice(0, query) + SIGNED_QUERY;
  }
  return { url: url.slice(0, start) + rest, count };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readRbd(rest: string): ImageLocation["rbd"] {
  const parts = rest.split("/").map(decode);
  if (parts.length === 1) return { fsid: null, pool: null, image: parts[0] ?? "", snapshot: null };
  const [fsid = "", pool = "", image = "", snapshot = ""] = parts;
  return { fsid: fsid || null, pool: pool || null, image, snapshot: snapshot || null };
}

/** Reads a location URL, redacted or not. Text that is no URL has an empty scheme. */
export function parseLocation(text: string): ImageLocation {
  const { url, count } = redactLocation(text);
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(url);
  if (match === null) return { scheme: "", url, credentials: false, rbd: null, path: null };
  const scheme = (match[1] ?? "").toLowerCase();
  const rest = match[2] ?? "";
  return {
    scheme,
    url,
    credentials: count > 0 || rest.startsWith(USER_INFORMATION) || rest.includes(SIGNED_QUERY),
    rbd: scheme === "rbd" ? readRbd(rest) : null,
    path: scheme === "file" ? decode(rest) : null,
  };
}
