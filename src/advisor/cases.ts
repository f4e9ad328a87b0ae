/** Cases that outlive a command: redacted sources, answers and questions, revision by revision. */
import type { Review } from "../design/schema.ts";
import type { FactOptions } from "../facts/build-cloud.ts";
import type { Intake } from "../intake/artefact.ts";
import { intake } from "../intake/intake.ts";
import type { Redaction, Source } from "../intake/source.ts";
import type { FollowUp } from "./follow-up.ts";

/** One state of a case: what was given, already without secrets, and what was answered. */
export type Revision = {
  sources: Source[];
  redactions: Redaction[];
  /** Large listings that were streamed and are not kept. */
  notKept: string[];
  facts: FactOptions;
  review: Review;
};

export type Exchange = { question: string; revision: number; answer: Omit<FollowUp, "supposed"> };

export type StoredCase = { id: string; revisions: Revision[]; exchanges: Exchange[] };

/** Where cases live: files here, a database elsewhere. `read` gives null for a case that does not exist. */
export type CaseStore = {
  create: (id: string, first: Revision) => Promise<void>;
  read: (id: string) => Promise<StoredCase | null>;
  addRevision: (id: string, revision: Revision) => Promise<number>;
  addExchange: (id: string, exchange: Exchange) => Promise<void>;
};

/** A revision of what was taken in; `review` is the answer that was given. */
export function revisionOf(taken: Intake, facts: FactOptions, review: Review): Revision {
  const kept = new Set(taken.sources.map(({ name }) => name));
  return {
    sources: taken.sources,
    redactions: taken.redactions,
    notKept: Object.keys(taken.recognitions)
      .filter((name) => !kept.has(name))
      .sort(),
    facts,
    review,
  };
}

/** The intake as it was: sources are recognised and read again; what was redacted stays noted. */
export function intakeOf({ sources, redactions }: Revision): Intake {
  const taken = intake(sources.map((source) => ({ ...source, pasted: false })));
  return { ...taken, redactions };
}
