/** A text for the ticket of an owner: what is theirs, what to do, until when. Plain text; names of images are left out. */
import { humanBytes, plural } from "../units.ts";
import { bytesOf, type ItemList } from "./history/item-list.ts";
import { ownerText } from "./history/owners.ts";
import { ITEM_CLASSES, type ItemClass, type SnapshotRecord } from "./history/record.ts";

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

/** `items`: of which something is asked. `by`: the day, as 2026-12-31. */
function ticketFor(owner: string, owners: SnapshotRecord["owners"], items: ItemList, by: string): string {
  const contact = Object.hasOwn(owners, owner) ? owners[owner]?.contact : null;
  const own = items.where((item) => item.owner === owner);
  const groups = ITEM_CLASSES.map((kind) => ({ kind, group: own.of(kind) })).filter(({ group }) => group.length > 0);
  const paragraphs = groups.map(({ kind, group }) => {
    const left = group.length - MOST_NAMED;
    return [
      `${plural(group.length, "image")} (${humanBytes(bytesOf(group))}) of your project ${group.length === 1 ? "is" : "are"} ${ASKS[kind]?.is}.`,
      `Please: ${ASKS[kind]?.does}.`,
      ...Iterator.from(group)
        .take(MOST_NAMED)
        .map(({ key }) => `  ${key}`),
      ...(left > 0 ? [`  and ${left} more`] : []),
    ].join("\n");
  });
  return `Project ${ownerText(owners, owner)}\n${contact ? `Contact: ${contact}\n` : ""}\n${paragraphs.join("\n\n")}\n\nPlease answer by ${by}. Nothing is deleted for you.\n`;
}

const MOST_OWNERS = 10;
const DAYS_TO_ANSWER = 14;

/** Texts for the owners of most bytes, to be answered within two weeks; null when nothing is asked of anybody. */
export function ticketsFor(items: ItemList, owners: SnapshotRecord["owners"], now: Date): string | null {
  const asked = items.where(({ owner, class: kind }) => owner !== null && ASKS[kind] !== undefined);
  const byOwner = new Map<string, number>();
  for (const { owner, bytes } of asked) byOwner.set(owner ?? "", (byOwner.get(owner ?? "") ?? 0) + (bytes ?? 0));
  const by = new Date(now.getTime() + DAYS_TO_ANSWER * 86_400_000).toISOString().slice(0, 10);
  const texts = [...byOwner]
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, MOST_OWNERS)
    .map(([owner]) => ticketFor(owner, owners, asked, by));
  return texts.length > 0 ? texts.join("\n----\n\n") : null;
}
