import { afterEach, expect, test } from "vitest";
import {
  type CloudLab,
  type CloudState,
  LAB_CREDENTIALS,
  labImageId,
  type Misbehaviour,
  startCloudLab,
} from "#test/cloud-lab/cloud-lab.ts";
import { isComplete, mergedReach } from "../../facts/catalog/listing-reach.ts";
import { intake } from "../../intake/intake.ts";
import { MANIFEST_NAME, MANIFEST_SCHEMA } from "../../intake/snapshot/manifest.ts";
import { memorySpool, type SpooledPart } from "../test-spool.ts";
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
    {
      id: "v4",
      bootable: "false",
      attachments: [{ server_id: "s3" }],
      volume_image_metadata: { image_id: labImageId(7) },
    },
  ],
  projects: [
    { id: "p1", name: "billing", email: "billing@example.org", description: "of no use here", enabled: true },
    { id: "p2", name: "two\nlines" },
  ],
};

async function collected(
  misbehaviour: Misbehaviour | null = null,
  state: CloudState = STATE,
  regions: readonly string[] = [],
) {
  const lab = await startCloudLab(state, misbehaviour);
  labs.push(lab);
  const waits: number[] = [];
  const { spool, parts, sources } = memorySpool();
  let error: unknown = null;
  const read = await collectOpenStack({
    access: {
      authUrl: lab.authUrl,
      credentials: { kind: "application", credential: { id: LAB_CREDENTIALS.id }, secret: LAB_CREDENTIALS.secret },
      regions,
      interface: "public",
      caFile: null,
      verify: true,
      endpoints: {},
    },
    spool,
    transport: httpTransport({ ca: null, verify: true }),
    clock: () => new Date(NOW),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    random: () => 0.5,
  }).catch((caught: unknown) => {
    error = caught;
    return null;
  });
  const taken = intake([...sources(), { name: MANIFEST_NAME, text: manifestOf([...parts.values()]), pasted: false }]);
  return { lab, read, waits, parts, error, taken, whole: isComplete(mergedReach(taken)) };
}

const NOW = "2026-11-09T08:00:00Z";

function manifestOf(parts: readonly SpooledPart[]): string {
  return JSON.stringify({
    schema: MANIFEST_SCHEMA,
    cloud: "lab",
    region: null,
    startedAt: NOW,
    endedAt: NOW,
    collector: "a test",
    parts: parts.map(({ text, ...part }) => ({ ...part, startedAt: NOW, endedAt: NOW })),
  });
}

const completeness = (parts: ReadonlyMap<string, { complete?: boolean }>) =>
  Object.fromEntries([...parts].map(([file, { complete }]) => [file, complete]));

test("every image is read, hidden and community ones too, and what names it is counted", async () => {
  const { lab, parts, error, taken, whole } = await collected();
  expect([error, lab.faults, lab.elsewhere, whole]).toEqual([null, [], [], true]);
  expect(completeness(parts)).toEqual({
    "images.json": true,
    "images-hidden.json": true,
    "stores.json": true,
    "image-uses.json": true,
    "disk-images.json": true,
    "boots-30d.json": true,
    "projects.json": true,
  });
  expect(parts.get("projects.json")?.text).not.toContain("of no use here");
  expect(taken.artefacts.find(({ kind }) => kind === "projects")).toMatchObject({
    projects: [
      { id: "p1", name: "billing", contact: "billing@example.org" },
      { id: "p2", name: "two lines", contact: null },
    ],
  });
  expect(taken.images.rowCount).toBe(2_503);
  const uses = JSON.parse(parts.get("image-uses.json")?.text ?? "");
  expect(uses.images).toEqual([
    { image_id: labImageId(1), servers: 2, volume_backed_servers: 1, volumes: 1, last_boot_at: "2026-11-02T00:00:00Z" },
    { image_id: labImageId(2), servers: 0, volume_backed_servers: 0, volumes: 0, last_boot_at: "2026-11-03T00:00:00Z" },
    { image_id: labImageId(5), servers: 0, volume_backed_servers: 0, volumes: 1, last_boot_at: null },
    { image_id: labImageId(7), servers: 0, volume_backed_servers: 0, volumes: 1, last_boot_at: null },
  ]);
  expect(taken.artefacts.find(({ kind }) => kind === "disk-images")).toMatchObject({
    images: [
      { imageId: labImageId(1), disks: ["s1", "s2", "v1"] },
      { imageId: labImageId(5), disks: ["v2"] },
      { imageId: labImageId(7), disks: ["v4"] },
    ],
  });
  const boots = taken.artefacts.find(({ kind }) => kind === "boot-counts");
  expect(boots).toMatchObject({ periodDays: 30, boots: [{ boots: 2 }, { boots: 1 }] });
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
  ["half a page at first", 2],
])("%s does no harm", async (misbehaviour, waited) => {
  const { error, parts, waits, taken, whole } = await collected(misbehaviour);
  expect([error, Object.values(completeness(parts)).every(Boolean), taken.images.rowCount, whole]).toEqual([
    null,
    true,
    2_503,
    true,
  ]);
  expect(waits).toHaveLength(waited);
  if (misbehaviour === "too many requests") expect(waits).toEqual([7_000, 7_000]);
});

test("a marker that is deleted meanwhile begins the pass again", async () => {
  const { parts, taken, whole } = await collected("a marker that is deleted");
  expect(whole).toBe(true);
  expect(completeness(parts)).toMatchObject({
    "images.json": true,
    "images-hidden.json": true,
  });
  expect(taken.images.rowCount).toBe(2_503);
});

test.each<[Misbehaviour, string]>([
  ["errors that stay", "status 500"],
  ["endless pages", "do not end"],
  ["a page that shrinks to nothing", "came empty"],
  ["a policy that hides some", "a policy hides"],
  ["half a page", "cut-short"],
  ["JSON that is cut off", "no JSON"],
  ["wrong types", "no list of images"],
  ["a redirect to another host", "another host"],
  ["next page elsewhere", "somewhere else"],
  ["no administrator", "no administrator"],
])("%s leaves the listing incomplete, and says why", async (misbehaviour, problem) => {
  const { error, lab, parts, whole } = await collected(misbehaviour);
  expect([error, whole]).toEqual([null, false]);
  expect(parts.get("images.json")).toMatchObject({ complete: false, problem: expect.stringContaining(problem) });
  expect(parts.get("image-uses.json")).toMatchObject({ complete: misbehaviour !== "no administrator" });
  for (const { headers } of lab.elsewhere) expect(JSON.stringify(headers)).not.toMatch(/token-|invented/);
  expect(lab.elsewhere).toEqual([]);
});

test.each([0, 999, 1_000, 2_000, 2_001])("%i images are all of them, wherever the last page ends", async (images) => {
  const { parts, taken, whole } = await collected(null, { ...STATE, images, hidden: 0 });
  expect([parts.get("images.json")?.problem, parts.get("images.json")?.rows]).toEqual([null, images]);
  expect([taken.images.rowCount, whole]).toEqual([images, true]);
});

test("each region is a part of its own", async () => {
  const { lab, parts, whole } = await collected(null, { ...STATE, regions: ["one", "two"] });
  expect([lab.faults, whole]).toEqual([[], true]);
  expect(completeness(parts)).toMatchObject({ "images-one.json": true, "images-hidden-two.json": true });
});

test("a region that was not asked for is named, as its Glance may use the same pool", async () => {
  const state = { ...STATE, regions: ["one", "two"] };
  expect((await collected(null, state, ["one"])).read).toMatchObject({ regions: ["one"], otherRegions: ["two"] });
  expect((await collected(null, state)).read).toMatchObject({ regions: ["one", "two"], otherRegions: [] });
});

test("a listing that a policy empties from its first page on is not whole", async () => {
  const { parts, whole } = await collected("a policy that hides all but the newest");
  expect(whole).toBe(false);
  expect(parts.get("images.json")).toMatchObject({ complete: false, rows: 0 });
});

test("where the images of one region are not known, those of the others prove nothing", async () => {
  const { parts, whole } = await collected("one region that fails", { ...STATE, regions: ["one", "two"] });
  expect(whole).toBe(false);
  expect(parts.get("images-two.json")).toMatchObject({ complete: false, problem: expect.stringContaining("503") });
  expect(parts.get("images-one.json")).toMatchObject({ complete: false, rows: 2_500 });
  expect(parts.get("image-uses-two.json")).toMatchObject({ complete: true });
});

test("who sees what others keep to themselves is an administrator, whatever the role is called", async () => {
  const image = (index: number) => ({ ...STATE.image(index), owner: "another-project" });
  const { whole } = await collected("no administrator", { ...STATE, image });
  expect(whole).toBe(true);
});

test("the key of a store does not go into a snapshot", async () => {
  const image = (index: number) => ({
    ...STATE.image(index),
    locations: [{ url: `swift+https://service:glance:store-key/a@192.0.2.7/v3/images/${index}`, metadata: {} }],
    direct_url: `s3://access:store-key@192.0.2.7/images/${index}`,
  });
  const { parts, taken } = await collected(null, { ...STATE, image });
  expect(JSON.stringify([...parts.values()])).not.toContain("store-key");
  expect(taken.images.rowCount).toBe(2_503);
});

test("what comes and goes while the pages are read is counted once", async () => {
  const calm = await collected();
  const { parts } = await collected("servers and volumes that come and go");
  for (const file of ["image-uses.json", "boots-30d.json"])
    expect(parts.get(file)).toMatchObject({ complete: true, text: calm.parts.get(file)?.text });
});

test("where Nova refuses, no image is unused", async () => {
  const { parts } = await collected("no administrator");
  for (const file of ["image-uses.json", "boots-30d.json"])
    expect(parts.get(file)).toMatchObject({ complete: false, rows: 0, problem: expect.stringContaining("403") });
});

test("of many images that are used each is kept, in parts that can be read", async () => {
  const volumes = Array.from({ length: 60_001 }, (_, at) => ({
    id: `v${at}`,
    attachments: [],
    volume_image_metadata: { image_id: labImageId(at) },
  }));
  const { parts, taken } = await collected(null, { ...STATE, images: 0, servers: [], deletedServers: [], volumes });
  expect([parts.get("image-uses.json")?.rows, parts.get("image-uses-2.json")?.rows]).toEqual([50_000, 10_001]);
  expect(taken.refused).toEqual([]);
  const named = taken.artefacts.flatMap((artefact) => (artefact.kind === "image-uses" ? artefact.uses : []));
  expect(named).toHaveLength(60_001);
});
