import { describe, expect, it } from "vitest";
import { parseLocation, redactLocation } from "./location.ts";

const MASK = "redacted-access-key:redacted-secret-key@";

describe("redactLocation", () => {
  it.each([
    [
      "s3+https://AKIAEXAMPLE:abc/def+ghi@minio.example.net:9000/b/id",
      `s3+https://${MASK}minio.example.net:9000/b/id`,
      1,
    ],
    [
      "swift+https://tenant%3Auser:key@keystone.example.net/v3/c/id",
      `swift+https://${MASK}keystone.example.net/v3/c/id`,
      1,
    ],
    ["swift+http://acct@home:user:k@ey@host/c/id", `swift+http://${MASK}host/c/id`, 1],
    ["https://user@host/image.qcow2", `https://${MASK}host/image.qcow2`, 1],
    ["https://host/image.qcow2?X-Amz-Signature=abc", "https://host/image.qcow2?redacted-token", 1],
    ["https://host/image@2x.qcow2", "https://host/image@2x.qcow2", 0],
    [`s3+https://${MASK}host/b/id`, `s3+https://${MASK}host/b/id`, 0],
    ["rbd://fsid/images/a@b/snap", "rbd://fsid/images/a@b/snap", 0],
    ["no url @ all: x", "no url @ all: x", 0],
  ])("reads %s", (url, expected, count) => {
    expect(redactLocation(url)).toEqual({ url: expected, count });
  });
});

describe("parseLocation", () => {
  it("takes an rbd location apart, with escapes", () => {
    expect(parseLocation("rbd://fsid/im%2Fages/id/snap").rbd).toEqual({
      fsid: "fsid",
      pool: "im/ages",
      image: "id",
      snapshot: "snap",
    });
    expect(parseLocation("rbd://only-a-name").rbd).toEqual({
      fsid: null,
      pool: null,
      image: "only-a-name",
      snapshot: null,
    });
  });
  it.each([
    ["file:///srv/glance/id", "file", "/srv/glance/id", false],
    ["swift+config://ref1/container/id", "swift+config", null, false],
    ["s3://a:b@h/c", "s3", null, true],
    ["s3://redacted-access-key:redacted-secret-key@h/c", "s3", null, true],
    ["cinder://type/volume-id", "cinder", null, false],
    ["/srv/glance/id", "", null, false],
  ])("knows scheme, path and credentials of %s", (url, scheme, path, credentials) => {
    expect(parseLocation(url)).toMatchObject({ scheme, path, credentials });
  });
});
