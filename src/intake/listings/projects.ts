/** Reader of the names of projects, as `glancewright collect` writes them. */
import type { ProjectsArtefact } from "../artefact.ts";
import { isRecord, type ListingSource, scalarText } from "./reading.ts";

export const PROJECTS_SCHEMA = "glancewright.projects/1";

/** Longer texts are no names. */
const MOST_CHARACTERS = 80;

/** Rows without an id or a name are left out. */
export function readProjects(text: string, { file }: ListingSource): ProjectsArtefact {
  const document: unknown = JSON.parse(text);
  const rows: unknown = isRecord(document) ? document["projects"] : null;
  const short = (value: unknown): string | null => {
    // one line, whatever somebody called it
    const whole = scalarText(value)
      ?.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
      .trim();
    return whole ? [...whole].slice(0, MOST_CHARACTERS).join("") : null;
  };
  return {
    kind: "projects",
    file,
    projects: (Array.isArray(rows) ? rows : []).filter(isRecord).flatMap((row) => {
      const [id, name] = [scalarText(row["id"]), short(row["name"])];
      return id && name ? [{ id, name, contact: short(row["contact"]) }] : [];
    }),
  };
}
