/** The folder that a case of the command line lives in: a path, or a plain name below the user's state directory. */
import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { caseFiles } from "../advisor/case-files.ts";
import { type CaseStore, revisionOf } from "../advisor/cases.ts";
import { GlancewrightError } from "../errors.ts";
import type { FactOptions } from "../facts/build-cloud.ts";
import type { Reviewed } from "../review.ts";
import type { Terminal } from "./command-line.ts";
import { stateFolder } from "./state-folder.ts";

export type CasePlace = { store: CaseStore; id: string; path: string };

/** A folder that exists or is written as a path; else a name in the state directory. `review --out DIR` keeps it in DIR/case. */
function casePlace(name: string): CasePlace {
  const isPath = /[\\/]/.test(name) || name.startsWith(".") || existsSync(name);
  const folder = isPath ? resolve(name) : join(stateFolder(), "cases", name);
  const path =
    !existsSync(join(folder, "case.json")) && existsSync(join(folder, "case", "case.json"))
      ? join(folder, "case")
      : folder;
  return { store: caseFiles(dirname(path)), id: basename(path), path };
}

/** Keeps a review as the first or next revision of its case. */
export async function keepCase(
  name: string,
  { cloud, review }: Reviewed,
  facts: FactOptions,
  terminal: Terminal,
): Promise<CasePlace> {
  const place = casePlace(name);
  const revision = revisionOf(cloud.intake, facts, review);
  if (await place.store.read(place.id)) await place.store.addRevision(place.id, revision);
  else await place.store.create(place.id, revision);
  terminal.err(`case kept in ${place.path}: glancewright ask ${name} "your question"\n`);
  if (revision.notKept.length > 0)
    terminal.err(
      `not kept in it, as they were streamed: ${revision.notKept.join(", ")}. Review again to ask about them.\n`,
    );
  return place;
}

export async function readCase(name: string) {
  const place = casePlace(name);
  const stored = await place.store.read(place.id);
  const revision = stored?.revisions.at(-1);
  if (!stored || !revision)
    throw new GlancewrightError("cases.none", {
      expected: "a case that review --case or --out has kept",
      got: name,
      next: "Give the folder, or run review with --case first.",
    });
  return { place, stored, revision };
}
