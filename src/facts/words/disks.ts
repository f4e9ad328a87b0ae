/** Ties services to the storage that a clause puts them on, by what stands between the two. */
import type { Mention, Storage, Who } from "./mentions.ts";
import { words, wordsOr } from "./patterns.ts";

export type Answer = "yes" | "no" | "partly";
/** `on`: what the answer is about; a service on other storage is a no for Ceph. */
export type Assignment = { who: Who; answer: Answer; on: Storage };

/** Widest gap between a service and its storage, in characters. */
const REACH = 70;

const LINK = wordsOr(
  "在|用|使用|跑在|放在|存在|基于",
  "on|in|into|onto|to|from|uses?|used|using|via|through|by|backed|runs?|running|sits?|lives?|live|stored|kept|located",
  "auf|im|nutz\\p{L}*|verwend\\p{L}*|benutz\\p{L}*|lieg\\p{L}*|läuft|laufen|über|sur|dans|utilis\\p{L}*|tourne\\p{L}*",
  "en|usan?|usamos|utiliza\\p{L}*|corren?|sobre|na|em|usam|rodam?|ficam?|estão|na|в|на|использу\\p{L}*|через|лежат|работа\\p{L}*",
);
/** Nothing but a mark or "is" between both: `Nova: Ceph`, `Nova (rbd)`, `Nova = Ceph`, "ephemeral is RBD". */
const DIRECT =
  /^\s*(?:(?:storage|disks?|data|backends?|pools?)\s+)?(?:[:=(–—-]+>?|→|is|are|sind|ist|est|sont|es|son|é|são|这|是|都是|有|:|=)\s*(?:all |also |both |pure |an? |the |our |alle |auch )*$/u;
const BACKENDS = /^\s*(?:has|have|hat|tiene|a|tem|имеет)\s+(?:\p{L}+ )?(?:backends?|pools?|types?)\s*[:(,–-]*\s*$/u;
const OWNS =
  /^\s*(?:all |only |still |just )?(?:have|has|with|haben|hat|ont|tienen|têm)\s+(?:\p{L}+ )?(?:files? on )?$/u;
const OWNS_BACKEND = /^\s*(?:has|have|with)\s+(?:\p{L}+ ){0,3}$/u;
/** The service does something with Ceph that is not keeping its disks there. */
const OTHER_DEED = words(
  "download\\w*|pull\\w*|fetch\\w*|cop(?:y|ies|ied|ying)|reads?|reading|imports?|exports?|convert\\w*|upload\\w*|migrat\\w*|moves?|moved|clones?|cloned|cloning|can|cannot|can't|able|access|reach\\w*|talks?|connect\\w*|sees?|mounts?|lose|loses|next to|near|beside|close to|related|fails?|depend\\w*",
);
/** Local disks that hold no guest. */
const SIDE_USE =
  /^\s*(?:only )?for (?:the )?(?:os|operating system|swap|system|boot|logs?|scratch|cache|ceph)(?!\p{L})/u;
/** Storage named before the service: "one Ceph for Nova and Cinder". */
const SERVES =
  /^[^,.]{0,24}?(?<!\p{L})(?:for|under|underneath|behind|below|beneath|serves?|serving|backs?|backing|hosts?|hosting|holds?|holding|stores?|storing|für|unter|hinter|pour|sous|derrière|para|для|под)\s+(?:(?:the|our|all|both|of|only|just|nur|die|unsere|les|nos|le|la|las|los|as|os|o|a|alle)\s+)*$|^\s*给\s*$/u;
const MADE_OF =
  /^[- ](?:backed|based|basierte[nrms]?|hosted)\s+(?:\p{L}+ )?$|^\s(?=volumes?|root disks?|ephemeral|instance disks?|vm disks?)$/u;
const JOINT =
  /^(?:[\s,/&+、]|(?<!\p{L})(?:and|und|et|y|e|и|plus|both|the|our|all|their|also|as well as|ephemeral|root|disks?|storage|service|backend|für|for|der|die|das|les|la|los|las|os|as|和|以及|与)(?!\p{L}))*$/u;
const JOINT_CJK = /^\s*(?:和|与|以及|、|，|及)\s*$/u;

/** Between two storages of one service: "Ceph and LVM". */
const ALSO =
  /^\s*(?:cluster|pool|backend)?\s*(?:[,/&+、]|和|与|(?:,\s*)?(?:and|or|und|oder|et|ou|y|o|e|и|или|plus)\s)\s*(?:(?:on|partly|some|also|the|an?|auf|sur|en|em|на|others?)\s+)*$/u;

const NEGATED = wordsOr(
  "没有?|不|未|无",
  "no|not|never|without|none|neither|nor|isn't|aren't|doesn't|don't|didn't|nothing|instead of|rather than|\\p{L}+n't",
  "kein\\p{L}*|nicht|ohne|nie|statt|pas|sans|aucun\\p{L}*|ni|au lieu de|sin|nunca|en lugar de|en vez de|não|nao|sem|nem|ao invés de|em vez de|не|нет|без|вместо",
);
/** `Nova on Ceph: no`. */
const ANSWERED_NO =
  /^\s*(?:\?|[:=–-])\s*(?:no|none|not|false|nein|nicht|non|não|нет|否|没有)(?![\p{Script=Latin}\p{Script=Cyrillic}])/u;
const NOT_ALL = wordsOr(
  "不是所有|不全|不仅",
  "not (?:all|every(?:thing)?|only|just|entirely|fully|completely)|nicht (?:alle|alles|nur)|pas (?:tous|toutes|tout|seulement)|no (?:todos|todas|todo|solo)|nem tod[oa]s?|não (?:só|apenas)|не (?:все|всё|только)",
);
const PARTLY = wordsOr(
  "部分|有些|一半|一些",
  "some|part(?:ly|ially)?|half|most(?:ly)?|except|a few|certain|mixed|either|mixture|mix|third of|quarter of|(?:one|two|three|four|\\d+) (?:out )?of|\\d+ ?%|in (?:az|site|region|zone) ?-?\\w+",
  "(?:first|second|third|fourth|other|last|new) (?:az|site|region|zone|room|cell|rack|aggregate|half)",
  "teilweise|einige[nr]?|teil(?:s|e)?|zum teil|hälfte|außer|manche|certain(?:e?s)?|en partie|moitié|sauf|quelques|algun[oa]s|parte|mitad|salvo|excepto|alguns|algumas|metade|exceto|частично|некоторы\\p{L}*|часть|половина|кроме",
);
const ONLY_BEFORE =
  /(?:^|[^\p{L}])(?:only|just|solely|exclusively|nur|ausschließlich|seulement|uniquement|solo|sólo|solamente|únicamente|só|somente|apenas|только)\s+(?:(?:for|by|the|our|in|für|von|pour|para|per|для|used|of)\s+)*$|(?:只有|仅)\s*$/u;
const ONLY_AFTER =
  /^\s*(?:only|alone|exclusively|nur|seulement|uniquement|solamente|únicamente|apenas|somente|только)(?!\p{L})/u;

/**
 * Each service with the storage it is on. A service takes the storage that follows it with a link between ("Nova runs on
 * Ceph"), or precedes it ("Ceph for Nova"); several joined services share one storage, several joined storages one service.
 */
export function assignments(
  text: string,
  services: readonly Mention<Who>[],
  storage: readonly Mention<Storage>[],
  portuguese: boolean,
): Assignment[] {
  const found: Assignment[] = [];
  let last: Mention<Who>[] = [];
  storage.forEach((store, index) => {
    const previous = storage[index - 1];
    const group = groupOf(text, services, storage, store, previous, last, portuguese);
    last = group;
    if (group.length === 0) return;
    found.push(...answersFor(text, group, store, portuguese));
  });
  return unite(found);
}

function groupOf(
  text: string,
  services: readonly Mention<Who>[],
  storage: readonly Mention<Storage>[],
  store: Mention<Storage>,
  previous: Mention<Storage> | undefined,
  last: readonly Mention<Who>[],
  portuguese: boolean,
): Mention<Who>[] {
  const after = services.filter(({ start }) => start >= store.end);
  const following = after[0];
  const before = services.filter(({ end }) => end <= store.start);
  const nearest = before.at(-1);
  const gapAfter = following ? text.slice(store.end, following.start) : "";
  const serves = following !== undefined && (SERVES.test(gapAfter) || MADE_OF.test(gapAfter));
  const apart = nearest !== undefined && storage.some(({ start }) => start >= nearest.end && start < store.start);
  const gap = nearest && !apart ? text.slice(nearest.end, store.start) : null;
  const holds = gap !== null && linked(gap, text.slice(store.end), store.kind, portuguese);
  const uses =
    holds &&
    /(?<!\p{L})(?:uses?|using|nutz\p{L}*|verwend\p{L}*|utilis\p{L}*|usa\p{L}*|utiliza\p{L}*|использу\p{L}*)/u.test(gap);
  if (serves && (!holds || uses)) return spreadRight(text, after, storage);
  if (holds) return spreadLeft(text, before);
  if (!previous || services.some(({ start }) => start >= previous.end && start < store.start)) return [];
  // "computes in two zones are on Ceph and the third has local disks": more of the same service
  const more = store.kind === "other" && text.startsWith("lo", store.start);
  return more || ALSO.test(text.slice(previous.end, store.start)) ? [...last] : [];
}

function linked(gap: string, rest: string, kind: Storage, portuguese: boolean): boolean {
  if (kind === "other" && SIDE_USE.test(rest)) return false;
  if (gap.length > REACH || OTHER_DEED.test(gap) || /[.;?]\s/.test(gap)) return false;
  if (portuguese && /^\s*(?:\p{L}+ )?(?:no|num)\s+(?:mesmo )?(?:\p{L}+ )?$/u.test(gap)) return true;
  if (/^\s*no\s*$/.test(gap)) return false;
  if (kind === "other" && OWNS.test(gap)) return true;
  if (DIRECT.test(gap) || BACKENDS.test(gap) || LINK.test(gap)) return true;
  return OWNS_BACKEND.test(gap) && /^\s*(?:and \p{L}+ )?(?:backends?|pools?|storage|disks?)/u.test(rest);
}

function spreadLeft(text: string, before: readonly Mention<Who>[]): Mention<Who>[] {
  const group: Mention<Who>[] = [];
  for (const one of before.toReversed()) {
    const next = group[0];
    if (next && !joins(text.slice(one.end, next.start))) break;
    group.unshift(one);
  }
  return group;
}

function spreadRight(
  text: string,
  after: readonly Mention<Who>[],
  storage: readonly Mention<Storage>[],
): Mention<Who>[] {
  const group: Mention<Who>[] = [];
  for (const one of after) {
    const previous = group.at(-1);
    if (previous && !joins(text.slice(previous.end, one.start))) break;
    group.push(one);
  }
  // "Ceph for Nova, Cinder on LVM": the last of the row has storage of its own
  const end = group.at(-1);
  const own = end && storage.find(({ start }) => start >= end.end);
  const first = group[0];
  if (
    end &&
    own &&
    end !== first &&
    LINK.test(text.slice(end.end, own.start)) &&
    text.slice(end.end, own.start).length < 20
  )
    group.pop();
  return group;
}

const joins = (gap: string): boolean => gap.length <= 30 && (JOINT.test(gap) || JOINT_CJK.test(gap));

function answersFor(
  text: string,
  group: readonly Mention<Who>[],
  store: Mention<Storage>,
  portuguese: boolean,
): Assignment[] {
  const start = Math.min(store.start, ...group.map((one) => one.start));
  const end = Math.max(store.end, ...group.map((one) => one.end));
  const span = text.slice(Math.max(0, start - 14), end);
  const heard = span.replaceAll(portuguese ? /(?<!\p{L})no(?!\p{L})/gu : /(?<!\p{L})no(?= mesmo)/gu, "em");
  const answer = answerOf(heard, text, store);
  if (answer === null) return [];
  const on = store.kind;
  const own: Assignment[] = group.map(({ kind }) => ({ who: kind, answer, on }));
  if (answer !== "yes" || on !== "ceph" || !exclusive(text, group)) return own;
  const named = new Set(group.map(({ kind }) => kind));
  const others = (["nova", "cinder"] as const).filter((who) => !named.has(who) && !named.has("all"));
  return [...own, ...others.map((who): Assignment => ({ who, answer: "no", on: "other" }))];
}

/** Null where only other storage is denied: that says nothing of Ceph. */
function answerOf(span: string, text: string, store: Mention<Storage>): Answer | null {
  const partly = PARTLY.test(text) || NOT_ALL.test(text);
  const negated = NEGATED.test(span) !== ANSWERED_NO.test(text.slice(store.end));
  if (store.kind === "other") return negated ? null : partly ? "partly" : "no";
  if (NOT_ALL.test(span)) return "partly";
  if (negated) return "no";
  return partly ? "partly" : "yes";
}

function exclusive(text: string, group: readonly Mention<Who>[]): boolean {
  const first = group[0];
  const last = group.at(-1);
  if (!first || !last) return false;
  return ONLY_BEFORE.test(text.slice(0, first.start)) || ONLY_AFTER.test(text.slice(last.end));
}

/** A service on Ceph and on something else is partly on Ceph. */
function unite(found: readonly Assignment[]): Assignment[] {
  const byWho = new Map<Who, Assignment>();
  for (const one of found) {
    const before = byWho.get(one.who);
    if (!before) byWho.set(one.who, one);
    else if (before.answer !== one.answer)
      byWho.set(one.who, { who: one.who, answer: "partly", on: before.on === "ceph" ? before.on : one.on });
  }
  return [...byWho.values()];
}
