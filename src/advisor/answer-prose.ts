/** One text of a model: is there anything in it that may not be shown? The reasons never repeat the text itself. */
import { looksLikeInstruction } from "../facts/injection.ts";
import { redact } from "../intake/redact/redact.ts";
import type { Ground } from "./answer-ground.ts";
import { NUMBER_WORDS } from "./answer-words.ts";
import { figuresIn } from "./figures.ts";

/** Documentation that an answer may point at, over https only. */
const ALLOWED_HOSTS = new Set([
  "docs.openstack.org",
  "docs.ceph.com",
  "security.openstack.org",
  "wiki.openstack.org",
  "specs.openstack.org",
  "opendev.org",
]);

const INVISIBLE = /[^\P{Cc}\n]|[\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0]/u;
const ODD_DIGITS = /[\p{Nl}\p{No}]|(?![0-9])\p{Nd}/u;
const MIXED_SCRIPT =
  /\p{Script=Latin}[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}]\p{Script=Latin}/u;
const MARKUP = /[<>`|\\{}]|\]\s*\(|!\[|\*\*|~~|^\s*#|\$\(|&&/mu;
const MENTION = /(?<![\p{L}\p{N}])[@#!][\p{L}]|[\w.]+@[\w-]+\.\w/u;
const URL = /\b[a-z][a-z0-9+.-]*:\/\/[^\s)\]]*/giu;
const OTHER_LINK = /\b(?:mailto|javascript|data|tel|file):|\bwww\./iu;
const DOTTED = /[\p{L}\p{N}-]+(?:[.\u3002][\p{L}\p{N}-]+)*[.\u3002]\p{L}{2,}(?![\p{L}\p{N}])/gu;
/** Ends of file names that are no top-level domains. */
const FILE_NAME = /^[\w-]+\.(?:conf|keyring|yaml|yml|json|log|raw|qcow|img)$/;
const ADDRESS = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|\b(?:[0-9a-f]{1,4}:){3,}[0-9a-f]{0,4}\b/iu;
const ASSIGNMENT = /[\p{L}\p{N}_\]'"-]\s*[=:]=?\s*(?:\[|["'])|\S\s*=\s*\S?/u;
const LONG_TOKEN = /(?<![\w./-])(?=[A-Za-z0-9+/=_-]*\d)(?=[A-Za-z0-9+/=_-]*[A-Za-z])[A-Za-z0-9+/=_-]{12,}/gu;
const PATH = /(?<![\w/])(?:~|\.{1,2})?\/[\w.-]+(?:\/[\w.-]+)*/gu;

const FLAG = /(?<![\p{L}\p{N}_])-{1,2}[A-Za-z][\w-]*/u;
const SHELL_WORDS =
  /\b(?:sudo|curl|wget|systemctl|crudini|kubectl|chmod|chown|mkfs|scp|ssh|xargs|eval|nohup|journalctl|mysqldump|psql|qemu-img|(?:glance|nova|cinder)-manage|docker exec|podman|rados|radosgw-admin|s3cmd|virsh|ansible-playbook|apt-get|dnf|yum|pip install|rm -|dd if|drop table|delete from|truncate table|(?:update|insert into) \w+ set)\b/iu;
const CLI: readonly RegExp[] = [
  /\bopenstack\s+(?:image|server|volume|network|project|user|role|catalog|service|endpoint|keypair|snapshot|flavor)\s+(?:\w+\s+)?(?:create|delete|set|unset|list|show|save|add|remove|import|stage|rebuild|purge)\b/iu,
  /\brbd\s+(?:rm|remove|flatten|purge|unprotect|snap\s+(?:rm|purge|unprotect|protect|create|ls|list|remove)|trash\s+(?:mv|move|purge|rm|remove|restore|empty|ls)|image-meta|children\s+\S+\/)/iu,
  /\brbd (?:ls|info|du|cp|mv|map|unmap|create|clone|import|export|children|status|lock|resize|deep|feature|diff|bench|device|snap|trash|config|pool|showmapped|migration)\b/u,
  /\bceph\s+(?:osd\s+pool\s+(?:rm|delete|create|set|get)|auth\s+(?:caps|get|add|del|rm|print)|config\s+(?:set|get|rm)|tell)\b/iu,
  /\bceph (?:osd|df|auth|config|tell|pg|mon|fs|health|status|orch|mgr|versions|features|daemon)\b/u,
  /\b(?:glance|nova|cinder) (?:image|member|cache|location|md|task|stores|import|usage|volume|server|boot|db)-[a-z]+/u,
  /\bglance-(?:cache|scrubber|api|control|replicator)[a-z-]* (?:start|stop|restart|now|delete|purge)\b/iu,
  /(?:^|[.;:,]\s+|\brun |\bexecute |\btype )(?:rm|mv|cp|dd|sed|cat|echo|export|kill|service|mount|umount|python3?|bash|sh|mysql)\s+[\w./$-]+[./$-]/imu,
];

const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_.-]*/gu;
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+$/;
const STATED =
  /\[?([a-z][a-z0-9]*(?:_[a-z0-9]+)+)\]?["']?(?:\s+(to|as|at|is|be|equals?|of)|\s*:)\s+["']?([\w./:+-]+)/giu;
const SWITCHED =
  /\b((?:turn|switch)(?:ed|ing)? (?:on|off)|enabl(?:e|ing)|disabl(?:e|ing)) (?:\[\w+\]\s?)?([a-z][a-z0-9]*(?:_[a-z0-9]+)+)/giu;
const WORDS_FOR: Readonly<Record<string, readonly string[]>> = {
  true: ["on", "yes", "enabled", "true", "1"],
  false: ["off", "no", "disabled", "false", "0"],
};
const SECTION_KEY = /\[([\w<> .:-]+)\]\s*([A-Za-z_][\w-]*)?/gu;
const LOOSE_FIGURES =
  /\b(?:half|halves|halved|double[sd]?|triple[sd]?|quadruple[sd]?|twice as|tenfold|\w+fold|orders? of magnitude|(?:one|two|three|four|five|six|seven|eight|nine|ten) (?:times|percent|per cent|seconds?|minutes?|hours?|days?|weeks?|months?|years?|terabytes?|gigabytes?|[KMGTP]i?B))\b/iu;

/** Values that no figure is needed for, in words of a setting. */
const SWITCH = /^(?:true|false|on|off|yes|no|enabled|disabled|\d[\d.]*|['"[].*)$/i;

export type ProseOptions = { limit: number; assumption?: string; isAssumption?: boolean };

/** Reasons why a text may not be shown; none when it may. Texts in full-width or styled letters are read as plain ones too. */
export function proseIssues(
  text: string,
  ground: Ground,
  { limit, assumption = "", isAssumption }: ProseOptions,
): string[] {
  const issues = new Set<string>();
  if (text.length > limit) issues.add(`longer than ${limit} characters`);
  const plain = text.normalize("NFKC");
  for (const form of plain === text ? [text] : [text, plain]) {
    if (INVISIBLE.test(form) || MIXED_SCRIPT.test(form))
      issues.add("invisible characters, or letters of two scripts in a word");
    for (const issue of [...linkIssues(form, ground), ...commandIssues(form), ...nameIssues(form, ground)])
      issues.add(issue);
    if (!isAssumption) for (const issue of figureIssues(form, ground, assumption)) issues.add(issue);
    if (looksLikeInstruction(form)) issues.add("words that give orders to a reader or to a program");
    if (holdsSecret(form, ground)) issues.add("something with the look of a secret");
  }
  return [...issues];
}

function linkIssues(text: string, ground: Ground): string[] {
  const issues: string[] = [];
  const urls = [...text.matchAll(URL)].map(([url]) => url.replace(/[.,;:!?]+$/, ""));
  const rest = urls.reduce((left, url) => left.replace(url, " "), text);
  // clients make links of bare host names, whatever their top-level domain
  const dotted = [...rest.matchAll(DOTTED)].some(
    ([word]) => !ground.words.has(word.toLowerCase()) && !FILE_NAME.test(word),
  );
  if (urls.some((url) => !allowedLink(url)) || OTHER_LINK.test(rest) || dotted || ADDRESS.test(rest))
    issues.push("a link or address; only OpenStack and Ceph documentation over https is allowed");
  if (MENTION.test(rest)) issues.push("a mention");
  if (MARKUP.test(rest)) issues.push("markup, code or shell characters");
  return issues;
}

function allowedLink(url: string): boolean {
  if (!/^https:\/\/[a-z.]+\/[\w./#-]*$/.test(url)) return false;
  return ALLOWED_HOSTS.has(url.slice("https://".length).split("/")[0] ?? "");
}

function commandIssues(text: string): string[] {
  const withoutLinks = text.replace(URL, " ");
  return FLAG.test(withoutLinks) || SHELL_WORDS.test(text) || CLI.some((form) => form.test(text))
    ? ["a command or flag; name the action in words"]
    : [];
}

function nameIssues(text: string, ground: Ground): string[] {
  const issues: string[] = [];
  if (ASSIGNMENT.test(text.replace(URL, " "))) issues.push("an assignment; values go into changes");
  const unknown = [...text.matchAll(WORD)]
    .map(([word]) => word.replace(/[.-]+$/, ""))
    .filter((word) => {
      if (ground.words.has(word.toLowerCase()) || !word.includes("_")) return false;
      return !IDENTIFIER.test(word) || !ground.isOption(word.toLowerCase());
    });
  if (unknown.length > 0) issues.push("a name that is no option of this release and no name of this case");
  for (const [, section = "", key] of text.matchAll(SECTION_KEY))
    if (!ground.isSection(section) || (key !== undefined && !isKnownKey(key, text, section, ground)))
      issues.push("a section or option that is not of this case");
  if (saysOtherValue(text, ground)) issues.push("a value for an option that is neither read nor proposed");
  const paths = [...text.replace(URL, " ").matchAll(PATH)].map(([path]) => path.replace(/[.]+$/, ""));
  if (paths.some((path) => !ground.words.has(path.slice(1).toLowerCase())))
    issues.push("a path that is not of this case");
  return issues;
}

/** A value put to an option must be the one proposed for it, or where none is, the one that it has. */
function saysOtherValue(text: string, ground: Ground): boolean {
  const wrong = (key: string, said: string, orders: boolean): boolean => {
    if (!ground.isOption(key)) return false;
    const has = ground.settings.get(key);
    const gets = ground.proposed.get(key);
    const allowed = orders && gets ? [...gets] : [...(has ?? []), ...(gets ?? [])];
    return !allowed.some((value) => value === said || WORDS_FOR[value]?.includes(said));
  };
  const stated = [...text.matchAll(STATED)].some(([, key = "", link = "", value = ""]) => {
    const said = value.toLowerCase().replace(/[.:,-]+$/, "");
    return SWITCH.test(said) && wrong(key.toLowerCase(), said, /^(?:to|as|)$/i.test(link));
  });
  const switched = [...text.matchAll(SWITCHED)].some(([, verb = "", key = ""]) =>
    wrong(key.toLowerCase(), /on$|^enabl/i.test(verb) ? "true" : "false", true),
  );
  return stated || switched;
}

/** `[section]key` written together names an option; behind a space it may be the next word of a sentence. */
function isKnownKey(key: string, text: string, section: string, ground: Ground): boolean {
  const joined = text.includes(`[${section}]${key}`);
  return !joined || ground.isOption(key.toLowerCase());
}

function figureIssues(text: string, ground: Ground, assumption: string): string[] {
  const assumed = new Set(figuresIn(assumption.normalize("NFKC")).map(({ figure }) => figure));
  if (ODD_DIGITS.test(text)) return ["a figure in unusual characters"];
  const names = [...text.matchAll(/[\p{L}\p{N}_.-]*\p{N}[\p{L}\p{N}_.-]*/gu)].filter(([word]) => {
    const name = word.toLowerCase().replace(/[.-]+$/, "");
    return /\p{L}/u.test(name) && !ground.words.has(name) && !/^\d+(?:[.,]\d+)?[-\p{L}]+$/u.test(name);
  });
  // "ninety percent" is a figure like 90 %
  const digits = text.replaceAll(/\p{L}+/gu, (word) => NUMBER_WORDS.get(word.toLowerCase()) ?? word);
  const wrong = figuresIn(digits).some(({ figure, unit }) => {
    if (assumed.has(figure)) return false;
    return unit === null ? !ground.figures.has(figure) : !ground.measured.has(`${figure} ${unit}`);
  });
  const loose = LOOSE_FIGURES.test(text) && !LOOSE_FIGURES.test(assumption);
  return wrong || loose || names.length > 0 ? ["a figure that is no fact of this case and not in the assumption"] : [];
}

function holdsSecret(text: string, ground: Ground): boolean {
  const { redactions } = redact([{ name: "answer.txt", text }], () => "words");
  if (redactions.length > 0) return true;
  return [...text.replace(URL, " ").matchAll(LONG_TOKEN)].some(([token]) => {
    const name = token.toLowerCase();
    return !ground.words.has(name) && !ground.evidence.has(name) && !/^redacted-[a-z-]+-\d+$/.test(name);
  });
}
