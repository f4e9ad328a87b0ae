/** The operator's words cut into sentences and clauses, each with its line and with what weakens it. */
import { wordsOr } from "./patterns.ts";

type Clause = {
  /** Lower case, blanks folded. */
  plain: string;
  question: boolean;
  /** About a plan, a condition, a wish, a doubt or the past: never a statement of what is. */
  hypothetical: boolean;
};

export type Sentence = {
  text: string;
  /** Lower case, blanks folded. */
  plain: string;
  line: number;
  question: boolean;
  clauses: readonly Clause[];
};

const HYPOTHETICAL = wordsOr(
  "如果|假如|计划|打算|准备|将会|将要|下个月|明年|想要|希望|考虑|以前|之前|原来|曾经|可能|也许|是否|会不会|不确定|不知道",
  // conditions and doubts
  "if|whether|would|could|might|may|maybe|perhaps|probably|possibly|unless|suppose|assuming|imagine|what if|i'd|we'd|they'd",
  "not sure|unsure|no idea|unclear|(?:do not|don't|cannot|can't) (?:know|tell|say)|rumou?r|supposedly|allegedly",
  // plans and wishes
  "plan|plans|planned|planning|going to|gonna|will|won't|we'll|next (?:week|month|quarter|year|summer|winter|spring|autumn|phase)|soon|later|in (?:the )?future|someday|eventually|upcoming|roadmap|goal|proposal|scenario",
  "consider|considering|considered|thinking (?:about|of)|discussing|evaluat\\w+|want|wants|wish|would like|(?:we|i)'?d? like|hope|hoping|intend|intends|about to|proof of concept|poc|instead of moving|migrating|moving|switching|ought to|should|shall|let's",
  // the past
  "used to|was|were|had|before the|until|formerly|previously|in the past|once|back then|originally|years? ago|months? ago|weeks? ago|no longer sure",
  "wenn|falls|ob|würden?|könnten?|vielleicht|planen|plant|geplant|wollen|möchten|sollen|sollten|nächste[rsn]?|demnächst|künftig|bald|früher|war|waren|bisher|ehemals",
  "si|prévoyons|prévu|prévoit|voulons|voudrions|aimerions|allons|bientôt|prochaine?|peut-être|était|étaient|avant|autrefois",
  "planeamos|pensamos|queremos|quisiéramos|vamos a|pronto|próxim[oa]|quizás?|tal vez|estaba|estaban|antes|era|eran",
  "planejamos|pretendemos|gostaríamos|vamos|em breve|talvez|estava|estavam|eram",
  "если|планируем|планируется|хотим|хотели|будет|будем|будут|скоро|следующем|возможно|наверное|раньше|был|была|были|было|ли",
);

const PRONOUNS =
  "i|we|it|they|there|this|people|users|someone|currently|today|now|right now|at the moment|wir|es gibt|derzeit|nous|actuellement|nosotros|actualmente|hoy|ahora|hoje|agora|atualmente|мы|сейчас";
const ASKING =
  "is|are|do|does|did|should|can|could|would|will|shall|must|may|what|what's|why|how|which|where|when|who|whose|any|ist|sind|sollen|sollten|kann|können|warum|wieso|wie|welche[rsn]?|was|wo|muss|pourquoi|comment|est-ce|quel(?:le)?s?|faut-il|doit-on|devons-nous|cómo|qué|por qué|cuál|debemos|debería(?:mos)?|es|como|por que|qual|devemos|deveríamos|почему|как|какой|какая|какие|что|стоит|нужно|можно";
const JOINED = "(?:and |so |because |und |et |y |e |и |also )?";

const TURN =
  "\\s*;\\s+|\\s+—\\s+|，|,?\\s+(?:but|however|whereas|while|although|though|even though|aber|jedoch|während|obwohl|sondern|mais|tandis que|alors que|pero|aunque|mientras|sino|mas|embora|enquanto|но|однако|хотя|а)\\s+";
const STATEMENT_BREAK = new RegExp(
  `${TURN}|(?:,|\\s[–-])\\s+(?=${JOINED}(?:${PRONOUNS})[ '])|\\s+and\\s+(?=(?:i|we|they|there)[ '])`,
  "u",
);
const QUESTION_BREAK = new RegExp(`${STATEMENT_BREAK.source}|(?:,|:|\\s[–-])\\s+(?=${JOINED}(?:${ASKING})[ '])`, "u");
const STARTS_ASKING = new RegExp(`^${JOINED}(?:${ASKING})[ ']`, "u");
/** Inverted order asks also without a mark; a leading "what" or "how" may be a heading. */
const INVERTED =
  /^(?:is|are|do|does|did|should|can|could|would|shall|will)\s+(?:it|we|i|you|they|there|the|our|this|that|nova|cinder|glance|ceph)\b/;
const TAG =
  /^(?:is|isn't|am i|are we|right|correct|nicht wahr|oder|stimmt das|n'est-ce pas|verdad|correcto|certo|верно|правда)\b[^,]{0,30}\?$/;
const TAG_ONLY = /\b(?:right|correct|true|so|isn't it|wahr|oder|richtig|verdad|correcto|certo|верно)\s*\?$/;

const LIST_ITEM = /^\s*([-*•]|\d+[.)]|\(\d+\)|[a-z][.)])\s/;
/** `Nova: Ceph` on a line of its own is a statement of its own. */
const FIELD = /^\s*[\p{L}][\p{L}\p{N} _./()-]{0,40}\s*[:=]\s*\S/u;

/**
 * Sentences end at a stop followed by a blank, at a blank line, at list items and at `name: value` lines; a lone line
 * break does not end one. Items below a heading that asks or plans ("Our plan:") ask or plan as well.
 */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let buffer = "";
  let start = 1;
  let item = false;
  let heading: Clause | null = null;
  const flush = (): void => {
    const trimmed = buffer.trim();
    buffer = "";
    if (trimmed === "") return;
    const sentence = sentenceOf(trimmed, start, item ? heading : null);
    sentences.push(sentence);
    if (!item) heading = /[:：]$/.test(trimmed) ? (sentence.clauses.at(-1) ?? null) : null;
  };
  let field = false;
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    const starts = LIST_ITEM.test(line);
    if (/^\s*$/.test(line) || starts || FIELD.test(line) || field || /[:：]$/.test(buffer.trim())) flush();
    field = FIELD.test(line) && !starts;
    if (starts) item = true;
    else if (buffer.trim() === "" && !/^\s+\S/.test(line)) item = false;
    for (const piece of line.split(/(?<=[.!?。？！;])\s+|(?<=[。？！])/)) {
      if (buffer.trim() === "") start = index + 1;
      buffer += `${piece} `;
      if (/[.!?。？！;]$/.test(piece.trim())) flush();
    }
  });
  flush();
  return sentences;
}

function sentenceOf(text: string, line: number, heading: Clause | null): Sentence {
  const plain = text.toLowerCase().replaceAll(/[’‘]/g, "'").replaceAll(/\s+/g, " ");
  const question = /[?？]["')\s]*$/.test(text);
  return { text, plain, line, question, clauses: clausesOf(plain, question, heading) };
}

function clausesOf(plain: string, question: boolean, heading: Clause | null): Clause[] {
  const pieces = plain.split(question ? QUESTION_BREAK : STATEMENT_BREAK).filter((piece) => piece.trim() !== "");
  const last = pieces.length - 1;
  const tagged = question && last > 0 && TAG.test(pieces[last] ?? "") && TAG_ONLY.test(pieces[last] ?? "");
  return pieces.map((piece, index) => {
    const clause = piece.trim().replace(/^(?:[-*•]|\d+[.)]|\(\d+\))\s+/, "");
    const asks = question && (index === last || tagged || STARTS_ASKING.test(clause));
    return {
      plain: clause,
      question: asks || INVERTED.test(clause) || (heading?.question ?? false),
      hypothetical: HYPOTHETICAL.test(clause) || (heading?.hypothetical ?? false),
    };
  });
}

/** What the sentence says to be so: no questions, plans, conditions or past. */
export function statedClauses({ clauses }: Sentence): string[] {
  return clauses.filter(({ question, hypothetical }) => !question && !hypothetical).map(({ plain }) => plain);
}
