/** What the words say about Ceph under Nova, Cinder and Glance. Only plain statements count; a wrong yes is worse than none. */
import type { Said, Statements } from "../cloud.ts";
import type { Answer, Assignment } from "./disks.ts";
import { assignments } from "./disks.ts";
import type { Mention, Storage } from "./mentions.ts";
import { storageIn, whoIn, withoutBeside } from "./mentions.ts";
import { words, wordsOr } from "./patterns.ts";
import type { Sentence } from "./sentences.ts";

export type CephStatements = Pick<Statements, "novaOnCeph" | "cinderOnCeph" | "ceph" | "sameCluster">;

const EVERYWHERE = words(
  "ceph everywhere|all[- ]ceph|pure(?:ly)? ceph|ceph[- ]only|(?:only|just) ceph|nothing but ceph|fully on ceph|ceph[- ]?(?:based |backed )?(?:cloud|openstack|deployment|site)|ceph for (?:everything|all(?: services)?|all three)|überall ceph|ceph überall|ceph partout|ceph por todas partes",
);
const NO_CEPH = wordsOr(
  "(?:没有|不用|未使用|不使用|无) ?ceph",
  "(?:no|without(?: any)?|kein|keinen?|ohne|pas de|aucun|sans|sin|sem|нет|без) (?:ceph|цеф\\p{L}*)(?=\\s*(?:$|[.,;:!)]|cluster|storage|at all|in |on |here|anywhere|yet|involved|available|deployed|and |so |only |just |aqui|aquí|ici|hier|vorhanden|im |dans|en |no |у|в ))",
  "ceph\\s*[:=]\\s*(?:none|no|not used|nein|non|não|нет)",
  "(?:do not|don't|does not|doesn't|not|never) (?:have|use|using|run|running|deploy) (?:any )?ceph|ceph is not (?:used|in use|deployed|available|present)|ceph[- ]free|(?:isn't|is not|there's no) (?:any )?ceph(?: here)?",
  "(?:haben|nutzen|verwenden) kein(?:en)? ceph|n'utilisons pas (?:de )?ceph|n'avons pas de ceph|no (?:tenemos|usamos|hay) ceph|não (?:temos|usamos|há) ceph|не используем ceph|ceph (?:нет|не используется)",
);
const PLACE = words(
  "(?:first|second|third|fourth|other|one|last|new) (?:az|site|region|zone|room|cell|rack)",
  "in az\\s?-?\\w+",
);
const ONE_CLUSTER = wordsOr(
  "同一个?",
  "same|(?:one|single|shared|common)(?: \\p{L}+)? (?:ceph|rbd|cluster)|one (?:ceph|cluster)|gleichen?|selben|demselben|einem|même|mismo|único|mesmo|одном|том же|один(?: и тот же)?",
);
const SEPARATE = wordsOr(
  "不同的?|两个|各自",
  "separate|different|distinct|two(?: \\p{L}+)? (?:ceph|clusters?)|second (?:ceph|cluster)|another (?:ceph|cluster)|(?:its|their) own (?:ceph|cluster)|not the same|verschiedene[nr]?|getrennte[nr]?|eigenen|zwei|différents?|séparés|distintos|diferentes|separados|dos clusters|dois clusters|разн\\p{L}*|отдельн\\p{L}*",
);

type Reading = { sentence: Sentence; file: string; known: { ceph: boolean; it: boolean }; portuguese: boolean };

/** Reads each clause on its own. A yes and a no about the same service make "partly". */
export function cephStatements(sentences: readonly Sentence[], file: string, language = "en"): CephStatements {
  const result: CephStatements = { novaOnCeph: null, cinderOnCeph: null, ceph: null, sameCluster: null };
  const known = { ceph: false, it: false };
  for (const sentence of sentences) {
    known.it = false;
    for (const clause of sentence.clauses) {
      const text = withoutBeside(clause.plain);
      const plain = !clause.question && !clause.hypothetical;
      if (plain) readClause(text, { sentence, file, known, portuguese: language === "pt" }, result);
      known.it = plain && storageIn(text, { ceph: false, it: false }).some(({ kind }) => kind === "ceph");
      known.ceph ||= known.it && !NO_CEPH.test(text);
    }
  }
  return result;
}

function readClause(text: string, reading: Reading, result: CephStatements): void {
  const storage = storageIn(text, reading.known);
  if (storage.length === 0) return;
  const found = assignments(text, whoIn(text), storage, reading.portuguese);
  const take = (key: "novaOnCeph" | "cinderOnCeph" | "ceph", value: Answer): void => {
    result[key] = joined(result[key], said(value, reading));
  };
  for (const { who, answer } of found) {
    if (who === "nova") take("novaOnCeph", answer);
    if (who === "cinder") take("cinderOnCeph", answer);
  }
  const cloud = cloudAnswer(text, storage, found, reading);
  if (cloud) take("ceph", cloud);
  if (EVERYWHERE.test(text) && cloud === "yes") take("novaOnCeph", "yes");
  else if (found.some(({ who, on }) => who === "all" && on === "ceph"))
    for (const { answer } of found.filter(({ who, on }) => who === "all" && on === "ceph")) take("novaOnCeph", answer);
  readClusters(text, storage, found, reading, result);
}

function said<Value>(value: Value, { sentence, file }: Reading): Said<Value> {
  return { value, at: { file, line: sentence.line }, quote: sentence.text };
}

function joined(before: Said<Answer> | null, now: Said<Answer>): Said<Answer> {
  if (before === null || before.value === now.value) return before ?? now;
  return { ...before, value: "partly" };
}

/** Whether Ceph is in the cloud at all; a no about one service says nothing of the cloud. */
function cloudAnswer(
  text: string,
  storage: readonly Mention<Storage>[],
  found: readonly Assignment[],
  { portuguese }: Reading,
): Answer | null {
  if (!storage.some(({ kind }) => kind === "ceph")) return null;
  const onCeph = found.filter(({ on }) => on === "ceph");
  if (NO_CEPH.test(text) && !(portuguese && /(?<!\p{L})no ceph/u.test(text)) && onCeph.length === 0)
    return PLACE.test(text) ? "partly" : "no";
  const answers = new Set(onCeph.map(({ answer }) => answer));
  if (answers.size === 0)
    return /(?<!\p{L})(?:no|not|without|never|instead of|rather than|nicht|kein|ohne|statt|pas|sans|sin|sem|não|не|нет|без|вместо)(?!\p{L})/u.test(
      text,
    )
      ? null
      : cloudPart(text);
  if (answers.has("partly") || answers.size > 1) return "partly";
  return answers.has("yes") ? "yes" : null;
}

const cloudPart = (text: string): Answer =>
  words(
    "some|part(?:ly|ially)?|half|mostly|a few|certain|teilweise|einige|certains|en partie|algunos|algunas|alguns|частично",
  ).test(text)
    ? "partly"
    : "yes";

function readClusters(
  text: string,
  storage: readonly Mention<Storage>[],
  found: readonly Assignment[],
  reading: Reading,
  result: CephStatements,
): void {
  if (result.sameCluster !== null || !storage.some(({ kind }) => kind === "ceph")) return;
  const named = new Set(found.filter(({ on, answer }) => on === "ceph" && answer === "yes").map(({ who }) => who));
  if (SEPARATE.test(text)) {
    if (named.size > 1 || /cluster|кластер|集群/u.test(text)) result.sameCluster = said(false, reading);
    return;
  }
  if (!ONE_CLUSTER.test(text)) return;
  const asGlance = /\bas (?:glance|nova|cinder|the images)\b/.test(text) && named.size > 0;
  if (named.size > 1 || named.has("all") || asGlance) result.sameCluster = said(true, reading);
}
