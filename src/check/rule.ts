/**
 * What a rule is. A rule is two files of one stem under `rules/<theme>/`: this record, and its proof. It is found by its
 * place; there is no list to edit. Its page in docs/rules/ is generated from the record.
 */

import type { Cloud } from "../facts/cloud.ts";
import type { Position } from "../intake/source.ts";
import type { Release } from "../options/option.ts";
import type { Change } from "./change.ts";
import type { Problem } from "./problem.ts";

export const SEVERITIES = ["info", "low", "medium", "high"] as const;
/** high: goal missed, data or secrets at risk, or no start. medium: costs time, space or money now. low: will hurt later. info: nothing to do. */
export type Severity = (typeof SEVERITIES)[number];

export type Part = "a" | "b" | "c" | "d" | "e";

/** What must have been pasted before a rule can say anything. */
export type Need =
  | "glance"
  | "nova"
  | "cinder"
  | "ceph"
  | "scrubber"
  | "catalog"
  | "image-rows"
  | "objects"
  | "object-join"
  | "release"
  | "caps"
  | "policy"
  | "words";

/** A typed change that mends a finding; what it was and where it stands is filled in by the designer. */
export type Fix = Pick<Change, "file" | "section" | "key" | "value"> & {
  conditional?: boolean;
  perNode?: boolean;
  why?: string;
};

export type Report = {
  /** One of the rule's `messages`. */
  message: string;
  /** `[section]key` as written in the operator's file, or one of the vocabulary's words for what is no option. */
  option: string;
  at: Position;
  /** Fills the `{slots}` of the message. Text from outside is shown only through `outsideText`. */
  data?: Readonly<Record<string, string | number>>;
  severity?: Severity;
  problem?: Problem;
  part?: Part;
  /** Image ids or `pool/object` names, at most 20; the message carries the count. */
  objects?: readonly string[];
  fix?: readonly Fix[];
  /** Scope label when several files of one kind were given. */
  scope?: string;
};

/** "I cannot tell": what the operator would have to paste or say. */
type Unchecked = { unchecked: readonly string[] };

export type RuleRecord<Messages extends Record<string, string> = Record<string, string>> = {
  /** `theme/name`, equal to its path under `rules/`. */
  id: string;
  title: string;
  severity: Severity;
  part: Part;
  problem: Problem;
  /** Releases in which it holds, both ends included; absent: all. Needs a known release when given. */
  releases?: { from?: Release; to?: Release };
  needs: readonly Need[];
  /** Message id to text with `{slots}`. */
  messages: Messages;
  /** Why it matters, in two or three sentences, for the page and the terminal. */
  why: string;
  /** Shown on the page: a configuration that the rule speaks about, and the same one mended. */
  wrong: string;
  right: string;
  /** What mends it where no key of a file does, as an order without a full stop: "convert the images, hot ones first". */
  remedy?: string;
  /** Known cases in which the rule must stay silent, in words. */
  silentWhen: readonly string[];
  /** Upstream proof: `openstack/<repository> <path> <function or note>`, a lab observation, or "judgement: ...". */
  sources: readonly string[];
  /** Rule ids whose finding is the cause of this one: then this one is shown beneath it. */
  consequenceOf?: readonly string[];
  check(cloud: Cloud): Iterable<(Report & { message: Extract<keyof Messages, string> }) | Unchecked>;
};

export type Rule = RuleRecord;

/** Declares a rule; keeps the message ids as types, so that a report of an undeclared message does not compile. */
export function defineRule<const Messages extends Record<string, string>>(record: RuleRecord<Messages>): Rule {
  return record as unknown as Rule;
}
