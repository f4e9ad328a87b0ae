/** The committed data: complete, small, and what the code believes of it. */
import { readdirSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { sectionOptions } from "./catalogue.ts";
import { RELEASES, type Release } from "./option.ts";
import { PROJECTS, tableOf } from "./table.ts";

const COUNTS: Record<Release, [number, number, number]> = {
  "2022.2": [539, 1071, 1269],
  "2023.1": [542, 1083, 1323],
  "2023.2": [551, 1091, 1328],
  "2024.1": [535, 1073, 1331],
  "2024.2": [534, 1075, 1334],
  "2025.1": [535, 1109, 1341],
  "2025.2": [606, 1128, 1358],
  "2026.1": [667, 1133, 1424],
  "2026.2": [663, 1137, 1448],
};

test.each(Object.entries(COUNTS))("%s holds every option that the services register", (release, counts) => {
  const got = PROJECTS.map((project) =>
    [...tableOf(project).sections.values()].reduce(
      (sum, { section }) => sum + sectionOptions([release as Release], project, section).length,
      0,
    ),
  );
  expect(got).toEqual(counts);
});

test("the data covers the releases that the code knows", () => {
  for (const project of PROJECTS) expect(tableOf(project).releases).toEqual(RELEASES);
});

test("the data folder stays below 1 MB", () => {
  const folder = new URL("./data/", import.meta.url);
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0);
  expect(bytes).toBeLessThan(1_000_000);
});

test("every default fits its own range and choices", () => {
  for (const project of PROJECTS)
    for (const { section } of tableOf(project).sections.values())
      for (const { name, default: value, min, max } of sectionOptions(RELEASES, project, section)) {
        if (typeof value !== "number") continue;
        expect([section, name, value >= (min ?? value) && value <= (max ?? value)]).toEqual([section, name, true]);
      }
});
