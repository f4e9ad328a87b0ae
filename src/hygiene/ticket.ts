/** A text for the ticket of an owner: what is theirs, what to do, until when. Plain text; names of images are left out. */
import { humanBytes, plural } from "../units.ts";
import type { Item, ItemClass } from "./history/record.ts";

const ASKS: Readonly<Partial<Record<ItemClass, { is: string; does: string }>>> = {
  "not-cloneable": {
    is: "not raw: every server from them copies the whole image, and takes minutes to boot",
    does: "upload them again as raw (qemu-img convert -O raw, then openstack image create --import), then hide the old ones",
  },
  unused: { is: "not booted for a year", does: "delete them, or say why they are kept" },
  stuck: { is: "uploads that never ended", does: "delete the records, and upload again where it is needed" },
  "unprotected-public": { is: "public and not protected", does: "protect them: openstack image set --protected" },
};

const MOST_NAMED = 20;

/** Null when nothing of these items is asked of an owner. `by`: the day, as 2026-12-31. */
function ticketFor(owner: string, items: readonly Item[], by: string): string | null {
  const own = items.filter((item) => item.owner === owner && ASKS[item.class] !== undefined);
  if (own.length === 0) return null;
  const paragraphs = [...Map.groupBy(own, ({ class: kind }) => kind)].map(([kind, group]) => {
    const bytes = group.reduce((sum, item) => sum + (item.bytes ?? 0), 0);
    const left = group.length - MOST_NAMED;
    return [
      `${plural(group.length, "image")} (${humanBytes(bytes)}) of your project ${group.length === 1 ? "is" : "are"} ${ASKS[kind]?.is}.`,
      `Please: ${ASKS[kind]?.does}.`,
      ...group.slice(0, MOST_NAMED).map(({ key }) => `  ${key}`),
      ...(left > 0 ? [`  and ${left} more`] : []),
    ].join("\n");
  });
  return `Project ${owner}\n\n${paragraphs.join("\n\n")}\n\nPlease answer by ${by}. Nothing is deleted for you.\n`;
}

const MOST_OWNERS = 10;
const DAYS_TO_ANSWER = 14;

/** Texts for the owners of most bytes, to be answered within two weeks; null when nothing is asked of anybody. */
export function ticketsFor(items: readonly Item[], now: Date): string | null {
  const byOwner = Map.groupBy(
    items.filter(({ owner, class: kind }) => owner !== null && ASKS[kind] !== undefined),
    ({ owner }) => owner ?? "",
  );
  const by = new Date(now.getTime() + DAYS_TO_ANSWER * 86_400_000).toISOString().slice(0, 10);
  const bytesOf = (own: readonly Item[]): number => own.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const texts = [...byOwner]
    .sort(([one, a], [other, b]) => bytesOf(b) - bytesOf(a) || (one < other ? -1 : 1))
    .slice(0, MOST_OWNERS)
    .flatMap(([owner, own]) => ticketFor(owner, own, by) ?? []);
  return texts.length > 0 ? texts.join("\n----\n\n") : null;
}
