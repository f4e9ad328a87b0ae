import { expect, test } from "vitest";
import { cephUser, poolAccess } from "./caps.ts";
import type { CephUser } from "./cloud.ts";

const user = (osd: string): CephUser => ({
  name: "client.nova",
  caps: { mon: "profile rbd", osd },
  at: { file: "auth.txt", line: 1 },
});

test.each([
  ["profile rbd pool=volumes, profile rbd pool=vms, profile rbd-read-only pool=images", "read"],
  ["profile rbd pool=vms, profile rbd pool=images", "write"],
  ["profile rbd pool=volumes, profile rbd pool=vms", "none"],
  ["profile rbd", "write"],
  ["allow class-read object_prefix rbd_children, allow rwx pool=vms, allow rx pool=images", "read"],
  ["allow rwx pool=images-archive", "none"],
  ["allow *", "write"],
  ["allow r", "read"],
  ["profile rbd pool=images namespace=other", "none"],
  ["", "none"],
] as const)("OSD capabilities %j give %s access to the pool images", (osd, access) => {
  expect(poolAccess(user(osd), "images")).toBe(access);
});

test("a user is found with and without the word client", () => {
  const users = [user("profile rbd")];
  expect(cephUser(users, "nova")).toBe(users[0]);
  expect(cephUser(users, "client.nova")).toBe(users[0]);
  expect(cephUser(users, "glance")).toBeUndefined();
  expect(cephUser(users, null)).toBeUndefined();
});
