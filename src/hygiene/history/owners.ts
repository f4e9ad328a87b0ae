/** Names of the projects of which a digest may tell, and whom to ask there. */
import type { Intake } from "../../intake/artefact.ts";
import type { ItemList } from "./item-list.ts";
import type { DuplicateAdvice, Owner, QuotaUse } from "./record.ts";

/** So many, those with most bytes first: a digest names a few of each kind. */
const MOST_OWNERS = 500;

export function ownersOf(
  { artefacts }: Intake,
  items: ItemList,
  duplicates: readonly DuplicateAdvice[],
  quota: QuotaUse | null,
): Record<string, Owner> {
  const known = new Map(
    artefacts.flatMap((one) => (one.kind === "projects" ? one.projects : [])).map(({ id, ...owner }) => [id, owner]),
  );
  if (known.size === 0) return {};
  const bytesOf = new Map<string, number>();
  for (const { owner, bytes } of items)
    if (owner !== null && known.has(owner)) bytesOf.set(owner, (bytesOf.get(owner) ?? 0) + (bytes ?? 0));
  const largest = [...bytesOf].sort(([, one], [, other]) => other - one).slice(0, MOST_OWNERS);
  const named = [
    ...largest.map(([id]) => id),
    ...duplicates.flatMap(({ keep, owners }) => [...(keep.owner === null ? [] : [keep.owner]), ...owners]),
    ...(quota?.owners ?? []).map(({ owner }) => owner),
  ];
  return Object.fromEntries(
    [...new Set(named)].flatMap((id) => {
      const owner = known.get(id);
      return owner ? [[id, owner] as const] : [];
    }),
  );
}

/** How a project is called where its name is known. */
export const ownerText = (owners: Readonly<Record<string, Owner>>, id: string): string =>
  Object.hasOwn(owners, id) ? `${owners[id]?.name} (${id})` : id;
