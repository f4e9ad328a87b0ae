/** The operator's free text as statements: what is said plainly, where, and nothing more than that. */
import type { DeployTool, Said, Statements } from "./cloud.ts";
import { cephStatements } from "./words/ceph.ts";
import { countStatements } from "./words/counts.ts";
import { glanceStatements } from "./words/glance.ts";
import { everywhere, words } from "./words/patterns.ts";
import { priceStatements } from "./words/prices.ts";
import { releaseStatements } from "./words/releases.ts";
import type { Sentence } from "./words/sentences.ts";
import { sentencesOf } from "./words/sentences.ts";
import { toggleStatements, uploadStatements } from "./words/topics.ts";

const TOOLS: readonly [RegExp, DeployTool][] = [
  [words("kolla[- ]ansible", "kolla", "kayobe", "osism"), "kolla-ansible"],
  [words("openstack[- ]ansible", "osa"), "openstack-ansible"],
  [words("packstack"), "packstack"],
  [
    words("rhoso", "glance[- ]operator", "openstack-k8s-operators", "red hat openstack services on openshift"),
    "glance-operator",
  ],
  [
    words(
      "tripleo",
      "rhosp ?-?\\d*(?:\\.\\d)?",
      "osp ?-?1\\d(?:\\.\\d)?",
      "red hat openstack platform",
      "overcloud",
      "undercloud",
    ),
    "tripleo",
  ],
  [words("openstack[- ]helm", "genestack", "vexxhost atmosphere", "osh"), "openstack-helm"],
  [
    words(
      "juju",
      "(?:openstack|juju|glance|nova|the|our) charms?",
      "charms",
      "charmed openstack",
      "sunbeam",
      "canonical openstack",
    ),
    "charms",
  ],
];
const NOT_THIS_TOOL = words(
  "not|no|never|no longer|without|moved (?:away )?from|away from|instead of|rather than|unlike|migrated from|came from|nicht|kein|ohne|pas|sans|sin|não|не",
);
/** A cloud that was built with a tool still is of that tool. */
const BUILT = words(
  "(?:was|were) (?:\\p{L}+ )?(?:deployed|built|installed|set up|bootstrapped|rolled out|created)",
  "(?:wurde|war) (?:\\p{L}+ ){0,4}(?:deployt|installiert|aufgebaut|aufgesetzt)",
);
const OWN_TOOL = /(?:^|[\s(])(?:our|this|in|with|by|via|on|a)\s+(?:\p{L}+ )?$/u;
const OTHER_PLAN = words(
  "should|could|would|try|switch\\p{L}*|mov\\p{L}*|migrat\\p{L}*|better|if|plan\\p{L}*|consider\\p{L}*",
);

const LANGUAGES: readonly [string, RegExp][] = [
  ["de", words("wir|und|nicht|ist|auf|unsere?|haben|bitte|warum|der|das|mit|ein|eine|sind")],
  ["fr", words("nous|est|pas|les|des|sur|notre|avec|pourquoi|et|avons|le|une|sont")],
  ["es", words("nosotros|tenemos|el|los|las|está|están|nuestro|con|por qué|y|es|una|del")],
  ["pt", words("nós|temos|não|são|nosso|está|estão|com|por que|e|os|uma|do|da|em|é")],
  ["ru", /[а-яё]{3,}/],
  ["ja", /[\u3040-\u30ff]+/],
  ["zh", /[\u4e00-\u9fff]{2,}/],
  ["en", words("we|the|and|is|are|not|our|what|have|with|why|on|of|to|a|in|it")],
].map(([language, pattern]): [string, RegExp] => [String(language), everywhere(pattern as RegExp)]);

/** Reads the request. `file` is null when no words were given; then every statement is null. */
export function readWords(text: string, file: string | null): Statements {
  const name = file ?? "";
  const sentences = sentencesOf(text);
  const language = languageOf(text);
  return {
    file,
    text,
    language,
    ...countStatements(sentences, name),
    ...cephStatements(sentences, name, language),
    ...toggleStatements(sentences, name),
    ...glanceStatements(sentences, name),
    uploadPaths: uploadStatements(sentences, name),
    releases: releaseStatements(sentences, name),
    deployTool: deployToolSaid(sentences, name),
    prices: priceStatements(sentences, name),
    questions: sentences
      .filter(({ question }) => question)
      .map((sentence) => ({ value: sentence.text, at: { file: name, line: sentence.line }, quote: sentence.text })),
  };
}

/** Reads several texts as one request; each statement keeps the file and line that it stands in. */
export function readAllWords(parts: readonly { file: string; text: string }[]): Statements {
  const words = readWords(parts.map(({ text }) => text).join(BETWEEN), parts[0]?.file ?? null);
  if (parts.length < 2) return words;
  const starts: { file: string; line: number }[] = [];
  let line = 0;
  for (const { file, text } of parts) {
    starts.push({ file, line });
    line += `${text}${BETWEEN}`.split("\n").length - 1;
  }
  const { text, ...statements } = words;
  return { text, ...(withPlaces(statements, starts) as Omit<Statements, "text">) };
}

/** A blank line: no sentence goes over from one text to the next. */
const BETWEEN = "\n\n";

function withPlaces(value: unknown, starts: readonly { file: string; line: number }[]): unknown {
  if (Array.isArray(value)) return value.map((one) => withPlaces(one, starts));
  if (typeof value !== "object" || value === null) return value;
  if ("file" in value && "line" in value && typeof value.line === "number") {
    const { line } = value;
    const part = starts.findLast((one) => one.line < line);
    return part ? { file: part.file, line: line - part.line } : value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withPlaces(one, starts)]));
}

/** The language with the most telling words; English when nothing tells. */
function languageOf(text: string): string {
  const lower = text.toLowerCase();
  const scores = LANGUAGES.map(([language, words]): [string, number] => [language, (lower.match(words) ?? []).length]);
  const best = scores.reduce((left, right) => (right[1] > left[1] ? right : left), ["en", 0]);
  return best[1] === 0 ? "en" : best[0];
}

/** A tool that is said to have built the cloud; questions count where they speak of "our" or "in" the tool. */
function deployToolSaid(sentences: readonly Sentence[], file: string): Said<DeployTool> | null {
  for (const sentence of sentences)
    for (const { plain, question, hypothetical } of sentence.clauses)
      for (const [pattern, tool] of TOOLS) {
        const match = pattern.exec(plain);
        if (!match) continue;
        const before = plain.slice(0, match.index);
        if (NOT_THIS_TOOL.test(before)) continue;
        if (hypothetical && !BUILT.test(before)) continue;
        if (question && (OTHER_PLAN.test(plain) || !OWN_TOOL.test(before))) continue;
        return { value: tool, at: { file, line: sentence.line }, quote: sentence.text };
      }
  return null;
}
