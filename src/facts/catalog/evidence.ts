/** What the listings show about single objects, collected once for the join. */
import type { Intake } from "../../intake/artefact.ts";

/** `pool/name` without its snapshot; a name without pool is kept as it is. */
export const bareSpec = (spec: string): string => spec.replace(/@.*$/, "");

export type ObjectEvidence = {
  /** Objects that are a parent of something, by `pool/name` and by bare name where no pool was told. */
  parents: ReadonlySet<string>;
  /** Objects for which `rbd children --all` was shown. */
  childrenAsked: ReadonlySet<string>;
  /** Names in the trash, by pool. */
  trash: readonly { pool: string | null; name: string; file: string; line: number }[];
  /** Bytes in use by `pool/name`, head and snapshots together, from `rbd du`. */
  used: ReadonlyMap<string, number>;
  createdAt: ReadonlyMap<string, string>;
};

export function objectEvidence(intake: Intake): ObjectEvidence {
  const parents = new Set<string>();
  const childrenAsked = new Set<string>();
  const trash: { pool: string | null; name: string; file: string; line: number }[] = [];
  const createdAt = new Map<string, string>();
  for (const artefact of intake.artefacts) {
    if (artefact.kind === "rbd-children") {
      for (const { parent, children } of artefact.parents) {
        if (parent === null) continue;
        if (children.length > 0) parents.add(bareSpec(parent));
        if (artefact.all === true) childrenAsked.add(bareSpec(parent));
      }
    } else if (artefact.kind === "rbd-trash") {
      for (const { name, line } of artefact.entries)
        trash.push({ pool: artefact.pool, name, file: artefact.file, line });
    } else if (artefact.kind === "rbd-info") {
      for (const object of artefact.objects) {
        if (object.parent) parents.add(bareSpec(object.parent));
        if (object.createdAt) createdAt.set(`${object.pool ?? ""}/${object.name}`, object.createdAt);
      }
    }
  }
  const used = new Map<string, number>();
  for (const row of intake.objects.rows()) {
    if (row.parent) parents.add(bareSpec(row.parent));
    if (row.used !== undefined)
      used.set(`${row.pool ?? ""}/${row.name}`, (used.get(`${row.pool ?? ""}/${row.name}`) ?? 0) + row.used);
  }
  return { parents, childrenAsked, trash, used, createdAt };
}
