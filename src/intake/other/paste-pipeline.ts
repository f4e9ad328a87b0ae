/** Reader of PasteDeploy pipelines (`glance-api-paste.ini`). */
import type { PastePipelineArtefact } from "../artefact.ts";
import type { ListingSource } from "../listings/reading.ts";

type Pipeline = PastePipelineArtefact["pipelines"][number];

const SECTION = /^\s*\[\s*([^\]]+?)\s*\]/;
const OPTION = /^\s*([^\s=:#;][^=:]*?)\s*[=:]\s*(.*)$/;

/**
 * Reads each `[pipeline:NAME]` with its members in order, filters first and the application last. A composite counts as
 * a pipeline of the pipelines and applications that it dispatches to.
 */
export function readPastePipeline(text: string, source: ListingSource): PastePipelineArtefact {
  const pipelines: Pipeline[] = [];
  let open: Pipeline | null = null;
  let composite = false;
  let continued = false;
  for (const [at, raw] of text.split("\n").entries()) {
    const each = raw.replace(/\r$/, "");
    if (/^\s*(?:[#;]|$)/.test(each)) continue;
    const section = SECTION.exec(each)?.[1];
    if (section !== undefined) {
      const named = /^(pipeline|composite)\s*:\s*(.+)$/.exec(section);
      open = named ? { name: named[2] ?? "", members: [], line: at + 1 } : null;
      composite = named?.[1] === "composite";
      continued = false;
      if (open !== null) pipelines.push(open);
      continue;
    }
    if (open === null) continue;
    const option: RegExpExecArray | null = /^\s/.test(each) && continued ? null : OPTION.exec(each);
    const [key, value]: [string, string] = option ? [option[1] ?? "", option[2] ?? ""] : ["", each];
    if (option) continued = key === "pipeline";
    if (composite && option && key.startsWith("/")) open.members.push(value.trim());
    else if (!composite && continued) {
      if (option) open.line = at + 1;
      open.members.push(
        ...value
          .trim()
          .split(/\s+/)
          .filter((member) => member !== ""),
      );
    }
  }
  return { kind: "paste-pipeline", file: source.file, pipelines };
}
