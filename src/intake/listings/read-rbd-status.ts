/** Reads `rbd status`: who has an object open. Of one object, or of many from a loop with a marker before each; text or JSON. */
import type { RowProblem, StatusArtefact } from "../artefact.ts";
import { poolOf, specOfCommand, splitSpec } from "./rbd-source.ts";
import { loopMarker } from "./read-rbd-details.ts";
import { isRecord, type ListingSource, problemList, promptCommand } from "./reading.ts";
import { structuredItems } from "./structured-items.ts";

/** What no command names is left out: watchers of an unknown object tell nothing. */
export function readRbdStatus(text: string, source: ListingSource): StatusArtefact {
  const problems = problemList();
  const objects: StatusArtefact["objects"] = [];
  const place = poolOf(source).pool;
  const named = (command: string | undefined): Pick<StatusArtefact["objects"][number], "pool" | "name"> | null => {
    const spec = specOfCommand(command);
    return spec && { pool: spec.pool ?? place, name: spec.name };
  };
  let object = named(source.command);
  const structured = structuredItems(text, ["watchers"]);
  if (structured !== null) {
    const watchers = structured.items.reduce((sum, { value }) => sum + clientsIn(value), 0);
    if (object) objects.push({ ...object, watchers, line: 1 });
    for (const { value, line } of structured.junk) problems.add(line, "a line that is no row", String(value));
    return withProblems(source.file, objects, problems.list);
  }
  for (const [at, each] of text.split("\n").entries()) {
    const line = at + 1;
    const prompt = promptCommand(each);
    const marker = /^Watchers:/.test(each) ? null : loopMarker(each);
    if (prompt !== null) object = named(prompt);
    else if (marker !== null) {
      const spec = splitSpec(marker);
      object = { pool: spec.pool ?? place, name: spec.name };
    } else if (/^Watchers:/.test(each)) {
      if (object) objects.push({ ...object, watchers: 0, line });
      else problems.add(line, "watchers of an object that no command names", each);
    } else if (/^\s+watcher=/.test(each)) {
      const last = objects.at(-1);
      if (last && object) last.watchers++;
    } else if (each.trim() !== "" && !/^\s/.test(each)) problems.add(line, "a line that is no row", each);
  }
  return withProblems(source.file, objects, problems.list);
}

/** Watchers are a list, or in older releases members of an object. */
function clientsIn(value: unknown): number {
  if (!isRecord(value)) return 0;
  return "client" in value ? 1 : Object.values(value).reduce((sum: number, each) => sum + clientsIn(each), 0);
}

const withProblems = (file: string, objects: StatusArtefact["objects"], problems: RowProblem[]): StatusArtefact => ({
  kind: "rbd-status",
  file,
  objects,
  ...(problems.length > 0 ? { problems } : {}),
});
