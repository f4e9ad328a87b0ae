/** The operator's words cut into sentences, each with its line and with what weakens it. */

export type Sentence = {
  text: string;
  /** Lower case, blanks folded. */
  plain: string;
  line: number;
  question: boolean;
  /** About a plan, a condition, a wish or the past: never a statement of what is. */
  hypothetical: boolean;
};

const HYPOTHETICAL =
  /\b(if|would|could|should we|might|may|plan(?:ned|ning|s)? to|planning|going to|will|next (?:week|month|quarter|year)|soon|later|in future|someday|considering|thinking (?:about|of)|used to|was|were|before the|until last|wenn|würde|könnte|planen|geplant|nächstes|si nous|prévoyons|planeamos|pensamos)\b/;

/** Sentences end at a stop followed by a blank, at a blank line, and at list items; a lone line break does not end one. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let buffer = "";
  let start = 1;
  const flush = (): void => {
    const trimmed = buffer.trim();
    if (trimmed !== "") sentences.push(sentenceOf(trimmed, start));
    buffer = "";
  };
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    if (/^\s*$/.test(line) || /^\s*([-*•]|\d+[.)]|\(\d+\))\s/.test(line)) flush();
    for (const piece of line.split(/(?<=[.!?。？！;])\s+|(?<=[。？！])/)) {
      if (buffer.trim() === "") start = index + 1;
      buffer += `${piece} `;
      if (/[.!?。？！;]$/.test(piece.trim())) flush();
    }
  });
  flush();
  return sentences;
}

function sentenceOf(text: string, line: number): Sentence {
  const plain = text.toLowerCase().replaceAll(/\s+/g, " ").replaceAll(/[’‘]/g, "'");
  return { text, plain, line, question: /[?？]\s*$/.test(text), hypothetical: HYPOTHETICAL.test(plain) };
}
