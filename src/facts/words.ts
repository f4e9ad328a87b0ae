/** The operator's free text as statements: what is said plainly, where, and nothing more than that. */
import type { Said, Statements } from "./cloud.ts";
import { cephStatements } from "./words/ceph.ts";
import { releaseStatements } from "./words/releases.ts";
import type { Sentence } from "./words/sentences.ts";
import { sentencesOf } from "./words/sentences.ts";
import { countStatements, priceStatements, toggleStatements, uploadStatements } from "./words/topics.ts";

const TOOLS: readonly [RegExp, string][] = [
  [/\b(kolla[- ]ansible|kolla|kayobe|osism)\b/, "kolla-ansible"],
  [/\b(openstack[- ]ansible|osa)\b/, "openstack-ansible"],
  [/\b(packstack|rdo|puppet[- ]glance|puppet[- ]openstack)\b/, "packstack"],
  [/\b(tripleo|rhosp|red hat openstack platform|overcloud|undercloud)\b/, "tripleo"],
  [/\b(openstack[- ]helm|genestack|atmosphere|osh)\b/, "openstack-helm"],
  [/\b(juju|charms?|charmed openstack|sunbeam)\b/, "charms"],
  [/\b(rhoso|glance[- ]operator|openstack-k8s-operators)\b/, "glance-operator"],
];

const LANGUAGES: readonly [string, RegExp][] = [
  ["de", /\b(wir|und|nicht|ist|auf|unsere?|haben|bitte|warum)\b/g],
  ["fr", /\b(nous|est|pas|les|des|sur|notre|avec|pourquoi)\b/g],
  ["es", /\b(nosotros|tenemos|el|los|las|está|nuestro|con|por qué)\b/g],
  ["pt", /\b(nós|temos|não|são|nosso|está|com|por que)\b/g],
  ["ru", /[а-яё]{3,}/g],
  ["ja", /[\u3040-\u30ff]+/g],
  ["zh", /[\u4e00-\u9fff]{2,}/g],
  ["en", /\b(we|the|and|is|are|not|our|what|have|with|why)\b/g],
];

/** Reads the request. `file` is null when no words were given; then every statement is null. */
export function readWords(text: string, file: string | null): Statements {
  const name = file ?? "";
  const sentences = sentencesOf(text);
  return {
    file,
    text,
    language: languageOf(text),
    ...countStatements(sentences, name),
    ...cephStatements(sentences, name),
    ...toggleStatements(sentences, name),
    uploadPaths: uploadStatements(sentences, name),
    releases: releaseStatements(sentences, name),
    deployTool: deployToolSaid(sentences, name),
    prices: priceStatements(sentences, name),
    questions: sentences
      .filter(({ question }) => question)
      .map((sentence) => ({ value: sentence.text, at: { file: name, line: sentence.line }, quote: sentence.text })),
  };
}

/** The language with the most telling words; English when nothing tells. */
function languageOf(text: string): string {
  const lower = text.toLowerCase();
  const scores = LANGUAGES.map(([language, words]): [string, number] => [language, (lower.match(words) ?? []).length]);
  const best = scores.reduce((left, right) => (right[1] > left[1] ? right : left), ["en", 0]);
  return best[1] === 0 ? "en" : best[0];
}

function deployToolSaid(sentences: readonly Sentence[], file: string): Said<string> | null {
  for (const sentence of sentences)
    for (const [pattern, tool] of TOOLS)
      if (pattern.test(sentence.plain) && !/\b(not|no longer|moved (?:away )?from|instead of)\b/.test(sentence.plain))
        return { value: tool, at: { file, line: sentence.line }, quote: sentence.text };
  return null;
}
