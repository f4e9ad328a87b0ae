/** What was accepted, by whom, until when, held against what is there. Nothing is hidden that was not named, nothing ends unsaid. */

import type { ItemList } from "./item-list.ts";
import { itemFingerprint } from "./item-name.ts";
import type { Item, ItemClass } from "./record.ts";

/** As kept: one for each item. `until` null: without an end. */
export type Acceptance = { fingerprint: string; who: string; why: string; until: Date | null };

export type Accepted = {
  /** Items that nobody accepted, or whose acceptance has ended. */
  open: ItemList;
  accepted: readonly { item: Item; acceptance: Acceptance }[];
  /** Of the accepted: those that end within `soonDays`, the next first. */
  ending: readonly { item: Item; acceptance: Acceptance }[];
  /** Ended since the earlier look: the item is open again, and that is said. */
  ended: readonly { item: Item; acceptance: Acceptance }[];
  /** Ended since the earlier look, and nothing that was shown bears their name: gone, grown, or not listed this time. */
  endedUnseen: readonly Acceptance[];
  /** The thing is not there any more, in a class that is shown whole. */
  obsolete: readonly Acceptance[];
};

const DAY = 86_400_000;

/**
 * `acceptances`: all of the cloud, also those that ended after `since`, the time of the earlier digest. `isShown`: whether
 * absence of an item of the class means that it is gone.
 */
export function acceptedOf(
  items: ItemList,
  acceptances: readonly Acceptance[],
  { now, since, soonDays = 14 }: { now: Date; since: Date | null; soonDays?: number },
  gone: (acceptance: Acceptance) => boolean = () => true,
): Accepted {
  const byFingerprint = new Map(acceptances.map((acceptance) => [acceptance.fingerprint, acceptance]));
  const accepted: { item: Item; acceptance: Acceptance }[] = [];
  const ended: { item: Item; acceptance: Acceptance }[] = [];
  const met = new Set<string>();
  const places = new Set<number>();
  for (let place = 0; byFingerprint.size > 0 && place < items.length; place++) {
    const item = items.at(place) as Item;
    const fingerprint = itemFingerprint(item);
    const acceptance = byFingerprint.get(fingerprint);
    if (!acceptance) continue;
    met.add(fingerprint);
    if (holds(acceptance, now)) {
      accepted.push({ item, acceptance });
      places.add(place);
    } else if (acceptance.until && (since === null || acceptance.until > since)) ended.push({ item, acceptance });
  }
  const soon = now.getTime() + soonDays * DAY;
  return {
    open: places.size === 0 ? items : items.where((_, place) => !places.has(place)),
    accepted,
    ended,
    endedUnseen: acceptances.filter(
      ({ fingerprint, until }) =>
        !met.has(fingerprint) && until !== null && until <= now && (since === null || until > since),
    ),
    ending: accepted
      .filter(({ acceptance: { until } }) => until !== null && until.getTime() <= soon)
      .sort((one, other) => (one.acceptance.until?.getTime() ?? 0) - (other.acceptance.until?.getTime() ?? 0)),
    obsolete: acceptances.filter(
      (acceptance) => !met.has(acceptance.fingerprint) && holds(acceptance, now) && gone(acceptance),
    ),
  };
}

const holds = ({ until }: Acceptance, now: Date): boolean => until === null || until > now;

/** Which items are meant: all that is named must hold. */
export type Selector = {
  class: ItemClass;
  /** Of an orphan or a trash entry. */
  pool: string | null;
  owner: string | null;
  atLeastBytes: number | null;
};

/**
 * The items that a selector means now, as fingerprints: what comes later was not looked at by whoever accepts, and is not
 * accepted.
 */
export function frozen(items: ItemList, { class: kind, pool, owner, atLeastBytes }: Selector): string[] {
  return Iterator.from(items.of(kind))
    .filter(
      (item) =>
        (pool === null || item.key.startsWith(`${pool}/`)) &&
        (owner === null || item.owner === owner) &&
        (atLeastBytes === null || (item.bytes ?? 0) >= atLeastBytes),
    )
    .map(itemFingerprint)
    .toArray();
}
