/** Addresses as oslo.config accepts them (oslo_config/types.py IPAddress, Hostname, HostAddress, URI). */

/** IPv4 in four decimal parts without leading zeros, or IPv6 without brackets and zone. */
export function isIpAddress(text: string): boolean {
  if (/^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/.test(text)) return true;
  if (text.length > 45) return false;
  return /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text) && URL.canParse(`http://[${text}]/`);
}

/** An IP address, or a host name of at most 253 characters whose last part is not all digits. */
export function isHostAddress(text: string): boolean {
  if (isIpAddress(text)) return true;
  if (text === "" || text.length > 253) return false;
  const parts = (text.endsWith(".") ? text.slice(0, -1) : text).split(".");
  if (!/[a-z-]/i.test(parts.at(-1) ?? "")) return false;
  return parts.every((part) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/i.test(part));
}

const URI_PARTS = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:@]*)(?::\d*)?([^?#]*)/i;

/** A URI with scheme and host whose path holds only what RFC 3986 allows there. */
export function isUri(text: string): boolean {
  const parts = URI_PARTS.exec(text);
  if (!parts) return false;
  const [, , host = "", path = ""] = parts;
  if (host === "" || (path !== "" && !path.startsWith("/"))) return false;
  const hostFits = host.startsWith("[")
    ? isIpAddress(host.slice(1, -1).replace(/%25.*$/, ""))
    : /^([\w.~!$&'()*+,;=-]|%[0-9a-f]{2})+$/i.test(host);
  return hostFits && /^([\w.~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*$/i.test(path);
}
