/** Short messages: received, failed, warnings, help. */
import { closest, distance } from "fastest-levenshtein";
import type { Review } from "../../design/schema.ts";
import type { GlancewrightError } from "../../errors.ts";
import { plural } from "../../units.ts";
import type { SlackMessage } from "../message.ts";
import type { TakenBack } from "../take-back.ts";
import { actions, bullets, code, context, fallback, header, paragraph, strong } from "./blocks.ts";

const message = (text: string, blocks: SlackMessage["blocks"]): SlackMessage => ({ text: fallback(text), blocks });

/** At once, before anything is read. */
export function received(what: readonly string[], who: string | null): SlackMessage {
  const names = what.length > 0 ? what.slice(0, 20) : ["your words"];
  return message(`Received ${plural(names.length, "source")}. Reading.`, [
    header("Received"),
    bullets(names),
    context(
      `${who ? `Asked by ${who}. ` : ""}Secrets are replaced before anything is read. Findings follow within seconds.`,
    ),
  ]);
}

/** An error that a person meets: a sentence, the code, the next step. */
export function failed({ code: name, advice }: GlancewrightError): SlackMessage {
  const text = `That did not work: expected ${advice.expected}, got ${advice.got}.`;
  return message(`${text} ${advice.next}`, [paragraph(text), paragraph(advice.next), context(`Code ${name}.`)]);
}

/** For what nobody foresaw: no detail of it belongs on a screen. */
export function gaveUp(reference: string): SlackMessage {
  const text = "That did not work, also not when it was tried again. Nothing was changed in your cloud.";
  const next = "Try once more in a few minutes, or run glancewright review on the same files meanwhile.";
  return message(`${text} ${next}`, [
    paragraph(text),
    paragraph(next),
    context(`Code internal.defect, reference ${reference}: whoever runs Glancewright finds it in the log.`),
  ]);
}

/** Only for the person who posted it; the secret is not repeated. */
export function leaked(kinds: readonly string[], files: readonly string[]): SlackMessage {
  const what = [...new Set(kinds)].sort().join(", ");
  const text = `What you posted held ${plural(kinds.length, "secret")} (${what}). Slack has it now.`;
  return message(`${text} Rotate it, and delete the message.`, [
    header("Please rotate what you posted"),
    paragraph(text),
    bullets([
      `Rotate it: ${[...new Set(files)].slice(0, 10).join(", ")}.`,
      "Delete the message or file in Slack; ask an administrator if you may not.",
      "Next time: `glancewright pack PATH > safe-to-paste.txt` replaces secrets before anything leaves your machine.",
    ]),
    context(
      "Glancewright replaced it before reading; it is in no case, log, model or file of ours. Only you see this.",
    ),
  ]);
}

/** What was typed was not understood, or help was asked for. */
export function help(unknown: string | null): SlackMessage {
  const near = unknown ? nearest(unknown.toLowerCase()) : null;
  const text = unknown
    ? `There is no /glance ${unknown}.${near ? ` Did you mean /glance ${near}?` : ""}`
    : "Glancewright designs, checks and keeps image stores.";
  return message(`${text} Try /glance design, check, hygiene, why, digest, ack, status or help.`, [
    header("Glancewright"),
    paragraph(text),
    bullets([
      "`/glance design`: files and words in, five-part design out, in a thread",
      "`/glance check`: the same, findings only",
      "`/glance hygiene`: image and store listings in; orphans, duplicates and a plan out",
      "`/glance why`: boots are slow now; two questions, one line to run, two lines of answer",
      "`/glance ack FINGERPRINT 30d why`: accept a finding until a date",
      "`/glance digest now|weekly mon 09:00 Europe/Berlin|off`: what a cloud's image stores gained, lost and owe",
      "`/glance status`: what is being worked on",
      "`forget`, as a reply in the thread of a case: deletes the case and what I posted",
    ]),
    context(
      "Also: drop files into a thread or a direct message, mention me with a paste, or use the shortcut Review this config. In a case's thread just ask: why, or what if we add S3?",
    ),
  ]);
}

const COMMANDS = ["design", "check", "hygiene", "why", "digest", "ack", "status", "help"] as const;

/** Other words for a command. */
const ALSO: Readonly<Record<string, (typeof COMMANDS)[number]>> = {
  review: "design",
  advise: "design",
  acknowledge: "ack",
  accept: "ack",
  report: "digest",
  weekly: "digest",
  slow: "why",
};

/** The command that was meant, by a slip or two of the fingers. */
function nearest(typed: string): string | null {
  const near = closest(typed, [...COMMANDS, ...Object.keys(ALSO)]);
  return distance(typed, near) <= 2 ? (ALSO[near] ?? near) : null;
}

/** What of ours went with it, and what Slack would not delete. */
export const forgotten = ({ messages, files, left }: TakenBack): SlackMessage => {
  const kept = left > 0 ? ` Slack did not let me delete ${plural(left, "more")}: delete what you still see.` : "";
  const text = `Forgotten: the case and its questions, ${plural(messages, "message")} and ${plural(files, "file")} of mine.${kept}`;
  return message(text, [
    paragraph(text),
    context(
      "What you posted yourself stays in Slack until you delete it. Of what was sent, only size, place and hash are kept.",
    ),
  ]);
};

export const refused = (why: string): SlackMessage => message(why, [paragraph(why)]);

/** What would let more rules run, and how to get it without a secret in it. */
export function missing(review: Review): SlackMessage {
  const asks = review.questions.slice(0, 10);
  if (asks.length === 0)
    return message("Nothing is missing.", [paragraph("Nothing is missing: every rule could run.")]);
  return message("What is missing", [
    header("What would tell more"),
    bullets(asks.map(({ ask, unlocks }) => (unlocks > 1 ? `${ask} (${unlocks} more rules can run)` : ask))),
    context("Drop it into this thread: it is added to the case. glancewright pack makes a file safe to post."),
  ]);
}

export type StatusLines = { accepted: number; working: number; clouds: readonly string[]; models: readonly string[] };

export function status({ accepted, working, clouds, models }: StatusLines): SlackMessage {
  const text = `${working} being worked on, ${accepted} waiting.`;
  return message(text, [
    header("Status"),
    bullets([
      text,
      `Clouds: ${clouds.join(", ") || "none is set up"}.`,
      `Model: ${models.join(", then ") || "none, the rules answer alone"}.`,
    ]),
  ]);
}

/** What a revision changed against the one before. */
export function changed(lines: readonly string[]): SlackMessage {
  if (lines.length === 0) return message("Nothing changed.", [paragraph("With that, the answer stays as it was.")]);
  return message("What changed", [strong("What changed"), bullets(lines.slice(0, 20))]);
}

/** The question that stands before the answer is there, with the buttons to answer it by. */
export function whyScope(caseId: string): SlackMessage {
  return message("Which images boot slowly?", [
    strong("Boots are slow. Which?"),
    actions(`why:${caseId}`, [
      { action: "why-all", text: "All images", value: caseId },
      { action: "why-one", text: "One image", value: caseId },
      { action: "why-some-hosts", text: "Some computes only", value: caseId },
    ]),
  ]);
}

export function whySince(caseId: string, scope: string): SlackMessage {
  const value = `${caseId}|${scope}`;
  return message("Since when?", [
    strong("Since when?"),
    actions(`why-since:${caseId}`, [
      { action: "why-today", text: "Since today", value },
      { action: "why-change", text: "Since a change or upgrade", value },
      { action: "why-always", text: "Always", value },
    ]),
  ]);
}

type WhyLine = { line: string; does: string; bare: readonly string[] };

/** `bare`: the files, where there is no `glancewright` to take the secrets out of them. */
const WHY_LINES: Readonly<Record<string, WhyLine>> = {
  all: packed(["/etc/glance/glance-api.conf", "/etc/nova/nova.conf", "/etc/ceph/ceph.conf"], ""),
  one: {
    line: "openstack image show -f json IMAGE > image.json",
    does: "It only reads, and an image's record holds no password. With glance-api.conf and nova.conf beside it I can also say whether its boots can be clones.",
    bare: [],
  },
  "some-hosts": packed(["/etc/nova/nova.conf", "/etc/ceph/ceph.conf"], "   # on a slow compute, then on a fast one"),
};

function packed(files: readonly string[], where: string): WhyLine {
  return {
    line: `glancewright pack ${files.join(" ")} > safe-to-paste.txt${where}`,
    does: "It only reads, and takes secrets out.",
    bare: files,
  };
}

/** The same with what every Linux host has: values of keys that name a secret, and user names and passwords in addresses, are masked. */
export const maskLine = (files: readonly string[]): string =>
  `tail -n +1 ${files.join(" ")} | sed -E 's/^([^=]*(password|secret|token|connection|transport_url|(^|_| )key) *= *).*/\\1HIDDEN/I; s#//[^/ ]*@#//HIDDEN@#g' > safe-to-paste.txt`;

const WHY_HINTS: Readonly<Record<string, string>> = {
  today: "Since today: ceph -s and the space left in the pools are worth a look first.",
  change: "Since a change: give the file of before as well, if there is one.",
  always: "Always: most often images are not raw, or Glance does not show where they are.",
};

/** One line to run where the files are; it only reads. */
export function whyLine(scope: string, since: string): SlackMessage {
  const { line, does, bare } = WHY_LINES[scope] ?? packed(["/etc/glance/glance-api.conf"], "");
  const text = `Run this where the files are. ${does} Drop what it gives into this thread.`;
  return message(text, [
    strong("One line to run"),
    code(line),
    paragraph(text),
    ...(bare.length > 0 ? [paragraph("No glancewright on that host? This reads the same:"), code(maskLine(bare))] : []),
    context(`${WHY_HINTS[since] ?? ""} Under kolla-ansible the files are in /etc/kolla/<service>/.`),
  ]);
}
