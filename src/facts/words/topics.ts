/** Statements that one pattern tells: upload paths, upkeep, wishes. A table, so that a new one is a line. */
import type { Said, Statements, UploadPath } from "../cloud.ts";
import { words, wordsOr } from "./patterns.ts";
import type { Sentence } from "./sentences.ts";
import { statedClauses } from "./sentences.ts";

const said = <Value>(value: Value, sentence: Sentence, file: string): Said<Value> => ({
  value,
  at: { file, line: sentence.line },
  quote: sentence.text,
});

const NEGATED = wordsOr(
  "没有?|不|未|无",
  "no|not|never|without|none|nobody|nothing|neither|nor|\\p{L}+n't|missing|absent|disabled|forgot|kein\\p{L}*|nicht|nie|ohne|pas|aucun\\p{L}*|sans|jamais|sin|nunca|ningun\\p{L}*|ningún|não|nao|sem|nenhum\\p{L}*|не|нет|без",
);

const UPLOADS: readonly [UploadPath, RegExp][] = [
  [
    "import",
    /image create[^`]*--import(?![\w-])|(?<![\w-])(?:image-create-via-import|glance-direct)(?![\w-])|(?<!\w)(?:use|uses|using|via|through|by|with) (?:the )?(?:interoperable )?(?:image )?import(?:s| api)?(?! plugins?)(?![\w-])/,
  ],
  [
    "web-download",
    /(?<![\w-])web-download(?![\w-])|(?<!\w)(?:uploads?|imports?|images?|create)\b[^.;]{0,40} from (?:an?|the) url(?!\w)/,
  ],
  [
    "dashboard",
    wordsOr("控制台|仪表板", "dashboard|horizon|skyline|web ui|gui|tableau de bord|panel web|дашборд\\p{L}*"),
  ],
  [
    "put",
    /image create(?![^`]*--import)[^`]*--file(?!\w)|(?<!\w)image-create(?!-via)[^`]*--file(?!\w)|(?<!\w)put \/v2\/images|(?<!\w)(?:direct|plain) uploads?(?!\w)|^(?!.*--import).*--file(?!\w)/,
  ],
  [
    "pipeline",
    words(
      "pipelines?",
      "ci(?:/cd)?",
      "packer",
      "diskimage-builder",
      "dib",
      "jenkins",
      "gitlab",
      "github actions",
      "zuul",
      "terraform",
      "automation",
    ),
  ],
  ["snapshot", wordsOr("快照", "snapshots?", "instantáneas?", "снапшот\\p{L}*", "снимк\\p{L}*")],
];
/** A way that is named only to say that it is not used. */
const NOT_USED =
  /(?<!\p{L})(?:do not|don't|does not|doesn't|never|cannot|can't|no longer|nobody|no one|not|disabled?|without|no|kein\p{L}*|nicht|pas de|sans|nadie|sin|sem|não|не|никто)\s+(?:\p{L}+\s+){0,3}$|[没不]\S{0,3}$/u;

/** Ways in that the words name as used. */
export function uploadStatements(sentences: readonly Sentence[], file: string): Said<UploadPath>[] {
  const found = new Map<UploadPath, Said<UploadPath>>();
  for (const sentence of sentences)
    for (const clause of statedClauses(sentence))
      for (const [path, pattern] of UPLOADS) {
        const match = found.has(path) ? null : pattern.exec(clause);
        if (match && !NOT_USED.test(clause.slice(0, match.index))) found.set(path, said(path, sentence, file));
      }
  return [...found.values()];
}

type Toggle = {
  key: "sharedStaging" | "pruner" | "scrubber" | "copyImagePolicyOpen";
  topic: RegExp;
  /** Says no without a negation. */
  no?: RegExp;
  /** A yes needs this too; the topic alone is only a mention. */
  yes?: RegExp;
};
const RUNS = wordsOr(
  "运行|定时",
  "runs?|running|cron(?:job)?s?|timers?|scheduled|daily|hourly|nightly|every|enabled|in place|active|set up|configured|läuft|laufen|stündlich|täglich|tourne|planifié\\p{L}*|corre|ejecuta|roda|executa|запуска\\p{L}*|работает|have|there is",
);
const TOGGLES: readonly Toggle[] = [
  {
    key: "sharedStaging",
    topic: /(?<!\p{L})staging(?!\p{L})/u,
    yes: wordsOr(
      "共享",
      "shared|nfs|cephfs|gluster\\w*|common|gemeinsam\\p{L}*|geteilt\\p{L}*|partagée?|compartid[oa]|compartilhad[oa]|общ\\p{L}*|same directory on all",
    ),
    no: words(
      "(?:is|are|on|a|stays?) local(?: \\p{L}+)?|local (?:to|on) (?:each|every)|local disks?|local director(?:y|ies)|node-local|per[- ](?:node|controller|host)|each (?:node|controller|host|api)(?: \\p{L}+)? (?:has|with|uses) its own|own staging|lokal\\p{L}*|locale?s?",
    ),
  },
  { key: "pruner", topic: words("(?:glance-)?cache[- ]pruner|pruner", "cache pruning"), yes: RUNS },
  { key: "scrubber", topic: words("(?:glance-)?scrubber"), yes: RUNS },
  {
    key: "copyImagePolicyOpen",
    topic: /(?<!\w)copy[-_]image(?!\w)[^.]*(?<!\w)policy(?!\w)|(?<!\w)policy(?!\w)[^.]*(?<!\w)copy[-_]image(?!\w)/,
    yes: words("open\\w*|allow\\w*|relax\\w*|any(?:one|body)|every(?:one|body)|members?|users?|role:\\w+|nova"),
    no: words("admin[- ]only|only admins?|default|untouched|unchanged|closed|restricted"),
  },
];

type Mark = {
  key: "wantsMultiStore" | "wantsCache" | "encryptedVolumes" | "multipleGlances" | "locationsInternalOnly";
  pattern: RegExp;
  /** With this in the clause it is not meant. */
  unless?: RegExp;
  /** A wish may be asked or planned; a statement may not. */
  alsoIn: "any" | "statements";
};
const SWITCH_ON =
  "enabl\\p{L}*|activat\\p{L}*|turn(?:ed|ing)? on|switch(?:ed|ing)? on|turn(?:ed)? the|switch(?:ed)? the|set(?:ting)? up|add(?:ing)?|us(?:e|ing)|want|need|would like|introduc\\p{L}*|configur\\p{L}*|einschalten|aktivieren|einrichten|activer|habilitar|activar|ativar|включ\\p{L}*|启用|开启|打开";
const CACHE =
  "(?:glance(?:'s)? |glance-|image |image-|образ\\p{L}* )(?:image |image-)?(?:cache|caching|кэш\\p{L}*)|glance-?cache|镜像缓存|cache (?:de|des) (?:imágenes|images|imagens|glance)|cache do glance|image-cache|glance-cache|кэш\\p{L}* (?:glance|образ\\p{L}*)";
const MARKS: readonly Mark[] = [
  {
    key: "wantsMultiStore",
    pattern: wordsOr(
      "多存储|多后端|多个存储",
      "multi[- ]?stores?|multiple (?:glance )?(?:stores?|backends?)|several (?:glance )?(?:stores?|backends?)|(?:two|three|more than one|a second|another|an additional) (?:glance )?(?:image )?(?:stores?|backends?)|enabled_backends|multi[- ]backend|mehrere (?:stores|speicher|backends)|plusieurs (?:stores|backends|magasins)|varios (?:stores|almacenes|backends)|vários (?:stores|backends|armazenamentos)|несколько (?:хранилищ|бэкендов|стор\\p{L}*)|мультистор\\p{L}*",
    ),
    unless: words("cinder backends?|cinder|volume backends?"),
    alsoIn: "any",
  },
  {
    key: "wantsCache",
    pattern: new RegExp(
      `(?:${SWITCH_ON})[^.;]{0,40}(?:${CACHE})|(?:${CACHE})[^.;]{0,25}(?:einschalten|aktivieren|activer|habilitar|ativar|включ\\p{L}*|enabled|turned on|switched on|is on|configured)|(?<!\\p{L})cachemanagement|(?:enable|turn on|switch on|activate) (?:the )?cach`,
      "u",
    ),
    unless: words(
      "off|disabl\\p{L}*|remov\\p{L}*|drop\\p{L}*|get rid|nova(?:'s)?|computes?(?:'s)?|libvirt|_base|cinder(?:'s)?|image[- ]volume cache|ausschalten|abschalten|désactiver|desactivar|desativar|отключ\\p{L}*|выключ\\p{L}*",
    ),
    alsoIn: "any",
  },
  {
    key: "encryptedVolumes",
    pattern: words("encrypted volumes?|luks|volume encryption|encrypted volume types?|volumes? (?:are|is) encrypted"),
    alsoIn: "statements",
  },
  {
    key: "multipleGlances",
    pattern:
      /\b(two|several|multiple|second|another|other) (?:glances?|regions?|clouds?|openstacks?|control planes?)\b[^.]*\b(same|share[sd]?|one)\b[^.]*\b(pool|ceph|cluster)\b/,
    alsoIn: "statements",
  },
  {
    key: "locationsInternalOnly",
    pattern: words("internal(?:-only)? (?:endpoint|api|glance)|separate internal"),
    alsoIn: "statements",
  },
];

/** Yes-or-no statements; a negation in the clause turns a toggle off. */
export function toggleStatements(
  sentences: readonly Sentence[],
  file: string,
): Pick<Statements, Toggle["key"] | Mark["key"]> {
  const result: Pick<Statements, Toggle["key"] | Mark["key"]> = {
    sharedStaging: null,
    pruner: null,
    scrubber: null,
    copyImagePolicyOpen: null,
    wantsMultiStore: null,
    wantsCache: null,
    encryptedVolumes: null,
    multipleGlances: null,
    locationsInternalOnly: null,
  };
  for (const sentence of sentences) {
    for (const clause of statedClauses(sentence))
      for (const toggle of TOGGLES) {
        const value = toggled(toggle, clause);
        if (value !== null) result[toggle.key] ??= said(value, sentence, file);
      }
    for (const { key, pattern, unless, alsoIn } of MARKS) {
      const clauses = alsoIn === "any" ? sentence.clauses.map(({ plain }) => plain) : statedClauses(sentence);
      if (clauses.some((clause) => pattern.test(clause) && !NEGATED.test(clause) && !unless?.test(clause)))
        result[key] ??= said(true, sentence, file);
    }
  }
  return result;
}

function toggled({ topic, yes, no }: Toggle, clause: string): boolean | null {
  if (!topic.test(clause)) return null;
  if (NEGATED.test(clause))
    return yes === undefined ||
      yes.test(clause) ||
      /(?<!\p{L})(?:no|kein\p{L}*|without|ohne|sans|sin|sem|без|нет)(?!\p{L})|没有/u.test(clause)
      ? false
      : null;
  if (no?.test(clause)) return false;
  return yes === undefined || yes.test(clause) ? true : null;
}
