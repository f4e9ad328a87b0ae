/** What the words say about Ceph under Nova, Cinder and Glance. Only plain statements count. */
import type { Said, Statements } from "../cloud.ts";
import type { Sentence } from "./sentences.ts";

type Answer = "yes" | "no" | "partly";
export type CephStatements = Pick<Statements, "novaOnCeph" | "cinderOnCeph" | "ceph" | "sameCluster">;

const CEPH = /\b(ceph|rbd)\b/;
const NOVA = /\b(nova|computes?|ephemeral|hypervisors?|instances?|vms?|root disks?|vm disks?|guests?)\b/;
const CINDER = /\b(cinder|volumes?|block storage)\b/;
const GLANCE = /\b(glance|images?)\b/;
const NO_CEPH =
  /\b(no ceph|without ceph|not (?:use|using|on|have|in) (?:any )?ceph|ceph is not|don't (?:have|use|run) ceph|do not (?:have|use|run) ceph|kein ceph|pas de ceph|sin ceph|sem ceph|нет ceph|没有 ?ceph)\b/;
const PARTLY = /\b(some|part(?:ly|ially)?|half|two of|one of|except|mostly|a few|certain|mixed)\b/;
const LOCAL_DISKS =
  /\b(local (?:ssds?|disks?|nvmes?|storage|drives?)|qcow2 files? on local|lokale[nr]? (?:ssds?|platten))\b/;
const ONE_CLUSTER =
  /\b(same|one|single|shared?|a common|gleiche[nrm]?|selben|même|mismo|mesmo)\s+(?:\w+\s+)?(ceph|rbd|cluster)\b|\ball (?:\w+ ){0,4}on (?:one|the same) (?:ceph|cluster)\b|\bon the same cluster\b|\beverything is on one ceph\b/;
const SEPARATE = /\b(separate|different|two|second|another|distinct|own)\s+(?:ceph\s+)?clusters?\b/;

/** Reads each sentence on its own; questions, plans and conditions are passed over. */
export function cephStatements(sentences: readonly Sentence[], file: string): CephStatements {
  const result: CephStatements = { novaOnCeph: null, cinderOnCeph: null, ceph: null, sameCluster: null };
  for (const sentence of sentences) {
    if (sentence.question || sentence.hypothetical) continue;
    readSentence(sentence, file, result);
  }
  return result;
}

function said<Value>(value: Value, sentence: Sentence, file: string): Said<Value> {
  return { value, at: { file, line: sentence.line }, quote: sentence.text };
}

function readSentence(sentence: Sentence, file: string, result: CephStatements): void {
  const { plain } = sentence;
  if (NO_CEPH.test(plain)) {
    const answer = said<Answer>("no", sentence, file);
    const named = NOVA.test(plain) || CINDER.test(plain);
    if (!named || LOCAL_DISKS.test(plain)) result.ceph ??= answer;
    if (NOVA.test(plain)) result.novaOnCeph ??= answer;
    if (CINDER.test(plain)) result.cinderOnCeph ??= answer;
    return;
  }
  if (LOCAL_DISKS.test(plain) && NOVA.test(plain)) {
    const partly = CEPH.test(plain) || PARTLY.test(plain);
    result.novaOnCeph ??= said<Answer>(partly ? "partly" : "no", sentence, file);
    if (!CEPH.test(plain)) return;
  }
  if (!CEPH.test(plain)) return;
  const answer = said<Answer>(PARTLY.test(plain) && !ONE_CLUSTER.test(plain) ? "partly" : "yes", sentence, file);
  if (usesCeph(plain, NOVA)) result.novaOnCeph ??= answer;
  if (usesCeph(plain, CINDER)) result.cinderOnCeph ??= answer;
  result.ceph ??= answer;
  if (
    ONE_CLUSTER.test(plain) &&
    !SEPARATE.test(plain) &&
    (NOVA.test(plain) || CINDER.test(plain) || GLANCE.test(plain) || /\beverything\b/.test(plain))
  )
    result.sameCluster ??= said(true, sentence, file);
  else if (SEPARATE.test(plain) && CEPH.test(plain)) result.sameCluster ??= said(false, sentence, file);
  if (/\beverything\b|\ball services\b/.test(plain) && ONE_CLUSTER.test(plain)) {
    result.novaOnCeph ??= answer;
    result.cinderOnCeph ??= answer;
  }
}

/** The consumer is named as something that sits on Ceph, not merely in the same sentence as a store for images. */
function usesCeph(plain: string, consumer: RegExp): boolean {
  if (!consumer.test(plain)) return false;
  if (/\b(same|one|single)\b[^.]*\b(ceph|cluster)\b/.test(plain)) return true;
  const name = consumer.source;
  return new RegExp(
    `${name}[^.,;]{0,60}\\b(on|in|use|uses|using|backed by|from|to|run|runs|auf|sur|en)\\b[^.,;]{0,30}\\b(ceph|rbd)\\b|\\b(ceph|rbd)\\b[^.,;]{0,40}\\b(for|under|behind|serves?|backs?|hosts?|holds?|für|pour|para)\\b[^.;]{0,60}${name}|\\b(ceph|rbd)[- ]backed\\b[^.,;]{0,30}${name}|${name}[^.,;]{0,20}\\b(are|is|=|:)\\s*(ceph|rbd)\\b`,
  ).test(plain);
}
