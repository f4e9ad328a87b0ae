/** Redaction by names and forms alone, without the option catalogue: masks rather too much than too little. */
import type { Redaction, RedactionKind, Source } from "./source.ts";

type Mask = { kind: RedactionKind; pattern: RegExp };

/** The first group stays, the second is the secret. */
const MASKS: readonly Mask[] = [
  { kind: "access-key", pattern: /(\bs3(?:\+\w+)?:\/\/)([^\s:/?#@]+)(?=:[^\s/?#]*@)/gi },
  { kind: "url-password", pattern: /([a-z][\w+.-]*:\/\/[^\s:/?#@,]*:|,[^\s:/?#@,]+:)([^\s/?#,]+)(?=@)/gi },
  { kind: "cephx-key", pattern: /(\bkey\s*[=:]\s*"?|"key"\s*:\s*")(AQ[\w+/-]{10,}={0,2})/g },
  { kind: "token", pattern: /(X-(?:Auth|Subject|Service)-Token["']?\s*[:=]\s*["']?|Bearer\s+)([\w.~+/=-]{8,})/gi },
  { kind: "token", pattern: /()(\bgAAAAA[\w-]{20,}={0,2})/g },
  { kind: "access-key", pattern: /(\b\w*access_key\w*["']?\s*[=:]\s*["']?)([^\s"']+)/gi },
  { kind: "password", pattern: /(\b\w*(?:password|passwd|passphrase)\w*["']?\s*[=:]\s*["']?)([^\s"'\]][^"'\n]*)/gi },
  {
    kind: "secret",
    pattern: /(\b\w*(?:secret(?!_uuid)\w*|token|encryption_key)["']?\s*[=:]\s*["']?)([^\s"'{[\]][^"'\n,]*)/gi,
  },
];

function maskText(text: string, note: (kind: RedactionKind) => void): string {
  let masked = text;
  for (const { kind, pattern } of MASKS) {
    masked = masked.replace(pattern, (whole: string, before: string, secret: string) => {
      if (/^\[[a-z-]+\]$|^\$\w/.test(secret.trim())) return whole;
      // `use_user_token = True` is a switch.
      if (kind === "secret" && /^(?:true|false)\s*$/i.test(secret)) return whole;
      note(kind);
      return `${before}[${kind}]`;
    });
  }
  return masked;
}

/** Masks the text and the command of a source line by line; the lines keep their numbers. */
export function plainRedact(source: Source): { source: Source; redactions: Redaction[] } {
  const redactions: Redaction[] = [];
  const lines = source.text
    .split("\n")
    .map((text, at) => maskText(text, (kind) => redactions.push({ file: source.name, line: at + 1, kind })));
  const command = source.command === undefined ? undefined : maskText(source.command, () => undefined);
  return { source: { ...source, text: lines.join("\n"), ...(command === undefined ? {} : { command }) }, redactions };
}
