import { describe, expect, it } from "vitest";
import { intake } from "../../intake/intake.ts";
import { joinObjects } from "./join-objects.ts";
import type { StorePlaces } from "./store-objects.ts";

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const NOWHERE: StorePlaces = { pools: new Map(), directories: [] };
type Image = { id: string; status?: string; locations?: string[]; stores?: string; importing?: string };

const pages = (images: readonly Image[]) => ({
  name: "images.json",
  pasted: false,
  text: JSON.stringify({
    images: images.map(({ id: image, status = "active", locations, stores, importing }) => ({
      id: image,
      status,
      size: 1,
      disk_format: "raw",
      visibility: "private",
      ...(locations ? { locations: locations.map((url) => ({ url, metadata: {} })) } : {}),
      ...(stores ? { stores } : {}),
      ...(importing ? { os_glance_importing_to_stores: importing } : {}),
    })),
    first: "/v2/images?visibility=all",
    schema: "/v2/schemas/images",
  }),
});
const pool = (name: string, objects: readonly string[], snap = true) => ({
  name: `rbd-ls-l-${name}.json`,
  pasted: false,
  command: `rbd ls -l ${name} --format json`,
  text: JSON.stringify(
    objects.flatMap((image) => [
      { image, size: 7, format: 2 },
      ...(snap ? [{ image, snapshot: "snap", size: 7, format: 2 }] : []),
    ]),
  ),
});
const files = (directory: string, names: readonly string[]) => ({
  name: "find.tsv",
  pasted: false,
  command: `find ${directory} -type f -printf '%f\\t%s\\n'`,
  text: names.map((name) => `${name}\t7\n`).join(""),
});
const TIME = "2026-11-02T08:00:00Z";
const snapshot = (parts: readonly Record<string, unknown>[]) => ({
  name: "snapshot.json",
  pasted: false,
  text: JSON.stringify({
    schema: "glancewright.snapshot/1",
    cloud: "berlin",
    region: null,
    startedAt: TIME,
    endedAt: TIME,
    collector: "glancewright",
    parts: parts.map((part) => ({
      what: "a part",
      command: null,
      complete: true,
      rows: 3,
      problem: null,
      startedAt: TIME,
      endedAt: TIME,
      ...part,
    })),
  }),
});
const rbd = (name: string, place = "images"): string => `rbd://f/${place}/${name}/snap`;
const joined = (sources: Parameters<typeof intake>[0], places = NOWHERE) => joinObjects(intake(sources), places);
const names = (list: readonly { name: string }[] | undefined): string[] | undefined => list?.map(({ name }) => name);

describe("objects against images", () => {
  it("an image by its id alone claims its object, where no listing shows locations", () => {
    const found = joined([pages([{ id: id(1) }]), pool("images", [id(1), id(2)])]);
    expect(names(found?.candidates)).toEqual([id(2)]);
  });

  it("an image in another store does not lay claim to the object of its id, but holds it", () => {
    const found = joined([pages([{ id: id(1), locations: [`file:///srv/${id(1)}`] }]), pool("images", [id(1)])]);
    expect(found?.held).toMatchObject([{ name: id(1), reason: "location-elsewhere" }]);
    expect(found?.candidateCount).toBe(0);
  });

  it("an object that a copy is writing is in flight", () => {
    const image = { id: id(1), locations: [`file:///srv/${id(1)}`], importing: "ceph" };
    expect(joined([pages([image]), pool("images", [id(1)])])?.held).toMatchObject([
      { name: id(1), reason: "in-flight" },
    ]);
  });

  it("an object that somebody has open is in flight; one that nobody has open stays a candidate", () => {
    const loop = 'while read -r o; do echo "== $o"; rbd status "$o"; done';
    const watcher = "\twatcher=127.0.0.1:0/3912 client.4312 cookie=18446462598732840961";
    const text = `== images/${id(2)}\nWatchers:\n${watcher}\n== images/${id(3)}\nWatchers: none\n`;
    const status = { name: "rbd-status.txt", pasted: false, command: loop, text };
    const found = joined([pages([{ id: id(1) }]), pool("images", [id(1), id(2), id(3)]), status]);
    expect(found?.held).toMatchObject([{ name: id(2), reason: "in-flight" }]);
    expect(names(found?.candidates)).toEqual([id(3)]);
  });

  it.each([
    ["2025-01-01T00:00:00Z", "stuck"],
    ["2025-05-31T00:00:00Z", "in-flight"],
  ])("the object of a record that was queued at %s is %s, against the newest time shown", (created_at, reason) => {
    const text = JSON.stringify({
      images: [
        { id: id(1), status: "queued", created_at, updated_at: created_at },
        { id: id(2), status: "active", created_at: "2025-06-01T00:00:00Z", updated_at: "2025-06-01T00:00:00Z" },
      ],
      first: "/v2/images?visibility=all",
    });
    const found = joined([{ name: "images.json", pasted: false, text }, pool("images", [id(1), id(2)])]);
    expect(found?.held).toMatchObject([{ name: id(1), reason }]);
    expect(found?.candidateCount).toBe(0);
  });

  it("a pool that a location names is joined, though most of its objects have no image", () => {
    const own = [id(1), id(2)].map((image) => ({ id: image, locations: [rbd(image)] }));
    const gold = { id: id(3), locations: [rbd(id(3), "gold")] };
    const found = joined([
      pages([...own, gold]),
      pool("images", [id(1), id(2)]),
      pool("gold", [id(3), id(91), id(92), id(93)]),
      pool("vms", [id(95)]),
    ]);
    expect(found?.pools.toSorted()).toEqual(["gold", "images"]);
    expect(names(found?.candidates)?.toSorted()).toEqual([id(91), id(92), id(93)]);
  });

  it("a pool that only the database's locations name is joined", () => {
    const rows = ["image_id\tvalue\tstatus\tdeleted", `${id(3)}\t${rbd(id(3), "gold")}\tactive\t0`].join("\n");
    const command = "SELECT image_id,value,status,deleted FROM image_locations";
    const found = joined([
      pages([{ id: id(1) }, { id: id(3) }]),
      pool("images", [id(1)]),
      pool("gold", [id(3), id(91), id(92), id(93)]),
      { name: "locations.tsv", pasted: false, text: rows, command },
    ]);
    expect(found?.pools.toSorted()).toEqual(["gold", "images"]);
    expect(found?.candidateCount).toBe(3);
  });

  it("a location in another pool is another object", () => {
    const image = { id: id(1), locations: [rbd(id(2), "gold")] };
    const found = joined([pages([image, { id: id(3), locations: [rbd(id(3))] }]), pool("images", [id(2), id(3)])]);
    expect(names(found?.candidates)).toEqual([id(2)]);
  });

  it("a foreign name that a location names is the image's", () => {
    const image = { id: id(1), locations: [rbd("golden")] };
    const found = joined([pages([image]), pool("images", ["golden", "stranger"])]);
    expect([found?.notUuid, names(found?.held)]).toEqual([["stranger"], ["stranger"]]);
  });

  it("objects without snap are named, with the image that cannot be read", () => {
    const found = joined([pages([{ id: id(1), locations: [rbd(id(1))] }]), pool("images", [id(1)], false)]);
    expect([found?.withoutSnap, found?.missingObjects.map(({ imageId }) => imageId)]).toEqual([[id(1)], [id(1)]]);
  });

  it.each([
    ["under its own name", rbd(id(1))],
    ["under another name", rbd(id(9))],
  ])("lost data is named once: %s", (_, url) => {
    const found = joined([pages([{ id: id(1), locations: [url], stores: "ceph" }]), pool("images", [])]);
    const other = joined([pages([{ id: id(1), locations: [url], stores: "ceph" }]), pool("images", [id(5)])]);
    expect(found).toBeNull();
    expect(other?.missingObjects).toMatchObject([{ imageId: id(1), store: "ceph" }]);
    expect(other?.missingCount).toBe(1);
  });

  it.each(["queued", "saving", "deactivated"])("no data is missed of an image that is %s", (status) => {
    const found = joined([pages([{ id: id(1), status, locations: [rbd(id(1))] }]), pool("images", [id(5)])]);
    expect(found?.missingCount).toBe(0);
  });
});

describe("data that is missed where no location is shown", () => {
  const one: StorePlaces = { ...NOWHERE, pools: new Map([["images", ["ceph"]]]) };
  const locations = (...urls: string[]) => ({
    name: "image_locations.tsv",
    pasted: false,
    command: "select image_id, value, status, deleted from image_locations",
    text: ["image_id\tvalue\tstatus\tdeleted", ...urls.map((url) => `${id(1)}\t${url}\tactive\t0`)].join("\n"),
  });
  const missing = (sources: Parameters<typeof intake>[0], places = one) =>
    joined(sources, places)?.missingObjects.map(({ imageId }) => imageId);

  it("the database names a location in the pool", () => {
    const sources = [pages([{ id: id(1) }, { id: id(2) }]), pool("images", [id(2)])];
    expect(missing([...sources, locations(rbd(id(1)))], NOWHERE)).toEqual([id(1)]);
    expect(missing([...sources, locations(`file:///srv/${id(1)}`)], NOWHERE)).toEqual([]);
  });

  it("the only store that keeps its data in the pool is the image's", () => {
    const images = pages([
      { id: id(1), stores: "ceph" },
      { id: id(2), stores: "ceph" },
      { id: id(3), stores: "nfs" },
    ]);
    expect(missing([images, pool("images", [id(2)])])).toEqual([id(1)]);
  });

  it("a location in the database goes before the store", () => {
    const images = pages([{ id: id(1), stores: "ceph" }]);
    expect(missing([images, pool("images", ["golden"]), locations(rbd("golden"))])).toEqual([]);
  });

  it("nothing is missed in a pool that stores of two clusters share by name", () => {
    const two = { ...NOWHERE, pools: new Map([["images", ["central", "edge"]]]) };
    const images = pages([{ id: id(1), locations: [rbd(id(1))], stores: "edge" }]);
    expect(missing([images, pool("images", [id(2)])], two)).toEqual([]);
  });
});

describe("which pools and directories are joined", () => {
  it("the configured pool, and no other", () => {
    const sources = [pages([{ id: id(1) }]), pool("gold", [id(2)]), pool("images", [id(3)])];
    expect(joined(sources, { ...NOWHERE, pools: new Map([["gold", ["fast"]]]) })?.pools).toEqual(["gold"]);
  });

  it("without a configuration the pool of that name, and pools full of images", () => {
    const sources = [pages([{ id: id(1) }]), pool("images", [id(3)]), pool("gold", [id(1)]), pool("vms", ["a_disk"])];
    expect(joined(sources)?.pools).toEqual(["images", "gold"]);
  });

  it("single images that were shown are no listing to join", () => {
    const shown = {
      name: "show.json",
      pasted: false,
      text: JSON.stringify({ id: id(1), status: "active", owner: "x", size: 1 }),
    };
    expect(joined([shown, pool("images", [id(1), id(2)])])).toBeNull();
  });

  it("the configured directory; one of another purpose is left alone", () => {
    const sources = [pages([{ id: id(1) }]), files("/srv/images", [id(1), id(2)])];
    const places = (path: string) => ({ ...NOWHERE, directories: [{ path, store: "cold" }] });
    expect(names(joined(sources, places("/srv/images"))?.candidates)).toEqual([id(2)]);
    expect(joined([pages([{ id: id(1) }]), files("/var/lib/glance/staging", [id(2), id(3)])])).toBeNull();
  });

  it.each(["staging", "image-cache"])("a directory that a collector took for %s is not joined as a store", (from) => {
    const given = [pages([{ id: id(1) }, { id: id(2) }]), files("/srv/x", [id(1), id(2), id(3)])];
    expect(joined(given)?.candidateCount).toBe(1);
    expect(joined([snapshot([{ file: "find.tsv", from }]), ...given])).toBeNull();
  });

  it("a pool that was not listed to its end may hold clones, unless the cluster was asked about the object", () => {
    const children = {
      name: "children.txt",
      pasted: false,
      command: 'while read -r o; do echo "== $o"; rbd children --all "$o"; done',
      text: `== images/${id(3)}\n`,
    };
    const hidden = {
      name: "hidden.json",
      pasted: false,
      text: JSON.stringify({
        images: [{ id: id(9), status: "active", size: 1, visibility: "private", os_hidden: true }],
        first: "/v2/images?visibility=all&os_hidden=true",
        schema: "/v2/schemas/images",
      }),
    };
    const names = ["images", "vms"];
    const asked = {
      name: "pools.json",
      pasted: false,
      command: "ceph osd pool ls detail --format json",
      text: JSON.stringify(
        names.map((pool_name, index) => ({
          pool_id: index,
          pool_name,
          type: 1,
          size: 3,
          application_metadata: { rbd: {} },
        })),
      ),
    };
    const given = [
      pages([{ id: id(1) }]),
      hidden,
      pool("images", [id(1), id(2), id(3)]),
      pool("vms", []),
      asked,
      children,
    ];
    const vms = (complete: boolean) =>
      snapshot([{ file: "rbd-ls-l-vms.json", from: "ceph", command: "rbd ls -l vms --format json", complete }]);
    const proofs = (complete: boolean) =>
      joined([vms(complete), ...given])?.candidates.map(({ name, missingProof }) => [
        name,
        missingProof.includes("complete-listing"),
      ]);
    expect(proofs(false)).toEqual([
      [id(2), true],
      [id(3), false],
    ]);
    expect(proofs(true)).toEqual([
      [id(2), false],
      [id(3), false],
    ]);
  });

  it("a lost file is named with its store", () => {
    const image = { id: id(1), locations: [`file:///srv/images/${id(1)}`] };
    const found = joined([pages([image]), files("/srv/images", [id(2)])], {
      pools: new Map(),
      directories: [{ path: "/srv/images", store: "cold" }],
    });
    expect(found?.missingObjects).toMatchObject([{ imageId: id(1), store: "cold" }]);
  });
});
