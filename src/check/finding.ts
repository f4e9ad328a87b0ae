/** What a rule found, with everything that a reader or a saved acknowledgement needs. */
import type { Problem } from "./problem.ts";
import type { Fix, Part, Severity } from "./rule.ts";

type Consequence = { rule: string; title: string; option: string; file: string; line: number | null };

export type Finding = {
  rule: string;
  /** Stable across weeks: rule, option, file and objects, never the line or the wording. */
  fingerprint: string;
  problem: Problem;
  severity: Severity;
  part: Part;
  option: string;
  file: string;
  line: number | null;
  scope: string | null;
  title: string;
  why: string;
  objects: readonly string[];
  sources: readonly string[];
  fix: readonly Fix[];
  /** What mends it where no key does. */
  remedy: string | null;
  /** Findings of other rules that this one causes. */
  consequences: readonly Consequence[];
};

export type UncheckedRule = { rule: string; needs: readonly string[] };

export type CheckResult = { findings: readonly Finding[]; unchecked: readonly UncheckedRule[] };
