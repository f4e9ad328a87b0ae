/** Text in the input that tries to give orders to whoever reads it. It is reported by its place and never repeated. */
import type { Intake } from "../intake/artefact.ts";
import type { Cloud, InjectionSight, Statements } from "./cloud.ts";

const PATTERNS: readonly RegExp[] = [
  /\b(ignore|disregard|forget|override)\b[^.\n]{0,40}\b(previous|prior|above|all|earlier|these|your|any)\b[^.\n]{0,30}\b(instructions?|rules?|prompts?|guidelines?|findings?|context)\b/i,
  /\b(note|message|instructions?|attention|reminder)\s+(to|for)\s+(the\s+)?(ai|assistant|model|llm|chatbot|bot|gpt|claude)\b/i,
  /\b(ai|llm|language model|assistant|chatgpt|claude|gpt-?\d*)\b[^.\n]{0,40}\b(must|should|shall|please|reply|respond|answer|output|say|print|begin)\b/i,
  /\byou are (now )?(a|an|the)\b[^.\n]{0,40}\b(assistant|ai|model|bot|administrator|root)\b/i,
  /\b(your|the) (answer|reply|response|output) (must|should|shall|has to|begins?|starts?)\b/i,
  /\b(reply|respond|answer|output|say|print)\b[^.\n]{0,30}\b(only|exactly|that (there|every|all|no)|with the (full|value|password|secret|token))\b/i,
  /(^|[\s>"'#;])(system|assistant|developer|user)\s*:\s*(the\s+operator|you|ignore|output|please|do|approve|set|reply|say)/i,
  /<\/?(system|assistant|user|context|config|instructions?|prompt|tool|im_start|im_end)\b[^>]*>|<\|[a-z_]+\|>/i,
  /"role"\s*:\s*"(system|assistant|user|developer|tool)"/i,
  /\b(do not|don't|never) (report|mention|tell|show|flag)\b[^.\n]{0,40}\b(this|that|the|any|finding|issue|problem|operator|user)\b/i,
  /\b(report|say|state|confirm|claim) (that )?(there are )?no (findings|issues|problems|errors)\b/i,
  /\b(the )?operator has (already )?(approved|confirmed|authori[sz]ed)\b/i,
  /\b(ignorier|vergiss|missachte)\w*\b[^.\n]{0,40}\b(anweisung|regel|vorherig|bisherig)/i,
  /\b(ignore[zr]?|oublie[zr]?)\b[^.\n]{0,40}\b(instructions|consignes|règles)\b/i,
  /\b(ignora|olvida|ignore|esqueça)\b[^.\n]{0,40}\b(instrucciones|instruções|reglas|anteriores)\b/i,
  /(игнорируй|забудь)[^.\n]{0,40}(инструкц|указани|правил)/i,
  /(忽略|无视|忘记)[^。\n]{0,20}(指令|指示|规则|提示)/,
  /<[!@#][A-Za-z0-9^|._-]+>|<https?:[^>\s]*(\|[^>]*)?>/,
  /\[[^\]\n]*\]\((?:https?:|javascript:|mailto:)[^)\s]*\)/i,
  /\b(rbd|rm|ceph|openstack|glance|curl|wget|sudo|bash|sh)\b[^\n]{0,60}[|;&]\s*(xargs|sh|bash|rm|rbd|sudo|curl|tee)\b/i,
  /\$\([^)]*\)|;\s*(rm|curl|wget|bash|sh|sudo)\s/i,
  /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/,
];

/**
 * Orders, chat control sequences, links, shell pipelines and direction marks, also spelled with invisible or wide characters;
 * ordinary comments and names are none of these.
 */
export function looksLikeInstruction(text: string): boolean {
  if (PATTERNS.some((pattern) => pattern.test(text))) return true;
  if (!/[^\x20-\x7e]/.test(text)) return false;
  const plain = text.normalize("NFKC").replaceAll(/[\p{Cf}\p{Cc}]/gu, "");
  return plain !== text && PATTERNS.some((pattern) => pattern.test(plain));
}

/** Most sights that are kept; the rest adds nothing. */
const MAX_SIGHTS = 100;

/**
 * Comments of configuration files, names and tags of images, and the operator's words. `earlier`: facts of the same case
 * with other configuration; its sights in images are taken over.
 */
export function scanInjections(
  intake: Intake,
  words: Statements,
  earlier: Pick<Cloud, "intake" | "injections"> | null = null,
): InjectionSight[] {
  const sights: InjectionSight[] = [];
  for (const artefact of intake.artefacts) {
    if (!("config" in artefact)) continue;
    for (const { line, text } of artefact.config.comments)
      if (looksLikeInstruction(text)) sights.push({ at: { file: artefact.file, line }, where: "comment" });
  }
  // A full list may have left out images.
  const known = earlier?.intake.images === intake.images && earlier.injections.length < MAX_SIGHTS;
  sights.push(...(known ? earlier.injections.filter(({ where }) => where === "image") : inImages(intake)));
  words.text.split(/\r\n|\n|\r/).forEach((line, index) => {
    if (words.file && /\bignore\b[^.\n]{0,40}\binstructions?\b|<[!@][A-Za-z0-9^|]+>|"role"\s*:/i.test(line))
      sights.push({ at: { file: words.file, line: index + 1 }, where: "words" });
  });
  return sights.slice(0, MAX_SIGHTS);
}

function inImages({ images }: Intake): InjectionSight[] {
  const sights: InjectionSight[] = [];
  for (const image of images.rows()) {
    if (sights.length >= MAX_SIGHTS) break;
    const texts = [image.name ?? "", ...(image.tags ?? [])];
    if (texts.some(looksLikeInstruction)) sights.push({ at: { file: image.file, line: image.line }, where: "image" });
  }
  return sights;
}
