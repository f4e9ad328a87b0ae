import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONFIG_KINDS, LISTING_KINDS, OTHER_KINDS, type Source, type SourceKind } from "../source.ts";
import { redact } from "./redact.ts";

const KINDS: readonly SourceKind[] = [...CONFIG_KINDS, ...LISTING_KINDS, ...OTHER_KINDS];

/** Pieces of what redaction looks for, so that random texts meet its branches. */
const PIECES = [
  "password",
  "token",
  "secret_key",
  "key",
  "[client.glance]",
  "[a",
  "replication_device",
  "http_proxy_information",
  "auth_address",
  "backend_argument",
  "url:",
  " = ",
  ": ",
  "=",
  ":",
  "://",
  "rabbit://",
  "s3+https://",
  "swift://u:",
  "@",
  "@h",
  "/",
  ",",
  ";",
  "|",
  "| ",
  '"',
  "'",
  "`",
  "\\",
  '\\"',
  "&quot;",
  "&",
  "?",
  "#",
  "$",
  "${x}",
  "%",
  "%40",
  "%zz",
  "<",
  ">",
  "\n",
  "\r\n",
  "\r",
  "\t",
  "\n  ",
  "\u00a0",
  "\u2028",
  "\ufeff",
  "\ud83d",
  "\ud83d\ude00",
  "-----BEGIN RSA PRIVATE KEY-----",
  "-----END RSA PRIVATE KEY-----",
  "\\n",
  "AKIAABCDEFGHIJKLMNOP",
  "AQ",
  "==",
  "gAAAAA",
  "eyJ",
  "mysql -p",
  "curl -u a:",
  "IDENTIFIED BY '",
  "Bearer ",
  "Authorization: ",
  "hooks.slack.com/services/",
  "redacted-password-1",
  "redacted-token-7",
  "redacted-",
  "**",
  "{",
  "}",
  "abcd1234efgh",
  "Zz9!Zz8!",
  "glance",
  "is ",
  "0123456789abcdefghij0123456789ABCDEFGHIJ",
  "x".repeat(90),
]; // prettier-ignore

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 4 })), {
      maxLength: 40,
    })
    .map((pieces) => pieces.join("")),
);
const anyCase = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), text: anyText, command: fc.option(anyText, { nil: undefined }) }),
  { minLength: 1, maxLength: 4 },
);

type Given = { kind: SourceKind; text: string; command?: string | undefined };

function redacted(given: readonly Given[]): ReturnType<typeof redact> {
  const sources = given.map(({ text, command }, at): Source => ({ name: String(at), text, command }));
  return redact(sources, ({ name }) => given[Number(name)]?.kind ?? "unknown");
}

const lineEnds = (text: string | undefined): string[] => text?.match(/\r\n|[\n\r]/g) ?? [];

describe("any text", () => {
  test("keeps its lines, and its redactions are in them", () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { sources, redactions } = redacted(given);
        for (const [at, source] of sources.entries()) {
          expect(lineEnds(source.text)).toEqual(lineEnds(given[at]?.text));
          expect(lineEnds(source.command)).toEqual(lineEnds(given[at]?.command));
        }
        for (const { file, line } of redactions)
          expect(line).toBeLessThanOrEqual(lineEnds(given[Number(file)]?.text).length + 1);
      }),
      { numRuns: 1000 },
    );
  });

  test("is the same for the same input, and redacted once for all", () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const once = redacted(given);
        expect(redacted(given)).toEqual(once);
        const again = redacted(once.sources.map((source, at) => ({ ...source, kind: given[at]?.kind ?? "unknown" })));
        expect(again).toEqual({ sources: once.sources, redactions: [] });
      }),
      { numRuns: 1000 },
    );
  });
});

const NAMES = [
  "password",
  "admin_password",
  "rabbit_password",
  "s3_store_secret_key",
  "swift_store_key",
  "cinder_store_password",
  "san_password",
  "vmware_server_password",
  "metadata_proxy_shared_secret",
  "memcache_secret_key",
  "application_credential_secret",
  "redis_password",
  "OS_PASSWORD",
  "os-password",
  "auth_token",
  "client_secret",
  "adminPass",
  "api_key",
]; // prettier-ignore

const LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
const word = (alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
/** What a password generator makes: begins and ends like a word, holds a digit, and `between` what may need quoting. */
const secretWith = (between: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      word(LETTERS, 4, 6),
      word("23456789", 2, 3),
      word(`${LETTERS}23456789${between}`, 0, 16),
      word(LETTERS, 3, 4),
    )
    .map((parts) => parts.join(""))
    .filter((secret) => new Set(secret).size >= 5);
const EVERY_SIGN = "!#$%&()*+,-./:;<=>?@[]^_{|}~\"'\\`";

const strictly = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const inXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const inShell = (text: string): string => text.replaceAll("'", "'\\''");

/** How a secret stands where its name or its address gives it away. */
type Form = { kind: SourceKind; write: (name: string, secret: string) => string };

/** Forms that hold any character. */
const ANY_SIGN: Record<string, Form> = {
  option: { kind: "glance-api", write: (name, secret) => `[x]\n${name} = ${secret}\n` },
  "option in quotes": { kind: "nova", write: (name, secret) => `[x]\n${name}="${secret}"\n` },
  "option with CR LF": { kind: "cinder", write: (name, secret) => `[x]\r\n${name}: ${secret}\r\nhost = a\r\n` },
  "option that was commented out": { kind: "glance-api", write: (name, secret) => `#${name} = ${secret}\n` },
  "continued option": { kind: "cinder", write: (name, secret) => `[x]\n${name} =\n  ${secret}\nhost = a\n` },
  JSON: { kind: "image-show", write: (name, secret) => `{"a": 1, "${name}": "${inJson(secret)}", "b": 2}` },
  "JSON in JSON": {
    kind: "log",
    write: (name, secret) => JSON.stringify({ body: JSON.stringify({ [name]: secret, b: 1 }) }),
  },
  "JSON in CSV": {
    kind: "image-list",
    write: (name, secret) => `1,one,"${JSON.stringify({ a: 1, [name]: secret }).replaceAll('"', '""')}",x\n`,
  },
  "YAML in quotes": { kind: "unknown", write: (name, secret) => `a: 1\n${name}: "${inJson(secret)}"\n` },
  "encoded address": {
    kind: "glance-api",
    write: (_, secret) => `transport_url = rabbit://u:${strictly(secret)}@mq:5672/\n`,
  },
  "encoded address of several": {
    kind: "nova",
    write: (_, secret) => `transport_url = rabbit://u:first2first@mq1:5672,u:${strictly(secret)}@mq2:5672//v\n`,
  },
  "encoded address in a log": {
    kind: "log",
    write: (_, secret) => `ERROR mysql+pymysql://u:${encodeURIComponent(secret)}@db/x failed\n`,
  },
  "encoded address in JSON": {
    kind: "image-list",
    write: (_, secret) => `{"url": "swift+https://t%3Au:${strictly(secret)}@h/v1/c/o"}`,
  },
  query: { kind: "words", write: (name, secret) => `see https://h/p?a=1&${name}=${strictly(secret)}&b=2\n` },
  XML: { kind: "unknown", write: (name, secret) => `<a><${name}>${inXml(secret)}</${name}></a>\n` },
};

/** Forms in which quotes, blanks or `@` would end the secret for every reader. */
const FEW_SIGNS = "!^*~+-_.%=";
const BARE: Record<string, Form> = {
  environment: {
    kind: "script",
    write: (name, secret) => `export ${name.replaceAll("-", "_").toUpperCase()}=${secret}\n`,
  },
  flag: { kind: "script", write: (name, secret) => `openstack --${name.replaceAll("_", "-")} ${secret} image list\n` },
  "flag with =": { kind: "script", write: (name, secret) => `x --${name}=${secret} y\n` },
  "flag in quotes": { kind: "script", write: (name, secret) => `x --${name} '${inShell(secret)}' y\n` },
  mysql: { kind: "script", write: (_, secret) => `mysql -u root -p${secret} glance\n` },
  "mysql in quotes": { kind: "script", write: (_, secret) => `mysql -u root -p'${secret}' glance\n` },
  curl: { kind: "words", write: (_, secret) => `curl -su x -u admin:${secret} https://h/\n` },
  "plain address": { kind: "glance-api", write: (_, secret) => `connection = mysql+pymysql://u:${secret}@db/x\n` },
  "address without scheme": { kind: "words", write: (_, secret) => `it is u:${secret}@db1.example.net now\n` },
  "field of a log": { kind: "log", write: (name, secret) => `DEBUG x user=bob,${name}=${secret},host=h1\n` },
  "Python dictionary": { kind: "log", write: (name, secret) => `DEBUG x {'user': 'u', '${name}': '${secret}'}\n` },
  header: { kind: "log", write: (_, secret) => `-H "X-Auth-Token: ${secret}" -H "Accept: x"\n` },
  CSV: { kind: "image-list", write: (name, secret) => `1,one,"{""${name}"": ""${secret}""}"\n` },
  table: { kind: "image-show", write: (name, secret) => `| ${name} | ${secret} |\n` },
  sub: {
    kind: "cinder",
    write: (_, secret) => `[x]\nreplication_device = backend_id:b,san_ip:1.2.3.4,san_password:${secret}\n`,
  },
  YAML: { kind: "unknown", write: (name, secret) => `a: 1\n${name}: ${secret}\nb: 2\n` },
};

/** Where the same secret stands with nothing that tells of it. */
const ELSEWHERE: readonly ((secret: string) => string)[] = [
  (secret) => `we tried ${secret} too`,
  (secret) => `x=${secret}`,
  (secret) => `login admin/${secret}`,
  (secret) => `GET /try/${encodeURIComponent(secret)}/it`,
  (secret) => `GET /try/${strictly(secret)}/it`,
  (secret) => `{"note": "${inJson(secret)}"}`,
  (secret) => `["${secret.replaceAll("&", "&amp;")}"]`,
  (secret) => `# old: ${secret}`,
  (secret) => `(${secret})`,
];

function expectGone(form: Form, name: string, secret: string, elsewhere: readonly string[]): void {
  const { sources } = redacted([
    ...elsewhere.map((text) => ({ kind: "words" as const, text })),
    { kind: form.kind, text: form.write(name, secret), command: elsewhere[0] },
  ]);
  const all = sources.map(({ text, command }) => `${command ?? ""}\n${text}`).join("\n");
  for (const spelling of [secret, encodeURIComponent(secret), strictly(secret), inJson(secret), inXml(secret)])
    expect(all).not.toContain(spelling);
}

const planted = (secret: fc.Arbitrary<string>): fc.Arbitrary<[string, string, ((secret: string) => string)[]]> =>
  fc.tuple(fc.constantFrom(...NAMES), secret, fc.subarray([...ELSEWHERE], { minLength: 1 }));

describe("a secret survives nowhere, in no source and no command", () => {
  test.each(Object.entries(ANY_SIGN))("found as %s, whatever it is made of", (_, form) => {
    fc.assert(
      fc.property(planted(secretWith(EVERY_SIGN)), ([name, secret, elsewhere]) =>
        expectGone(
          form,
          name,
          secret,
          elsewhere.map((write) => write(secret)),
        ),
      ),
      { numRuns: 3000 },
    );
  });

  test.each(Object.entries(BARE))("found as %s", (_, form) => {
    fc.assert(
      fc.property(planted(secretWith(FEW_SIGNS)), ([name, secret, elsewhere]) =>
        expectGone(
          form,
          name,
          secret,
          elsewhere.map((write) => write(secret)),
        ),
      ),
      { numRuns: 3000 },
    );
  });
});
