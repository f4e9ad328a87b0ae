/** A small share of scripts/crash-harness.ts, at the points where most can go wrong. */
import { expect, test } from "vitest";
import { crashRun } from "./crash-run.ts";

test("killed before the acknowledgement, between post and note, and at the end: nothing is lost, nothing comes twice", async () => {
  const deaths = [
    { point: "accept:claimed", after: 1 },
    { point: "post:sent", after: 2 },
    { point: "request:ending", after: 1 },
  ] as const;
  const result = await crashRun({ kills: deaths.length, deaths, random: () => 0.5 });
  const points = deaths.map(({ point }) => point);
  expect(Object.keys(result.kills).toSorted()).toEqual(points.toSorted());
  expect({ lost: result.lost, twice: result.twice }).toEqual({ lost: [], twice: [] });
}, 120_000);
