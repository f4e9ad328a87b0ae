import { createHash } from "node:crypto";

/**
 * A short stable name of a finding: the same trouble in the same place has the same one next week, whatever line it
 * moved to and however the message is worded. 16 hex digits of SHA-256.
 */
export function fingerprint(parts: {
  rule: string;
  message: string;
  option: string;
  file: string;
  objects: readonly string[];
}): string {
  const text = [parts.rule, parts.message, parts.option, parts.file, ...[...parts.objects].sort()].join("\u0000");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
