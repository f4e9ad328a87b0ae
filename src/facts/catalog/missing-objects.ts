/** Images whose RBD location has no object behind it, or an object without the snapshot that clones and reads need. */
import type { Intake, ObjectListArtefact } from "../../intake/artefact.ts";
import { parseLocation } from "../../intake/listings/location.ts";
import type { ObjectJoin } from "../cloud.ts";
import { isLive } from "./image-state.ts";

/** Looks only into pools that were listed long: elsewhere nothing can be missing. */
export function missingObjects(
  intake: Intake,
  pools: readonly (string | null)[],
): ObjectJoin["missingObjects"][number][] {
  if (!intake.images.fields.has("locations")) return [];
  const listed = intake.artefacts
    .filter((artefact): artefact is ObjectListArtefact => artefact.kind === "rbd-ls" && artefact.long)
    .map(({ pool }) => pool);
  const complete = pools.filter((pool): pool is string => pool !== null && listed.includes(pool));
  if (complete.length === 0) return [];
  const missing: ObjectJoin["missingObjects"][number][] = [];
  for (const image of intake.images.rows()) {
    if (!isLive(image) || image.status !== "active") continue;
    for (const url of image.locations ?? []) {
      const { rbd } = parseLocation(url);
      if (!rbd?.pool || !complete.includes(rbd.pool)) continue;
      const head = intake.objects.find(rbd.pool, rbd.image);
      const snap = rbd.snapshot ? intake.objects.find(rbd.pool, rbd.image, rbd.snapshot) : head;
      if (!head || !snap) missing.push({ imageId: image.id, store: null, at: { file: image.file, line: image.line } });
    }
  }
  return missing;
}
