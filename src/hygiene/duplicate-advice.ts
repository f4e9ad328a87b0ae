/** Of images with the same bytes: which to keep, whose the others are, and what removing these would give and break. */
import { clonesSeen } from "../facts/catalog/clones-seen.ts";
import type { Cloud, DuplicateGroup } from "../facts/cloud.ts";
import type { ImageRow } from "../intake/listings/image-table.ts";
import type { DuplicateAdvice } from "./history/record.ts";

/** So many groups are worth reading. */
const MOST_GROUPS = 10;
const MOST_OWNERS = 5;

type Member = {
  id: string;
  owner: string | null;
  visibility: string | null;
  createdAt: string;
  protected: boolean;
  hidden: boolean;
  /** All of its copies are there, as far as the listings show. */
  whole: boolean;
  clones: boolean;
  servers: number;
  volumes: number;
  boots: number;
};

/** Largest waste first. The key of a group is `keyOf` of it. */
export function duplicateAdvice(
  { intake, catalog, join }: Pick<Cloud, "intake" | "catalog" | "join">,
  keyOf: (group: DuplicateGroup) => string,
): DuplicateAdvice[] {
  const images = catalog?.images;
  const groups = catalog?.duplicates.examples.slice(0, MOST_GROUPS) ?? [];
  if (!images || groups.length === 0) return [];
  const { hasChildren } = clonesSeen(intake);
  const broken = new Set(
    [...(join?.missingObjects ?? []), ...(join?.shortObjects ?? [])].map(({ imageId }) => imageId),
  );
  const uses = new Map(
    intake.artefacts.flatMap((one) => (one.kind === "image-uses" ? one.uses : [])).map((use) => [use.imageId, use]),
  );
  const boots = new Map(
    intake.artefacts
      .flatMap((one) => (one.kind === "boot-counts" ? one.boots : []))
      .map(({ imageId, boots: count }) => [imageId, count]),
  );
  const memberOf = (image: ImageRow): Member => {
    const use = uses.get(image.id);
    return {
      id: image.id,
      owner: image.owner ?? null,
      visibility: image.visibility ?? null,
      createdAt: image.createdAt ?? "",
      protected: image.protected === true,
      hidden: image.hidden === true,
      whole: !broken.has(image.id),
      clones: hasChildren(null, image.id),
      servers: (use?.servers ?? 0) + (use?.volumeBackedServers ?? 0),
      volumes: use?.volumes ?? 0,
      boots: boots.get(image.id) ?? image.boots30d ?? 0,
    };
  };
  const wasAsked = intake.artefacts.some(({ kind }) => kind === "image-uses");
  const counted = boots.size > 0 || images.fields.has("boots30d");
  return groups.map((group) => {
    const members = group.imageIds.flatMap((id) => {
      const image = images.find(id);
      return image ? [memberOf(image)] : [];
    });
    const [keep, ...others] = members.sort(byWorth);
    const sum = (of: (member: Member) => number): number => others.reduce((total, member) => total + of(member), 0);
    const owners = [...Map.groupBy(others, ({ owner }) => owner ?? "")]
      .filter(([owner]) => owner !== "")
      .sort(([one, a], [other, b]) => b.length - a.length || (one < other ? -1 : 1));
    return {
      key: keyOf(group),
      keep: { id: keep?.id ?? "", owner: keep?.owner ?? null, visibility: keep?.visibility ?? null },
      others: others.length,
      owners: owners.slice(0, MOST_OWNERS).map(([owner]) => owner),
      savedBytes: group.size * others.length,
      withClones: others.filter(({ clones }) => clones).length,
      servers: wasAsked ? sum(({ servers }) => servers) : null,
      volumes: wasAsked ? sum(({ volumes }) => volumes) : null,
      boots: counted ? sum(({ boots: own }) => own) + (keep?.boots ?? 0) : null,
    };
  });
}

const VISIBILITIES = ["public", "community", "shared", "private"];

/** The one that most would miss comes first: whole, not hidden, seen by most, protected, with clones, named, booted; then the oldest. */
function byWorth(one: Member, other: Member): number {
  const seen = ({ visibility }: Member): number => VISIBILITIES.indexOf(visibility ?? "private");
  const yes = (a: boolean, b: boolean): number => Number(b) - Number(a);
  return (
    yes(one.whole, other.whole) ||
    yes(!one.hidden, !other.hidden) ||
    seen(one) - seen(other) ||
    yes(one.protected, other.protected) ||
    yes(one.clones, other.clones) ||
    other.servers + other.volumes - (one.servers + one.volumes) ||
    other.boots - one.boots ||
    (one.createdAt < other.createdAt ? -1 : one.createdAt > other.createdAt ? 1 : one.id < other.id ? -1 : 1)
  );
}
