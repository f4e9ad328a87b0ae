import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type FakeCluster, type FakeObject, fakeCluster } from "#test/reclaim/fake-cluster.ts";
import { buildCloud } from "../facts/build-cloud.ts";
import type { Cloud } from "../facts/cloud.ts";
import { intake } from "../intake/intake.ts";
import { reclaimScript } from "./script.ts";

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
/** Ten images with their objects, and two objects that nothing refers to. */
const IMAGES = Array.from({ length: 10 }, (_, number) => id(number));
const ORPHANS = [id(90), id(91)];
const DAY = 86_400;

const listed = (names: readonly string[]): string =>
  JSON.stringify(
    names.flatMap((image) => [
      { image, size: 1024, format: 2 },
      { image, snapshot: "snap", size: 1024, format: 2, protected: "true" },
    ]),
  );
const database = (ids: readonly string[]): string =>
  ["id\tname\tstatus\tsize\tvisibility\tos_hidden\tdeleted\towner", ...ids.map((image) => row(image))].join("\n");
const row = (image: string): string => `${image}\tn\tactive\t1024\tprivate\t0\t0\tproject${image.slice(-1)}`;

const EVIDENCE = {
  "images.tsv": [database(IMAGES), "SELECT id,name,status,size,visibility,os_hidden,deleted,owner FROM images"],
  "image_locations.tsv": [
    [
      "image_id\tvalue\tstatus\tdeleted",
      ...IMAGES.map((each) => `${each}\trbd://f/images/${each}/snap\tactive\t0`),
    ].join("\n"),
    "SELECT image_id,value,status,deleted FROM image_locations",
  ],
  "rbd-ls.json": [listed([...IMAGES, ...ORPHANS]), "rbd ls -l images --format json"],
} satisfies Record<string, [string, string]>;

function cloudOf(evidence: Record<string, [string, string]> = EVIDENCE): Cloud {
  return buildCloud(
    intake(Object.entries(evidence).map(([name, [text, command]]) => ({ name, text, command, pasted: false }))),
  );
}
const SCRIPT = reclaimScript(cloudOf());

let cluster: FakeCluster | undefined;
afterEach(() => cluster?.remove());
function started(changed: Partial<FakeObject> = {}, images: readonly string[] = IMAGES): FakeCluster {
  const objects = [...IMAGES, ...ORPHANS].map((name) => (name === ORPHANS[0] ? { name, ...changed } : { name }));
  cluster = fakeCluster(objects, images);
  return cluster;
}
const ALL = [...IMAGES, ...ORPHANS].sort();
/** Commands that change a pool. */
const changes = (each: FakeCluster) => each.calls().filter((call) => / (?:mv|rm|restore|unprotect) /.test(call));
/** Makes the quarantine as old as it must be. */
function letTimePass(each: FakeCluster, seconds: number): void {
  const journal = each.path("reclaim.journal");
  const aged = readFileSync(journal, "utf8").replace(/^\d+/gm, (time) => String(Number(time) - seconds));
  writeFileSync(journal, aged);
}

describe("the reclamation script, run against a cluster", () => {
  it("changes nothing unless it is told to", () => {
    const given = started();
    const { status, said } = given.run(SCRIPT, "");
    expect(status).toBe(0);
    for (const orphan of ORPHANS) expect(said).toContain(`images/${orphan}`);
    expect(changes(given)).toEqual([]);
    expect(given.inPool()).toEqual(ALL);
    expect(() => readFileSync(given.path("reclaim.journal"))).toThrow();
  });

  it("moves exactly the orphans to the trash, and logs it", () => {
    const given = started();
    expect(given.run(SCRIPT, "--quarantine").status).toBe(0);
    expect(given.inTrash()).toEqual(ORPHANS);
    expect(given.inPool()).toEqual([...IMAGES].sort());
    const journal = readFileSync(given.path("reclaim.journal"), "utf8");
    for (const orphan of ORPHANS) expect(journal).toMatch(new RegExp(`^\\d+ quarantined images/${orphan}$`, "m"));
  });

  it("asks for the record, the age, the clones and the watchers right before each move", () => {
    const given = started();
    given.run(SCRIPT, "--quarantine");
    const calls = given.calls();
    for (const orphan of ORPHANS) {
      const move = calls.findIndex((call) => call.includes("trash mv") && call.includes(orphan));
      const asked = calls.slice(0, move).filter((call) => call.includes(orphan));
      const order = ["image show", "info --format json", "snap ls", "children --all --descendants", "status"];
      expect(asked.map((call) => order.find((each) => call.includes(each)))).toEqual(order);
    }
  });

  const changed: [string, Partial<FakeObject>][] = [
    ["a clone in a pool that nobody listed", { children: "elsewhere/disk" }],
    ["a watcher", { watched: true }],
    ["an upload of today", { created: new Date(Date.now() - 3_600_000).toUTCString() }],
    ["no age", { created: "" }],
    ["a snapshot that Glance did not make", { snapshots: ["snap", "before-upgrade"] }],
    ["only a snapshot that Glance did not make", { snapshots: ["keep"] }],
  ];
  it.each(changed)("%s: the object stays, the other goes", (_, change) => {
    const given = started(change);
    expect(given.run(SCRIPT, "--quarantine").status).toBe(0);
    expect(given.inTrash()).toEqual([ORPHANS[1]]);
  });

  it("leaves an object alone whose image came back", () => {
    const given = started({}, [...IMAGES, ORPHANS[0] ?? ""]);
    given.run(SCRIPT, "--quarantine");
    expect(given.inTrash()).toEqual([ORPHANS[1]]);
  });

  const refused: [string, Record<string, string>][] = [
    ["no time of the listing", { LISTING_TAKEN_AT: "" }],
    ["a listing older than a day", { LISTING_TAKEN_AT: new Date(Date.now() - 25 * 3_600_000).toISOString() }],
    ["a listing of the future", { LISTING_TAKEN_AT: new Date(Date.now() + 3_600_000).toISOString() }],
    ["a time that is none", { LISTING_TAKEN_AT: "when it rained" }],
    ["nobody vouching for other Glances", { NO_OTHER_GLANCE: "" }],
  ];
  it.each(refused)("stops before the first object: %s", (_, environment) => {
    for (const mode of ["--dry-run", "--quarantine"]) {
      const given = started();
      expect(given.run(SCRIPT, mode, environment).status).toBe(3);
      expect(given.inPool()).toEqual(ALL);
      given.remove();
    }
  });

  it("stops when Glance does not answer, or shows not every project's images", () => {
    const down = started();
    down.set("glance-down");
    expect(down.run(SCRIPT, "--quarantine").status).toBe(3);
    expect(changes(down)).toEqual([]);
    down.remove();
    const narrow = started({}, IMAGES.slice(1));
    expect(narrow.run(SCRIPT, "--quarantine").status).toBe(3);
    expect(changes(narrow)).toEqual([]);
  });

  it("stops when the objects are too great a share of what the pool holds now", () => {
    cluster = fakeCluster(
      [...IMAGES.slice(0, 6), ...ORPHANS].map((name) => ({ name })),
      IMAGES,
    );
    expect(cluster.run(SCRIPT, "--quarantine").status).toBe(3);
    expect(changes(cluster)).toEqual([]);
  });

  it("goes on where it was killed", () => {
    const given = started();
    given.set("kill-at-mv");
    expect(given.run(SCRIPT, "--quarantine").signal).toBe("SIGKILL");
    expect(given.inTrash()).toEqual([ORPHANS[0]]);
    expect(given.run(SCRIPT, "--quarantine").status).toBe(0);
    expect(given.inTrash()).toEqual(ORPHANS);
    expect(changes(given)).toHaveLength(2);
    letTimePass(given, 15 * DAY);
    expect(given.run(SCRIPT, "--release").status).toBe(0);
    expect([given.inTrash(), given.inPool()]).toEqual([[], [...IMAGES].sort()]);
  });

  it("does nothing twice", () => {
    const given = started();
    given.run(SCRIPT, "--quarantine");
    const before = changes(given);
    expect(given.run(SCRIPT, "--quarantine").status).toBe(0);
    expect(changes(given)).toEqual(before);
  });
});

describe("the release after quarantine", () => {
  it("waits for its time", () => {
    const given = started();
    given.run(SCRIPT, "--quarantine");
    letTimePass(given, 13 * DAY);
    expect(given.run(SCRIPT, "--release").status).toBe(0);
    expect(given.inTrash()).toEqual(ORPHANS);
  });

  it("frees the object with its protected snapshot, and needs no fresh listing for it", () => {
    const given = started();
    given.run(SCRIPT, "--quarantine");
    letTimePass(given, 14 * DAY);
    expect(given.run(SCRIPT, "--release", { LISTING_TAKEN_AT: "" }).status).toBe(0);
    expect([given.inTrash(), given.inPool()]).toEqual([[], [...IMAGES].sort()]);
    const again = changes(given);
    given.run(SCRIPT, "--release");
    expect(changes(given)).toEqual(again);
  });

  it("frees an object whose snapshot was never protected", () => {
    const given = started({ unprotected: true });
    given.run(SCRIPT, "--quarantine");
    letTimePass(given, 14 * DAY);
    given.run(SCRIPT, "--release");
    expect([given.inTrash(), given.inPool()]).toEqual([[], [...IMAGES].sort()]);
  });

  it.each([["children"], ["busy"]])("puts an object back whose %s appeared meanwhile", (what) => {
    const given = started();
    given.run(SCRIPT, "--quarantine");
    letTimePass(given, 14 * DAY);
    given.set(`trash/${ORPHANS[0]}/${what}`, "vms/disk");
    expect(given.run(SCRIPT, "--release").status).toBe(0);
    expect(given.inPool()).toEqual([...IMAGES, ORPHANS[0]].sort());
    expect(given.inTrash()).toEqual([]);
  });

  it("touches nothing that was never in quarantine", () => {
    const given = started();
    expect(given.run(SCRIPT, "--release").status).toBe(0);
    expect(changes(given)).toEqual([]);
  });
});

describe("what Glance must have said", () => {
  const answers: [string, string][] = [
    ["a gateway that fails, with an id that holds 404", "HttpException: 503: Server Error (Request-ID: req-1c404a77)"],
    ["a cloud that is not known", "Cloud berlin was not found."],
    [
      "an endpoint that is not there",
      "ResourceNotFound: 404: Client Error for url: https://glance.invalid/v1/images, Not Found",
    ],
    ["no record of another image", `No Image found for ${id(77)}`],
    ["a program that is missing", "sh: 1: openstack: not found"],
  ];
  it.each(answers)("%s is no proof", (_, answer) => {
    const given = started();
    given.set("glance-says", answer);
    given.run(SCRIPT, "--quarantine");
    expect(changes(given)).toEqual([]);
  });

  const clear = [
    (image: string) => `No Image found for ${image}`,
    (image: string) => `No image found with ID ${image}`,
    (image: string) =>
      `HttpException: 404: Client Error for url: https://glance.invalid/v2/images/${image}, No image found with ID ${image}`,
    (image: string) => `No image with a name or ID of '${image}' exists.`,
  ];
  it.each(clear.map((say) => say("ID")))("%s is its word", (words) => {
    const given = started();
    given.set("glance-says", words);
    given.run(SCRIPT, "--quarantine");
    expect(given.inTrash()).toEqual(ORPHANS);
  });

  it("a script that could not tell one cloud from another is none", () => {
    const noneActive = EVIDENCE["images.tsv"][0].replaceAll("\tactive\t", "\tkilled\t");
    const refusing = reclaimScript(cloudOf({ ...EVIDENCE, "images.tsv": [noneActive, EVIDENCE["images.tsv"][1]] }));
    const given = started();
    expect(given.run(refusing, "--quarantine").status).toBe(3);
    expect(given.calls()).toEqual([]);
  });
});

describe("what somebody put back", () => {
  const restored = (each: FakeCluster): void => {
    each.run(SCRIPT, "--quarantine");
    renameSync(each.path("trash", ORPHANS[0] ?? ""), each.path("pool", ORPHANS[0] ?? ""));
    letTimePass(each, 15 * DAY);
  };

  it("is never removed, and the others are", () => {
    const given = started();
    restored(given);
    expect(given.run(SCRIPT, "--release").status).toBe(0);
    expect(given.inPool()).toEqual([...IMAGES, ORPHANS[0]].sort());
    expect(given.inTrash()).toEqual([]);
    given.run(SCRIPT, "--release");
    expect(given.inPool()).toContain(ORPHANS[0]);
  });

  it("is not moved again by the same listing", () => {
    const given = started();
    restored(given);
    given.run(SCRIPT, "--release");
    given.run(SCRIPT, "--quarantine", { LISTING_TAKEN_AT: new Date(Date.now() - 60_000).toISOString() });
    expect(given.inPool()).toContain(ORPHANS[0]);
  });

  it("waits anew when a later listing proposes it", () => {
    const given = started();
    restored(given);
    given.run(SCRIPT, "--release");
    letTimePass(given, DAY);
    given.run(SCRIPT, "--quarantine");
    expect(given.inTrash()).toEqual([ORPHANS[0]]);
    given.run(SCRIPT, "--release");
    expect(given.inTrash()).toEqual([ORPHANS[0]]);
    letTimePass(given, 14 * DAY);
    given.run(SCRIPT, "--release");
    expect([given.inTrash(), given.inPool()]).toEqual([[], [...IMAGES].sort()]);
  });

  it("by this script, because a clone had appeared, is not taken for quarantined", () => {
    const given = started();
    given.run(SCRIPT, "--quarantine");
    letTimePass(given, 14 * DAY);
    given.set(`trash/${ORPHANS[0]}/children`, "vms/disk");
    given.run(SCRIPT, "--release");
    given.set(`pool/${ORPHANS[0]}/children`, "");
    given.run(SCRIPT, "--release");
    expect(given.inPool()).toContain(ORPHANS[0]);
  });
});

describe("a run that goes wrong in the middle", () => {
  it("of the release is taken up where it stopped", () => {
    const given = started();
    given.run(SCRIPT, "--quarantine");
    letTimePass(given, 14 * DAY);
    given.set("kill-at-restore");
    expect(given.run(SCRIPT, "--release").signal).toBe("SIGKILL");
    expect(given.run(SCRIPT, "--release").status).toBe(0);
    expect([given.inTrash(), given.inPool()]).toEqual([[], [...IMAGES].sort()]);
  });

  it("leaves a cut line in the journal that swallows no other", () => {
    const given = started();
    given.set("reclaim.journal", "1790000000 quaran");
    given.run(SCRIPT, "--quarantine");
    letTimePass(given, 14 * DAY);
    given.run(SCRIPT, "--release");
    expect([given.inTrash(), given.inPool()]).toEqual([[], [...IMAGES].sort()]);
  });

  it("names the object, goes on with the next, and ends with 1", () => {
    const given = started();
    given.set("fail-at-mv", ORPHANS[0]);
    const { status, said } = given.run(SCRIPT, "--quarantine");
    expect(status).toBe(1);
    expect(said).toContain(`images/${ORPHANS[0]}: rbd trash mv failed`);
    expect(given.inTrash()).toEqual([ORPHANS[1]]);
  });
});

it("a share at the limit can be resumed and run twice", () => {
  const images = Array.from({ length: 8 }, (_, number) => id(number));
  cluster = fakeCluster(
    [...images, ...ORPHANS].map((name) => ({ name })),
    IMAGES,
  );
  cluster.set("kill-at-mv");
  cluster.run(SCRIPT, "--quarantine");
  expect(cluster.run(SCRIPT, "--quarantine").status).toBe(0);
  expect(cluster.run(SCRIPT, "--quarantine").status).toBe(0);
  expect(cluster.inTrash()).toEqual(ORPHANS);
});

it("the release bears that an image was deleted meanwhile, and no credentials of one project", () => {
  const given = started();
  given.run(SCRIPT, "--quarantine");
  letTimePass(given, 14 * DAY);
  for (const gone of IMAGES) rmSync(given.path("images", gone));
  given.set(`images/${IMAGES[3]}`);
  expect(given.run(SCRIPT, "--release").status).toBe(3);
  given.set(`images/${IMAGES[7]}`);
  expect(given.run(SCRIPT, "--release").status).toBe(0);
  expect(given.inTrash()).toEqual([]);
});

it("can be limited to objects of the plan, and to no other", () => {
  const given = started();
  given.run(SCRIPT, ["--quarantine", `images/${ORPHANS[1]}`]);
  expect(given.inTrash()).toEqual([ORPHANS[1]]);
  expect(given.run(SCRIPT, ["--quarantine", `images/${IMAGES[0]}`]).status).toBe(3);
  expect(given.inPool()).toContain(IMAGES[0]);
});

it.each(["now", "yesterday", "@1790000000"])("%s is no time of a listing", (time) => {
  expect(started().run(SCRIPT, "--quarantine", { LISTING_TAKEN_AT: time }).status).toBe(3);
});

it("a client's name is taken with and without its type", () => {
  const given = started();
  given.run(SCRIPT, "--dry-run", { CEPH_ID: "client.glance" });
  expect(given.calls().filter((call) => call.includes("client.glance"))).toEqual([]);
});

describe("no script at all", () => {
  const without = (name: keyof typeof EVIDENCE, replaced?: [string, string]) => {
    const { [name]: _, ...others } = EVIDENCE as Record<string, [string, string]>;
    return cloudOf(replaced === undefined ? others : { ...others, [name]: replaced });
  };
  const many = Array.from({ length: 5 }, (_, number) => id(80 + number));
  const cases: [string, Cloud][] = [
    ["a plain listing", without("images.tsv", [database(IMAGES), "openstack image list --long"])],
    ["no locations", without("image_locations.tsv")],
    [
      "only the rows that are not deleted",
      without("images.tsv", [database(IMAGES), "SELECT * FROM images WHERE deleted=0"]),
    ],
    ["too many orphans", without("rbd-ls.json", [listed([...IMAGES, ...many]), "rbd ls -l images --format json"])],
    ["no orphan", without("rbd-ls.json", [listed(IMAGES), "rbd ls -l images --format json"])],
    ["no objects", without("rbd-ls.json")],
    [
      "another Glance",
      cloudOf({
        ...EVIDENCE,
        "request.md": ["Two glance installations (two regions) share the same ceph pool.", "cat"],
      }),
    ],
  ];
  it.each(cases)("%s: says why, exits with 3, calls nothing", (_, cloud) => {
    const given = started();
    const { status, error } = given.run(reclaimScript(cloud), "--quarantine");
    expect([status, given.calls()]).toEqual([3, []]);
    expect(error).toContain("refused: ");
  });

  it("a name of a listing never reaches the shell", () => {
    const evil = "$(touch owned);'`touch owned`";
    const cloud = without("rbd-ls.json", [
      listed([...IMAGES, ...ORPHANS, evil]).replaceAll('"images"', '"x"'),
      "rbd ls -l 'images;touch owned' --format json",
    ]);
    expect(reclaimScript(cloud)).not.toContain("owned");
  });
});

it("the lab's script names its four orphans and no other object", () => {
  const lab = join(import.meta.dirname, "../../test/fixtures/lab");
  const commands = JSON.parse(readFileSync(join(lab, "commands.json"), "utf8")) as Record<string, string>;
  const truth = JSON.parse(readFileSync(join(lab, "truth.json"), "utf8")) as { rbd: { name: string; truth: string }[] };
  const files = [
    "mysql-images-batch.tsv",
    "mysql-image_locations.tsv",
    "rbd-ls-l-images.json",
    "rbd-ls-l-vms.json",
    "rbd-ls-l-volumes.json",
  ];
  const script = reclaimScript(
    buildCloud(
      intake(
        files.map((name) => ({
          name,
          text: readFileSync(join(lab, name), "utf8"),
          command: commands[name],
          pasted: false,
        })),
      ),
    ),
  );
  const orphans = truth.rbd.filter(({ truth: what }) => what === "orphan" || what === "orphan-of-deleted-record");
  const named = [...script.matchAll(/^images\/(\S+) \d+$/gm)].map((match) => match[1]);
  expect(named.sort()).toEqual(orphans.map(({ name }) => name).sort());
});
