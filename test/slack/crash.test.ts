/** A small share of scripts/crash-harness.ts, at the points where most can go wrong. */
import { expect, test } from "vitest";
import { POINTS } from "../../src/work/work.ts";
import { crashRun } from "./crash-run.ts";

test("killed before the acknowledgement, between post and note, and at the end: nothing is lost, nothing comes twice", async () => {
  const points = ["accept:claimed", "post:sent", "request:ending"] as const;
  // the point of each life, then how often it is passed
  const chosen = points.flatMap((point) => [(POINTS.indexOf(point) + 0.5) / POINTS.length, 0.3]);
  const result = await crashRun({ kills: points.length, random: () => chosen.shift() ?? 0.5 });
  expect(Object.keys(result.kills).toSorted()).toEqual([...points].toSorted());
  expect({ lost: result.lost, twice: result.twice }).toEqual({ lost: [], twice: [] });
}, 120_000);
