/** How many API nodes and computes there are, as far as the words count them. */
import type { Said, Statements } from "../cloud.ts";
import { NUMBER, numberOf } from "./numbers.ts";
import type { Sentence } from "./sentences.ts";

const API_NODE =
  "(?:(?:openstack|ha|physical|dedicated|identical|bare[- ]metal|hyper-?converged|haproxy|master) )?(?:controllers?|control(?:ler)?(?:[- ]plane)? (?:nodes?|hosts?|servers?)|(?:glance[- ])?api (?:nodes?|servers?|hosts?)|glance(?:-api)?(?: api)? (?:nodes?|servers?|hosts?|instances?|processes|containers?|pods?|replicas?)|glance-apis?|control planes? nodes?|controller[- ]?knoten|steuerknoten|kontrollknoten|api-knoten|contrôleurs?|n(?:œ|oe)uds? (?:de contrôle|api)|contrôleur|controladores|controladoras?|nodos? (?:de control|api|controladores)|nós (?:de controle|api|controladores)|контроллер\\p{L}*|управляющ\\p{L}+ (?:узл|нод)\\p{L}*|controller-?узл\\p{L}*)";
const API_NODES = new RegExp(
  `${NUMBER}\\s?(?:[x×]\\s?)?\\s*(?:${API_NODE})(?![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}])|${NUMBER}\\s?[个台]\\s?(?:控制节点|控制器|控制平面节点|api ?节点|glance(?:-api)? ?节点)`,
  "gu",
);
const LISTED =
  /(?<!\p{L})(?:controllers?|control nodes|api nodes|controller nodes|number of (?:controllers|api nodes))\s*(?:is|are|[:=])\s*(\d{1,3})(?![\d.])/u;
const RUNS_ON = new RegExp(
  `(?<!\\p{L})(?:glance(?:-api)?|(?:the )?image (?:service|api))\\s+(?:is |api )?(?:runs?|running|deployed|läuft|tourne|corre|roda)\\s+(?:on|auf|sur|en|em)\\s+(?:all |each of )?(?:our |the )?${NUMBER}\\s+(?:nodes?|hosts?|servers?|machines|knoten|servern|n(?:œ|oe)uds|serveurs|nodos|servidores|nós)(?!\\p{L})`,
  "u",
);
const WIDE = /(?<![\p{L}\p{N}.])(\d{1,2})[- ]nodes? (?:openstack )?control[- ]plane(?!\p{L})/u;
const ALL_IN_ONE = /(?<!\p{L})all[- ]in[- ]one(?!\p{L})/u;
const COMPUTES = new RegExp(
  `${NUMBER}\\s+(?:\\p{L}+\\s+)?(?:computes?|compute nodes?|hypervisors?|compute hosts?|computeknoten|hyperviseurs?|hipervisores|n(?:œ|oe)uds? de calcul|nodos? de cómputo|гипервизор\\p{L}*)(?!\\p{L})`,
  "gu",
);
/** A part of the nodes, not how many there are. */
const PART = /(?:other|first|last|remaining|these|those|of the|the|another|additional|more|extra|new)\s+$/u;
const HAVE_ONE =
  /(?:have|has|with|run|runs|running|is|are|there's|just|only|haben|a|avons|tenemos|temos|:|,|^)\s*(?:only |just |got |nur |que )?$/u;

/** The first clause that counts; plans and the past do not. A question may rest on a count ("is that fine with three controllers?"). */
export function countStatements(
  sentences: readonly Sentence[],
  file: string,
): Pick<Statements, "apiNodes" | "computes"> {
  return { apiNodes: firstOf(sentences, file, apiNodesIn), computes: firstOf(sentences, file, computesIn) };
}

function firstOf(
  sentences: readonly Sentence[],
  file: string,
  read: (plain: string) => number | null,
): Said<number> | null {
  for (const sentence of sentences) {
    for (const { plain, hypothetical } of sentence.clauses) {
      const value = hypothetical ? null : read(plain);
      if (value !== null) return { value, at: { file, line: sentence.line }, quote: sentence.text };
    }
  }
  return null;
}

function apiNodesIn(plain: string): number | null {
  const listed = LISTED.exec(plain)?.[1] ?? RUNS_ON.exec(plain)?.[1] ?? WIDE.exec(plain)?.[1];
  return (listed ? whole(listed) : null) ?? countIn(plain, API_NODES) ?? (ALL_IN_ONE.test(plain) ? 1 : null);
}

const computesIn = (plain: string): number | null => countIn(plain, COMPUTES);

function countIn(plain: string, pattern: RegExp): number | null {
  for (const match of plain.matchAll(pattern)) {
    const value = whole(match[1] ?? match[2] ?? "");
    const before = plain.slice(0, match.index);
    if (value === null || PART.test(before)) continue;
    // "fails on one controller" does not say that there is only one
    if (value === 1 && !/^single/.test(match[0]) && !HAVE_ONE.test(before)) continue;
    return value;
  }
  return null;
}

function whole(text: string): number | null {
  const value = numberOf(text);
  return Number.isInteger(value) && value > 0 ? value : null;
}
