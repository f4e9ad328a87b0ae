/** Parts of a digest's thread about use: disks by image, drift of visibility, groups of the same bytes, cache, quotas. */
import { humanBytes, percent, plural } from "../units.ts";
import type { Section } from "./digest-details.ts";
import type { Difference, NewDisks } from "./history/compare.ts";
import { exposureChanges } from "./history/exposure.ts";
import { ownerText } from "./history/owners.ts";
import type { SnapshotRecord } from "./history/record.ts";

type Names = Pick<SnapshotRecord, "names">;
type Week = { takenAt: string; newDisks: Difference["newDisks"] };

const MOST_IMAGES = 10;
const MOST_NAMED = 5;
const WEEKS_BEFORE = 4;

/** An image by its name and id, as far as the name was kept. */
export const imageText = ({ names }: Names, id: string): string => (names[id] ? `${names[id]} (${id})` : id);

/** The main figure for each image: how many of its new disks are clones, and how it was in the weeks before. */
export function diskSection(record: SnapshotRecord, difference: Difference, weeks: readonly Week[]): Section[] {
  const byImage = difference.newDisks?.byImage ?? [];
  if (byImage.length === 0) return [];
  const earlier = weeks
    .filter(({ takenAt }) => takenAt < record.takenAt)
    .toSorted((one, other) => (one.takenAt < other.takenAt ? 1 : -1));
  return [
    {
      title: `New disks by image since ${difference.from.slice(0, 10)}`,
      lines: byImage.slice(0, MOST_IMAGES).map(({ image, count, clones }) => {
        const share = `${plural(clones, "clone")} of ${plural(count, "new disk")} (${percent(clones, count)})`;
        return `${imageText(record, image)}: ${share}${sharesBefore(image, earlier)}`;
      }),
    },
  ];
}

function sharesBefore(image: string, weeks: readonly Week[]): string {
  const shares = weeks.flatMap(({ newDisks }) => shareOf(newDisks, image)).slice(0, WEEKS_BEFORE);
  return shares.length === 0 ? "" : `; before that ${shares.join(", ")}`;
}

function shareOf(disks: NewDisks | null, image: string): string[] {
  const own = disks?.byImage?.find((one) => one.image === image);
  return own ? [percent(own.clones, own.count)] : [];
}

/** Images that others see, or may delete, in another way than at the last digest. */
export function exposureSection(record: SnapshotRecord, { exposure, from }: Difference): Section[] {
  if (exposure === null || exposure.length === 0) return [];
  const byChange = new Map<string, string[]>();
  for (const { id, before, after } of exposure)
    for (const change of exposureChanges(before, after)) byChange.set(change, [...(byChange.get(change) ?? []), id]);
  return [
    {
      title: `Visibility and protection since ${from.slice(0, 10)}`,
      lines: [...byChange]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([change, ids]) => {
          const named = ids.slice(0, MOST_NAMED).map((id) => imageText(record, id));
          const left = ids.length - named.length;
          return `${plural(ids.length, "image")} ${change}: ${named.join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
        }),
    },
  ];
}

/** Which image of a group to keep, whose the others are, what removing them gives and breaks. */
export function duplicateLines(record: Pick<SnapshotRecord, "duplicates" | "names" | "owners">): string[] {
  return record.duplicates.map(({ key, keep, others, owners, savedBytes, withClones, servers, volumes, boots }) => {
    const whose = owners.length > 0 ? ` of project ${owners.map((id) => ownerText(record.owners, id)).join(", ")}` : "";
    const named = (servers ?? 0) + (volumes ?? 0);
    return [
      `${key}: keep ${imageText(record, keep.id)}${keep.visibility ? `, ${keep.visibility}` : ""}${keep.owner ? `, of ${ownerText(record.owners, keep.owner)}` : ""}`,
      `the other ${others}${whose} hold ${humanBytes(savedBytes)}`,
      ...(boots === null ? [] : [`${plural(boots, "boot")} of the group`]),
      servers === null
        ? "which servers name them is not known"
        : named === 0
          ? "no server or volume names them"
          : `${plural(servers, "server")} and ${plural(volumes ?? 0, "volume")} name them: rebuild and rescue would miss the image`,
      ...(withClones > 0 ? [`${withClones} with clones: nothing is free before these are gone`] : []),
    ].join("; ");
  });
}

/** The cache against the images of 80 % of the boots. */
export function cacheSection({ cache }: Pick<SnapshotRecord, "cache">): Section[] {
  if (cache === null) return [];
  const { hotBytes, cachedBytes, cachedImages, limitBytes } = cache;
  const lines = [
    ...(hotBytes === null ? [] : [`the images of 80 % of the boots are ${humanBytes(hotBytes)}`]),
    ...(cachedBytes === null ? [] : [`${plural(cachedImages, "image")} in it, ${humanBytes(cachedBytes)}`]),
    ...(limitBytes === null ? [] : [`image_cache_max_size is ${humanBytes(limitBytes)}`]),
    ...(hotBytes === null || limitBytes === null
      ? []
      : [
          limitBytes < hotBytes
            ? `too small by ${humanBytes(hotBytes - limitBytes)}: what boots most is fetched again and again`
            : `large enough by ${humanBytes(limitBytes - hotBytes)}`,
        ]),
  ];
  return lines.length === 0 ? [] : [{ title: "Image cache", lines }];
}

/** Projects that will soon not be able to upload. */
export function quotaSection({ quota, owners: named }: Pick<SnapshotRecord, "quota" | "owners">): Section[] {
  if (quota === null || quota.owners.length === 0) return [];
  const { limitBytes, owners } = quota;
  return [
    {
      title: `Projects near user_storage_quota of ${humanBytes(limitBytes)}`,
      lines: owners.map(
        ({ owner, bytes }) =>
          `project ${ownerText(named, owner)}: ${humanBytes(bytes)}, ${Math.round((100 * bytes) / limitBytes)} %`,
      ),
    },
  ];
}
