import fc from "fast-check";
import { expect, test } from "vitest";
import { plainRedact } from "./plain-redact.ts";

test.each([
  ["transport_url = rabbit://a:Inv3nted@h1:5672,a:Inv3nted@h2:5672//", "url-password"],
  ["\tkey = AQInv3ntedInv3ntedInv3nted==", "cephx-key"],
  ["password = Inv3nted, with a blank", "password"],
  ["secret_key = Inv3nted", "secret"],
  ["s3_store_access_key = Inv3nted", "access-key"],
  ['"direct_url": "s3+https://Inv3nted:x@store.example.net/b"', "access-key"],
  ["curl -H 'X-Auth-Token: Inv3ntedToken'", "token"],
])("%j holds its secret no more", (text, kind) => {
  const { source, redactions } = plainRedact({ name: "x", text: `first\n${text}\n`, command: text });
  expect(`${source.text}${source.command}`).not.toContain("Inv3nted");
  expect(redactions[0]).toMatchObject({ file: "x", line: 2, kind });
});

test("a password of digits is one", () => {
  expect(plainRedact({ name: "x", text: "admin_password = 20261123" }).source.text).toBe("admin_password = [password]");
});

test("what is no secret stays", () => {
  const text =
    "use_user_token = True\nrbd_secret_uuid = 13721453-884a-49b9-83e6-114113eafa28\nbind_host = 192.0.2.1\nauth_type = password\nurl = http://192.0.2.1:9292\n";
  expect(plainRedact({ name: "x", text })).toEqual({ source: { name: "x", text }, redactions: [] });
});

test("lines keep their numbers, and nothing makes it throw", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(plainRedact({ name: "x", text }).source.text.split("\n").length).toBe(text.split("\n").length);
    }),
  );
});
