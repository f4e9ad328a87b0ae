import { describe, expect, test } from "vitest";
import type { Source, SourceKind } from "../source.ts";
import { redact } from "./redact.ts";

const asSources = (texts: Record<string, string>): Source[] =>
  Object.entries(texts).map(([name, text]) => ({ name, text }));

const KINDS: Record<string, SourceKind> = {
  "glance-api.conf": "glance-api",
  "nova.conf": "nova",
  "pools.txt": "ceph-pools",
  "history.sh": "script",
  "glance.log": "log",
};

function redacted(texts: Record<string, string>): Record<string, string> {
  const { sources } = redact(asSources(texts), ({ name }) => KINDS[name] ?? "unknown");
  return Object.fromEntries(sources.map(({ name, text }) => [name, text]));
}

describe("a password that is a word or a name elsewhere stays a word there", () => {
  const password = (value: string): string => `[keystone_authtoken]\npassword = ${value}\n`;
  const hidden = "[keystone_authtoken]\npassword = redacted-password-1\n";

  test.each(["glance", "admin", "nova", "password", "service", "openstack", "Cinder"])(
    "the everyday word %s",
    (word) => {
      const text = `auth_type = ${word}\nuse ${word} for ${word}, or /etc/${word}/${word}.conf\n`;
      expect(redacted({ "glance-api.conf": password(word), "request.md": text })).toEqual({
        "glance-api.conf": hidden,
        "request.md": text,
      });
    },
  );

  test.each([
    ["a user", "nova.conf", "[libvirt]\nrbd_user = imagestore\n"],
    ["a pool", "nova.conf", "[libvirt]\nimages_rbd_pool = imagestore\n"],
    ["a host", "nova.conf", "[DEFAULT]\nhost = imagestore\n"],
    ["a store among others", "glance-api.conf.d", "enabled_backends = fast:rbd, imagestore:file\n"],
    ["a section", "nova.conf", "[imagestore]\n"],
    ["a user and host of an address", "x", "connection = mysql+pymysql://imagestore@imagestore/imagestore\n"],
    ["a path", "x", "df -h /var/lib/imagestore\n"],
    ["a Ceph user", "x", "caps for client.imagestore\n"],
    ["a pool before an object", "history.sh", "rbd info imagestore/one@snap\n"],
    ["an argument", "history.sh", "rbd -p imagestore ls\n"],
    ["a database behind its client", "history.sh", "mysql -u root -p imagestore\n"],
    ["a line of a listing", "pools.txt", "imagestore\n"],
    ["a member", "x.json", '{"userName": "imagestore"}\n'],
  ])("%s", (_what, file, text) => {
    const { "a.conf": config, ...others } = redacted({
      "a.conf": password("imagestore"),
      [file]: `${text}and imagestore\n`,
    });
    expect(config).toBe(hidden);
    expect(others).toEqual({ [file]: `${text}and imagestore\n` });
  });

  test("what is no name anywhere is replaced wherever it stands", () => {
    const texts = redacted({ "a.conf": password("hunterwood"), "glance.log": "login admin/hunterwood, hunterwoods\n" });
    expect(texts["glance.log"]).toBe("login admin/redacted-password-1, hunterwoods\n");
  });

  test("what was generated is replaced even where a name belongs", () => {
    const texts = redacted({ "a.conf": password("k3Vn9Qz72b"), "glance.log": "user=k3Vn9Qz72b /srv/k3Vn9Qz72b\n" });
    expect(texts["glance.log"]).toBe("user=redacted-password-1 /srv/redacted-password-1\n");
  });
});

test.each([
  ["mysql -u root -p'two words 1' glance", "mysql -u root -p'redacted-password-1' glance"],
  ["mysql -u root -p glance", "mysql -u root -p glance"],
  ["mysql -u root -p$(cat /root/p) glance", "mysql -u root -p$(cat /root/p) glance"],
  ["curl -u 'admin:one; two 2' https://x | jq .", "curl -u 'admin:redacted-password-1' https://x | jq ."],
  ["wget --user=admin:one2 x", "wget --user=admin:redacted-password-1 x"],
  [
    "sshpass -p one2 ssh a; redis-cli -a two3 ping",
    "sshpass -p redacted-password-1 ssh a; redis-cli -a redacted-password-2 ping",
  ],
  [`mysql -e "SET x IDENTIFIED BY \\"one2\\""`, `mysql -e "SET x IDENTIFIED BY \\"redacted-password-1\\""`],
  ["CREATE USER 'a'@'%' IDENTIFIED BY 'one two'", "CREATE USER 'a'@'%' IDENTIFIED BY 'redacted-password-1'"],
])("%s", (command, safe) => {
  expect(redacted({ "history.sh": command })).toEqual({ "history.sh": safe });
});

test.each([
  ["a misspelt password", "[service_user]\npasswrod = Typo-Secret-9\n"],
  ["credentials of a proxy", "[DEFAULT]\nhttp_proxy_creds = proxyuser:Typo-Secret-9\n"],
  [
    "a key as the user of an address",
    "[DEFAULT]\nsentry_dsn = https://0123456789abcdef0123456789abcdef@errors.example.org/2\n",
  ],
  ["the path of a web hook", "[DEFAULT]\nnotify = https://hooks.example.org/T00/B00/TypoSecret9x\n"],
  ["a list in YAML", "passwords:\n  - Typo-Secret-9\n  - 'Typo-Secret-9b'\n"],
])("%s is replaced, and nothing else", (_what, text) => {
  const shown = redacted({ "other.yaml": text })["other.yaml"] ?? "";
  expect(shown).not.toMatch(/Secret|0123456789abcdef/);
  expect(shown.split("\n")).toHaveLength(text.split("\n").length);
});

test("the path of a key file is no key", () => {
  const text = "connection = mysql://glance@db.example.org/glance?ssl_key=/x&ssl_ca=/y\n";
  expect(redacted({ "request.md": text })["request.md"]).toBe(text);
});
