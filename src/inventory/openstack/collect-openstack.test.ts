import { afterEach, expect, test } from "vitest";
import {
  type CloudLab,
  type CloudState,
  LAB_CREDENTIALS,
  labImageId,
  type Misbehaviour,
  startCloudLab,
} from "#test/cloud-lab/cloud-lab.ts";
import { intake } from "../../intake/intake.ts";
import { memorySpool } from "../test-spool.ts";
import { collectOpenStack } from "./collect-openstack.ts";
import { httpTransport } from "./transport.ts";

const labs: CloudLab[] = [];
afterEach(async () => {
  for (const lab of labs.splice(0)) await lab.close();
});

const server = (id: string, image: number | null, created: string) => ({
  id,
  created,
  name: "a-name-of-a-guest",
  image: image === null ? "" : { id: labImageId(image) },
});
const STATE: CloudState = {
  images: 2_500,
  hidden: 3,
  image: (index) => ({
    id: labImageId(index),
    name: `image ${index}`,
    status: "active",
    disk_format: index % 2 ? "raw" : "qcow2",
    size: 1_000 + index,
    visibility: index % 3 ? "private" : "community",
    os_hidden: index >= 2_500,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
  }),
  servers: [
    server("s1", 1, "2026-11-01T00:00:00Z"),
    server("s2", 1, "2026-01-01T00:00:00Z"),
    server("s3", null, "2026-11-02T00:00:00Z"),
  ],
  deletedServers: [server("s4", 2, "2026-11-03T00:00:00Z"), server("s1", 1, "2026-11-01T00:00:00Z")],
  volumes: [
    { id: "v1", attachments: [{ server_id: "s3" }], volume_image_metadata: { image_id: labImageId(1) } },
    { id: "v2", attachments: [], volume_image_metadata: { image_id: labImageId(5) } },
    { id: "v3", attachments: [] },
  ],
};

async function collected(misbehaviour: Misbehaviour | null = null, state: CloudState = STATE) {
  const lab = await startCloudLab(state, misbehaviour);
  labs.push(lab);
  const waits: number[] = [];
  const { spool, parts, sources } = memorySpool();
  let error: unknown = null;
  await collectOpenStack({
    access: {
      authUrl: lab.authUrl,
      credentials: { kind: "application", name: null, username: null, userDomain: "Default", ...LAB_CREDENTIALS },
      regions: [],
      interface: "public",
      caFile: null,
      verify: true,
      endpoints: {},
    },
    spool,
    transport: httpTransport({ ca: null, verify: true }),
    clock: () => new Date("2026-11-09T08:00:00Z"),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    random: () => 0.5,
  }).catch((caught: unknown) => {
    error = caught;
  });
  return { lab, waits, parts, error, taken: intake(sources()) };
}

const completeness = (parts: ReadonlyMap<string, { complete?: boolean }>) =>
  Object.fromEntries([...parts].map(([file, { complete }]) => [file, complete]));

test("every image is read, hidden and community ones too, and what names it is counted", async () => {
  const { lab, parts, error, taken } = await collected();
  expect([error, lab.faults, lab.elsewhere]).toEqual([null, [], []]);
  expect(completeness(parts)).toEqual({
    "images.json": true,
    "images-hidden.json": true,
    "stores.json": true,
    "image-uses.json": true,
    "boots-30d.json": true,
  });
  expect(taken.images.rowCount).toBe(2_503);
  const uses = JSON.parse(parts.get("image-uses.json")?.text ?? "");
  expect(uses.images).toEqual([
    { image_id: labImageId(1), servers: 2, volume_backed_servers: 1, volumes: 1, last_boot_at: "2026-11-02T00:00:00Z" },
    { image_id: labImageId(2), servers: 0, volume_backed_servers: 0, volumes: 0, last_boot_at: "2026-11-03T00:00:00Z" },
    { image_id: labImageId(5), servers: 0, volume_backed_servers: 0, volumes: 1, last_boot_at: null },
  ]);
  const boots = taken.artefacts.find(({ kind }) => kind === "boot-counts");
  expect(boots).toMatchObject({ periodDays: 30, boots: [{ boots: 2 }, { boots: 1 }, { boots: 0 }] });
});

test("what is kept holds no name of a guest and no secret", async () => {
  const { parts } = await collected();
  const all = [...parts.values()].map((part) => JSON.stringify(part)).join("\n");
  expect(all).not.toMatch(/a-name-of-a-guest|an-invented|token-/);
});

test.each<[Misbehaviour, number]>([
  ["expired token", 0],
  ["too many requests", 2],
  ["errors that pass", 2],
  ["a redirect on the same host", 0],
  ["huge properties", 0],
])("%s does no harm", async (misbehaviour, waited) => {
  const { error, parts, waits, taken } = await collected(misbehaviour);
  expect([error, Object.values(completeness(parts)).every(Boolean), taken.images.rowCount]).toEqual([
    null,
    true,
    2_503,
  ]);
  expect(waits).toHaveLength(waited);
  if (misbehaviour === "too many requests") expect(waits).toEqual([7_000, 7_000]);
});

test("a marker that is deleted meanwhile begins the pass again", async () => {
  const { parts, taken } = await collected("a marker that is deleted");
  expect(completeness(parts)).toMatchObject({
    "images.json": false,
    "images-again1.json": true,
    "images-hidden.json": true,
  });
  expect(taken.images.rowCount).toBe(2_503);
});

test.each<[Misbehaviour, string]>([
  ["errors that stay", "status 500"],
  ["endless pages", "do not end"],
  ["a page that shrinks to nothing", "came empty"],
  ["half a page", "cut-short"],
  ["JSON that is cut off", "no JSON"],
  ["wrong types", "no list of images"],
  ["a redirect to another host", "another host"],
  ["next page elsewhere", "somewhere else"],
  ["no administrator", "no administrator"],
])("%s leaves the listing incomplete, and says why", async (misbehaviour, problem) => {
  const { error, lab, parts } = await collected(misbehaviour);
  expect(error).toBeNull();
  expect(parts.get("images.json")).toMatchObject({ complete: false, problem: expect.stringContaining(problem) });
  expect(parts.get("image-uses.json")).toMatchObject({ complete: true });
  for (const { headers } of lab.elsewhere) expect(JSON.stringify(headers)).not.toMatch(/token-|invented/);
  expect(lab.elsewhere).toEqual([]);
});
