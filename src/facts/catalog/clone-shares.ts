/** How many disks of guests are clones of an image: what a listing of the vms or volumes pool shows. */
import type { Intake } from "../../intake/artefact.ts";
import type { ObjectTable } from "../../intake/listings/object-table.ts";
import type { CloneShare } from "../cloud.ts";

type Consumer = CloneShare["consumer"];

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** Names that Nova gives a root disk and Cinder a volume; `_disk.config`, `_disk.swap` and `_disk.eph0` are no root disks. */
const ROOT_DISK: Readonly<Record<Consumer, RegExp>> = {
  nova: new RegExp(`^${UUID}_disk$`),
  cinder: new RegExp(`^volume-${UUID}$`),
};
const EXAMPLES = 10;

/** The id of the server or volume whose root disk has that name; null for any other object. */
export function rootDiskId(name: string): string | null {
  if (ROOT_DISK.nova.test(name)) return name.slice(0, 36);
  return ROOT_DISK.cinder.test(name) ? name.slice("volume-".length) : null;
}

/**
 * Counts root disks and volumes, and how many of them have a parent. Only rows whose listing shows parents count
 * (`rbd ls -l`). A pool that is not named by the configuration is told by the names in it; one pool may serve both.
 */
export function cloneShares(intake: Intake, pools: { nova: string[]; cinder: string[] }): CloneShare[] {
  const { objects } = intake;
  const shares: CloneShare[] = [];
  const long = new Set(
    intake.artefacts.flatMap((artefact) => (artefact.kind === "rbd-ls" && artefact.long ? [artefact.pool] : [])),
  );
  for (const pool of objects.pools) {
    if (!long.has(pool)) continue;
    for (const consumer of ["nova", "cinder"] as const) {
      const named = pool !== null && pools[consumer].includes(pool);
      const other = pool !== null && pools[consumer === "nova" ? "cinder" : "nova"].includes(pool);
      const share = shareOf(objects, pool, consumer);
      if (share !== null && (named || !other || share.disks > 0)) shares.push(share);
    }
  }
  return shares;
}

function shareOf(objects: ObjectTable, pool: string | null, consumer: Consumer): CloneShare | null {
  const examplesWithoutParent: string[] = [];
  let share: CloneShare | null = null;
  const pattern = ROOT_DISK[consumer];
  for (const row of objects.rows(pool)) {
    // Neither name is a bare UUID, as those of a million images are.
    if (row.snapshot !== null || !objects.names.isOther(objects.nameNumberAt(row.index))) continue;
    const { name } = row;
    if (!pattern.test(name)) continue;
    share ??= {
      pool: pool ?? "",
      consumer,
      disks: 0,
      clones: 0,
      at: { file: row.file, line: row.line },
      examplesWithoutParent,
    };
    share.disks++;
    if (row.parent) share.clones++;
    else if (examplesWithoutParent.length < EXAMPLES) examplesWithoutParent.push(name);
  }
  return share;
}
