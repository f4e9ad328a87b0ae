import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cloudOf, nameOf, showsEnough, untouchable, type World, world } from "#test/reclaim/world.ts";
import type { OrphanCandidate } from "../facts/cloud.ts";
import { renderCommand } from "./commands.ts";
import { reclaimPlan } from "./plan.ts";

const PLAIN: World = {
  members: Array.from({ length: 8 }, (_, other) => ({
    status: "active",
    visibility: "private",
    hidden: false,
    location: "own",
    other,
  })),
  objects: [
    { named: "nobody", number: 1, snap: true, locked: false, child: "none" },
    { named: "nobody", number: 2, snap: false, locked: false, child: "none" },
  ],
  trashed: [],
  evidence: { images: "database", locations: "database", clones: true, children: false, format: "json" },
};
const MANIFEST = {
  schema: "glancewright.snapshot/1" as const,
  cloud: "lab",
  startedAt: "2026-11-02T08:00:00Z",
  endedAt: "2026-11-02T08:05:00Z",
  collector: "a test",
  parts: [],
};
const [ORPHAN, OTHER] = PLAIN.objects.map(nameOf);
const changed = (change: Partial<World>, evidence: Partial<World["evidence"]> = {}): World => ({
  ...PLAIN,
  ...change,
  evidence: { ...PLAIN.evidence, ...evidence },
});
const objectsOf = (given: World): (string | undefined)[] => reclaimPlan(cloudOf(given)).ready.map(({ name }) => name);

describe("what a plan would move", () => {
  it("moves what nothing refers to, where the database was shown", () => {
    const plan = reclaimPlan(cloudOf(PLAIN));
    expect(plan.ready.map(({ name }) => name)).toEqual([ORPHAN, OTHER]);
    expect(plan.refusals).toEqual([]);
    expect(plan.reclaimableBytes).toBe(2 * 4096);
    expect(plan.steps.filter(({ object }) => object === `images/${ORPHAN}`).map(({ kind }) => kind)).toEqual([
      "quarantine",
      "wait",
      "release",
    ]);
  });

  const nothing: [string, Partial<World["evidence"]>][] = [
    ["API pages without the database: images that wait for the scrubber are not in them", { images: "pages" }],
    ["pages without the hidden images", { images: "shown-pages" }],
    ["a plain listing", { images: "plain" }],
    ["the first page", { images: "first-page" }],
    ["a database listing without its deleted rows", { images: "live-database" }],
    ["no locations: an image may have its data under another name", { locations: "nowhere" }],
  ];
  it.each(nothing)("nothing: %s", (_, evidence) => {
    const plan = reclaimPlan(cloudOf(changed({}, evidence)));
    expect([plan.ready, plan.reclaimableBytes]).toEqual([[], 0]);
    expect(plan.steps.filter(({ kind }) => kind === "quarantine" || kind === "release")).toEqual([]);
    expect(plan.candidates.length).toBeGreaterThan(0);
  });

  const held: [string, Partial<World>, Partial<World["evidence"]>?][] = [
    [
      "a clone in a listed pool",
      { objects: PLAIN.objects.map((each, at) => (at === 0 ? { ...each, child: "vms" } : each)) },
    ],
    [
      "a clone that only rbd children shows",
      { objects: PLAIN.objects.map((each, at) => (at === 0 ? { ...each, child: "unlisted" } : each)) },
      { children: true },
    ],
    ["a lock", { objects: PLAIN.objects.map((each, at) => (at === 0 ? { ...each, locked: true } : each)) }],
    ["an entry of the trash", { trashed: [0] }],
    [
      "an image with its location there under another name",
      { members: PLAIN.members.map((each, at) => (at === 0 ? { ...each, location: "other" } : each)) },
    ],
  ];
  it.each(held)("leaves alone: %s", (_, change, evidence) => {
    expect(objectsOf(changed(change, evidence))).toEqual([OTHER]);
  });

  it("leaves alone what a location of the API names, where the database shows no locations", () => {
    const members = PLAIN.members.map((each, at) => (at === 0 ? { ...each, location: "other" as const } : each));
    expect(objectsOf(changed({ members }, { images: "pages-and-database", locations: "in-listing" }))).toEqual([OTHER]);
  });

  it.each(["queued", "saving", "uploading", "importing", "pending_delete", "deactivated"] as const)(
    "leaves alone the object of an image that is %s, and takes the one of a deleted image",
    (status) => {
      const given = (each: World["members"][number]["status"]) =>
        changed({
          members: PLAIN.members.map((one, at) => (at === 0 ? { ...one, status: each, location: "none" } : one)),
          objects: [{ named: "member", number: 0, snap: true, locked: false, child: "none" }],
        });
      expect(objectsOf(given(status))).toEqual([]);
      expect(objectsOf(given("deleted"))).toHaveLength(1);
    },
  );

  it("refuses where too many objects look like orphans", () => {
    const objects = Array.from({ length: 30 }, (_, number) => ({ ...PLAIN.objects[0], number })) as World["objects"];
    const plan = reclaimPlan(cloudOf(changed({ objects })));
    expect(plan.refusals).toHaveLength(1);
    expect([plan.ready, plan.reclaimableBytes]).toEqual([[], 0]);
  });
});

describe("a catalogue with an image service that was not asked", () => {
  const withManifest = (...manifests: { region: string; otherRegions?: string[] }[]) => {
    const cloud = cloudOf(PLAIN);
    const snapshots = manifests.map((about, index) => ({
      kind: "snapshot" as const,
      file: `${index}/snapshot.json`,
      manifest: { ...MANIFEST, ...about },
    }));
    return reclaimPlan({ ...cloud, intake: { ...cloud.intake, artefacts: [...cloud.intake.artefacts, ...snapshots] } });
  };

  it("may keep its images in the same pool: nothing is moved", () => {
    const { ready, refusals } = withManifest({ region: "one", otherRegions: ["two"] });
    expect([ready, refusals]).toEqual([[], [expect.stringContaining("two")]]);
  });

  it("is listed by a snapshot of its own", () => {
    const { refusals } = withManifest(
      { region: "one", otherRegions: ["two"] },
      { region: "two", otherRegions: ["one"] },
    );
    expect(refusals).toEqual([]);
  });
});

describe("any cluster, listed in any way", () => {
  it("reclamation never touches a referenced, parent, foreign or unproved object", () => {
    fc.assert(
      fc.property(world, (given) => {
        const { ready } = reclaimPlan(cloudOf(given));
        const { referenced, parents, foreign } = untouchable(given);
        const touched = ready.filter(({ name }) => referenced.has(name) || parents.has(name) || foreign.has(name));
        expect(touched.map(({ name }) => name)).toEqual([]);
        if (ready.length > 0) expect(showsEnough(given)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("every object of a step was proved as far as listings can, and what is left is asked again by the script", () => {
    const left = new Set(["children-all", "watchers", "age", "no-other-glance", "fresh-listing"]);
    fc.assert(
      fc.property(world, (given) => {
        const { ready, steps, candidates } = reclaimPlan(cloudOf(given));
        const named = (each: OrphanCandidate): string => `${each.pool}/${each.name}`;
        const stepped = new Set(steps.flatMap(({ object }) => (object === null ? [] : [object])));
        expect([...stepped].sort()).toEqual(ready.map(named).sort());
        for (const { missingProof } of ready) expect(missingProof.filter((proof) => !left.has(proof))).toEqual([]);
        for (const each of ready) expect(candidates).toContainEqual(each);
      }),
      { numRuns: 100 },
    );
  });
});

describe("commands of steps", () => {
  const step = { kind: "quarantine" as const, id: "", guard: [], bytes: null, why: "" };
  it.each([
    ["images/x; touch owned"],
    ["images/$(id)"],
    ["-p images"],
    ["images/ABCDEF00-0000-4000-8000-000000000000"],
    [""],
  ])("%j never gets into a command", (object) => expect(renderCommand({ ...step, object })).toBeNull());

  it("an object is moved by the script alone, that asks for everything again", () => {
    expect(renderCommand({ ...step, object: `images/${ORPHAN}` })).toBe(
      `sh reclaim.sh --quarantine 'images/${ORPHAN}'`,
    );
  });
});
