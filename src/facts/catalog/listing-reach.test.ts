import { describe, expect, it, test } from "vitest";
import type { Artefact, ImageListArtefact, Intake, ListingReach } from "../../intake/artefact.ts";
import { intake } from "../../intake/intake.ts";
import { isComplete, mergedReach } from "./listing-reach.ts";

type Pass = Partial<ListingReach> & { kind?: ImageListArtefact["kind"]; command?: string };
const FIRST = "curl https://glance.example.net/v2/images?limit=2&visibility=all";

function given(...passes: Pass[]): Intake {
  const artefacts = passes.map(
    ({ kind = "image-list", command: _, ...reach }, number): Artefact => ({
      kind,
      file: `list-${number}`,
      rows: 2,
      reach: { allVisibilities: true, hidden: "excluded", cutOff: false, ...reach },
    }),
  );
  const sources = passes.map(({ command }, number) => ({
    name: `list-${number}`,
    text: "",
    ...(command === undefined ? {} : { command }),
  }));
  return { ...intake([]), artefacts, sources };
}
const page = (next: string | null, marker?: string): Pass => ({
  cutOff: next !== null,
  pages: { query: "visibility=all", next: next === null ? null : `/v2/images?visibility=all&marker=${next}` },
  command: marker === undefined ? FIRST : `${FIRST}&marker=${marker}`,
});

test("a dump of the database does not mend a listing that its collector could not finish", () => {
  const listings = given({}, { kind: "images-sql", hidden: "included" });
  const time = "2026-11-02T08:00:00Z";
  const part = { from: "glance", what: "images", command: null, rows: 2, startedAt: time, endedAt: time } as const;
  const manifest = {
    schema: "glancewright.snapshot/1",
    cloud: "berlin",
    region: null,
    startedAt: time,
    endedAt: time,
    collector: "glancewright",
    parts: [{ ...part, file: "list-0", complete: false, problem: "page 3: HTTP 500" }],
  } as const;
  const snapshot: Artefact = {
    kind: "snapshot",
    file: "snapshot.json",
    manifest: { ...manifest, parts: [...manifest.parts] },
  };
  expect(isComplete(mergedReach({ ...listings, artefacts: [...listings.artefacts, snapshot] }))).toBe(false);
  expect(isComplete(mergedReach(listings))).toBe(true);
});

describe("what several listings show together", () => {
  const complete: [string, Pass[]][] = [
    ["a pass over shown and one over hidden images", [{}, { hidden: "only" }]],
    ["the database", [{ kind: "images-sql", hidden: "included" }]],
    ["a plain listing beside the database", [{ allVisibilities: false }, { kind: "images-sql", hidden: "included" }]],
    ["a whole pass beside one that was cut", [{}, { cutOff: true }, { hidden: "only" }]],
    ["pages in any order", [page(null, "b"), page("a"), page("b", "a"), { hidden: "only" }]],
  ];
  it.each(complete)("%s: everything", (_, passes) => expect(isComplete(mergedReach(given(...passes)))).toBe(true));

  const lacking: [string, Pass[]][] = [
    ["no listing", []],
    ["shown images only", [{}]],
    ["hidden images only", [{ hidden: "only" }]],
    ["a plain listing", [{ allVisibilities: false }, { hidden: "only" }]],
    ["hidden images of a plain listing", [{}, { hidden: "only", allVisibilities: false }]],
    ["a listing that hides its query", [{ allVisibilities: "unknown", hidden: "unknown" }]],
    ["a listing that was cut", [{ cutOff: true }, { hidden: "only" }]],
    ["a first page", [page("a"), { hidden: "only" }]],
    ["a last page alone", [page(null, "b"), { hidden: "only" }]],
    ["pages with a hole", [page("a"), page(null, "b"), { hidden: "only" }]],
    ["single images", [{ kind: "image-show", hidden: "included" }]],
    ["a part of the database", [{ kind: "images-sql", hidden: "unknown", allVisibilities: "unknown" }]],
  ];
  it.each(lacking)("%s: not everything", (_, passes) => expect(isComplete(mergedReach(given(...passes)))).toBe(false));
});
