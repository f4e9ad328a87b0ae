/** What stands at the top of an answer: a title, a sentence, the figures of before and after, and what may be done. */
import { alike } from "../../check/alike.ts";
import type { Review, ReviewFinding } from "../../design/schema.ts";
import { together } from "../../present/outline.ts";
import { humanBytes, plural } from "../../units.ts";
import type { Item } from "./blocks.ts";

export type Head = {
  title: string;
  sentence: string;
  figures: Item[];
  findings: ReviewFinding[];
  safeNow: string[];
};

export function headOf(review: Review, kind: "review" | "check" | "hygiene"): Head {
  if (kind === "hygiene") return hygieneHead(review);
  const { verdict, findings } = review;
  return {
    title: shortVerdict(review),
    sentence: verdict.headline,
    figures: figures(review),
    findings: alike(findings).map(together),
    safeNow: verdict.safeNow,
  };
}

/** Hygiene is about what lies in the stores: part (e) alone. */
function hygieneHead({ design: { e }, findings }: Review): Head {
  const title =
    e.reclaimableBytes > 0
      ? `At most ${humanBytes(e.reclaimableBytes)} may be reclaimed`
      : "Nothing is proved to be reclaimable";
  return {
    title,
    sentence: title,
    figures: [
      { lead: "Orphan candidates:", text: `${e.orphans.length}.` },
      { lead: "Images without data:", text: `${e.missing.length}.` },
      { lead: "Groups of the same bytes:", text: `${e.duplicateGroups.length}.` },
    ],
    findings: findings.filter(({ part }) => part === "e"),
    // no file is changed here
    safeNow: [
      "Reading, listing, and a dry run of the reclamation script.",
      "Not tonight: deleting any image or object.",
    ],
  };
}

/** Characters that are read at a glance; and what a cause may take, with its reason. */
const MOST_TITLE = 100;
const MOST_CAUSE = 140;

/** The cause in full, or without what follows a colon or stands in brackets; empty: it is too long for a title. */
function causeOf(findings: readonly ReviewFinding[]): string {
  const [first] = alike(findings);
  const title = first ? together(first).title : "";
  return [title, title.split(/: | \(/)[0] ?? ""].find((text) => [...text].length <= MOST_CAUSE) ?? "";
}

/** A headline is read at a glance: the cause, where it is short enough, else how much there is; the sentence follows below. */
function shortVerdict({ verdict, findings, mode }: Review): string {
  if ([...verdict.headline].length <= MOST_TITLE) return verdict.headline;
  const cause = causeOf(findings);
  if (mode !== "repair" && cause !== "") return cause;
  const groups = alike(findings);
  const count = (severity: string): number => groups.filter(([finding]) => finding.severity === severity).length;
  if (mode === "repair") return "A file cannot be read by its service";
  const [high, medium] = [count("high"), count("medium")];
  const amounts = [...(high > 0 ? [`${high} high`] : []), ...(medium > 0 ? [`${medium} medium`] : [])].join(" and ");
  return amounts ? `${amounts} ${high + medium === 1 ? "finding" : "findings"}` : "What the files show";
}

/** Before and after, in the figures that a decision hangs on. */
function figures({ design: { a, b, c, e }, release }: Review): Item[] {
  const { before, introduced } = c.verification;
  const of = ({ high, medium }: typeof before): string => `${high} high, ${medium} medium`;
  const applied = c.changes.filter(({ conditional }) => !conditional).length;
  const open = c.changes.length - applied;
  const templates =
    open > 0
      ? `${plural(open, "line")} more ${open === 1 ? "is a template" : "are templates"}: part (c) says what each depends on.`
      : "";
  const after = `After ${plural(applied, "change")}: ${of(c.verification.after)}, ${introduced.length === 0 ? "none new" : `${introduced.length} new`}.`;
  return [
    applied > 0
      ? { lead: `Before: ${of(before)}.`, text: `${after} ${templates}`.trim() }
      : { lead: `${of(before)}.`, text: templates.replace(" more", "") || "No key is to be changed." },
    {
      lead: `Clone boot: ${a.cow.recommend}.`,
      text: `Format: ${b.policyFormat}. ${e.reclaimableBytes > 0 ? `At most ${humanBytes(e.reclaimableBytes)} may be reclaimed. ` : ""}Release: ${release}.`,
    },
  ];
}
