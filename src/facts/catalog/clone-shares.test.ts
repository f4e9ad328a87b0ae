import { describe, expect, it } from "vitest";
import type { Intake } from "../../intake/artefact.ts";
import { intake } from "../../intake/intake.ts";
import { objectTableBuilder } from "../../intake/listings/object-columns.ts";
import { cloneShares } from "./clone-shares.ts";

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const NOBODY = { nova: [], cinder: [] };

function given(pool: string | null, names: Record<string, string | null>, long = true): Intake {
  const builder = objectTableBuilder();
  Object.entries(names).forEach(([name, parent], line) => {
    builder.add({ name, snapshot: null, parent, line }, pool, "rbd.json");
  });
  const rows = Object.keys(names).length;
  return {
    ...intake([]),
    objects: builder.build(),
    artefacts: [{ kind: "rbd-ls", file: "rbd.json", pool, long, rows }],
  };
}
const parent = `images/${id(9)}@snap`;

describe("disks that are clones", () => {
  it("counts root disks of instances, not their other disks", () => {
    const found = cloneShares(
      given("vms", {
        [`${id(1)}_disk`]: parent,
        [`${id(2)}_disk`]: null,
        [`${id(2)}_disk.config`]: null,
        [`${id(2)}_disk.eph0`]: null,
        [`${id(2)}_disk.swap`]: null,
      }),
      NOBODY,
    );
    expect(found).toEqual([
      {
        pool: "vms",
        consumer: "nova",
        disks: 2,
        clones: 1,
        at: { file: "rbd.json", line: 0 },
        examplesWithoutParent: [`${id(2)}_disk`],
      },
    ]);
  });

  it("tells volumes and root disks in one pool apart", () => {
    const found = cloneShares(given("all", { [`${id(1)}_disk`]: parent, [`volume-${id(2)}`]: null }), NOBODY);
    expect(found.map(({ consumer, disks, clones }) => [consumer, disks, clones])).toEqual([
      ["nova", 1, 1],
      ["cinder", 1, 0],
    ]);
  });

  it("says nothing of a short listing, which shows no parents", () => {
    expect(cloneShares(given("vms", { [`${id(1)}_disk`]: null }, false), NOBODY)).toEqual([]);
  });

  it("says nothing of a pool without such names", () => {
    expect(cloneShares(given("images", { [id(1)]: null }), { nova: ["images"], cinder: [] })).toEqual([]);
  });
});
