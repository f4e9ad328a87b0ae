/**
 * What outlives a process, as functions on plain data. Only texts without secrets are given in here: redaction comes
 * before the store, never after. Times are UTC; the clock is given when the store is opened.
 */
import type { Ledger } from "../advisor/budget.ts";
import type { CaseStore, Revision } from "../advisor/cases.ts";

/** A place in Slack: a message, and by its `ts` the thread that it starts. */
export type MessageAt = { channel: string; ts: string };

/** A case and the thread that it is talked about in; `cloud` is a name from the settings. */
export type CaseHead = {
  id: string;
  thread: MessageAt | null;
  cloud: string | null;
  openedBy: string | null;
  openedAt: Date;
  changedAt: Date;
};

/** Who made a revision, and which model with which prompt took part; null: the rules alone. */
export type RevisionMade = { by: string | null; model: ModelBlock | null };
type ModelBlock = { name: string; prompt: string; inputTokens: number; outputTokens: number };

type RevisionHead = RevisionMade & { number: number; at: Date };

/** The advisor's store of cases, and what Slack needs beside it. */
export type Cases = Omit<CaseStore, "addRevision"> & {
  /** Creates the case if there is none of that id; false: there was one. One thread has one case. */
  open: (opened: Pick<CaseHead, "id" | "thread" | "cloud" | "openedBy">) => Promise<boolean>;
  head: (id: string) => Promise<CaseHead | null>;
  ofThread: (thread: MessageAt) => Promise<CaseHead | null>;
  /** Ids of the cases that were opened in a channel, the one that changed last first. */
  inChannel: (channel: string, most: number) => Promise<string[]>;
  /** As the advisor's, with who and what made it. Gives the number of the revision, from 1. */
  addRevision: (id: string, revision: Revision, made?: RevisionMade) => Promise<number>;
  /** Who, when and by which model, in order, without the sources. */
  history: (id: string) => Promise<RevisionHead[]>;
};

/** A message of ours. `purpose` is what it is for: "verdict", "part-a", "report", "progress". */
export type PostedMessage = MessageAt & { caseId: string | null; purpose: string; at: Date };

export type Messages = {
  /** Notes a message that was posted outside of a request's work; the same message again changes its purpose. */
  note: (message: Omit<PostedMessage, "at">) => Promise<void>;
  ofCase: (caseId: string) => Promise<PostedMessage[]>;
  find: (at: MessageAt) => Promise<PostedMessage | null>;
};

/** accepted: kept, not begun. working: begun at least once. posted: answered. failed: given up, and that was said. */
export type RequestState = "accepted" | "working" | "posted" | "failed";

/** What somebody asked for. `kind` chooses the handler; `data` is emptied when the request is answered. */
export type Request = {
  id: string;
  kind: string;
  caseId: string | null;
  data: Readonly<Record<string, unknown>>;
  state: RequestState;
  /** How many times work was begun. */
  attempt: number;
  at: Date;
};

export type Requests = {
  read: (id: string) => Promise<Request | null>;
  /** The case of a review that was accepted for this thread and has not ended; null: there is none. */
  underWay: (thread: MessageAt) => Promise<string | null>;
  /** How many there are in each state. */
  counts: () => Promise<Record<RequestState, number>>;
};

/** A finding that somebody accepts. `scope` is a cloud or a case; `until` null: without an end. */
type Acknowledgement = {
  scope: string;
  fingerprint: string;
  who: string;
  why: string;
  until: Date | null;
  at: Date;
};

export type Acknowledgements = {
  /** The same finding again replaces what was said before. */
  put: (acknowledgement: Omit<Acknowledgement, "at">) => Promise<void>;
  /** The same for many: all of them or none. */
  putAll: (fingerprints: readonly string[], said: Omit<Acknowledgement, "at" | "fingerprint">) => Promise<void>;
  withdraw: (scope: string, fingerprint: string) => Promise<boolean>;
  /** Those that hold now. */
  inForce: (scope: string) => Promise<Acknowledgement[]>;
  /** Those that hold, and those that have ended since. */
  since: (scope: string, since: Date) => Promise<Acknowledgement[]>;
  /** Those that end between now and then, the next first. */
  endingBy: (scope: string, by: Date) => Promise<Acknowledgement[]>;
};

/** What a reader thinks of an answer, or of one finding in it. One voice for each person and thing. */
export type Feedback = {
  caseId: string;
  /** A fingerprint or the purpose of a message. */
  about: string;
  who: string;
  verdict: "helpful" | "wrong";
  note: string | null;
};

export type FeedbackBook = {
  put: (feedback: Feedback) => Promise<void>;
  ofCase: (caseId: string) => Promise<Feedback[]>;
};

/** That something was sent, where to and how much: never what. `hash` is the SHA-256 of the bytes. */
export type Sent = {
  caseId: string | null;
  /** "slack", or the name of a model. */
  to: string;
  /** A channel, or the address of a model's server. */
  target: string;
  purpose: string;
  hash: string;
  bytes: number;
};

export type Audit = {
  note: (sent: Sent) => Promise<void>;
  ofCase: (caseId: string) => Promise<(Sent & { at: Date })[]>;
};

/** What is kept of one inventory of a cloud. `summary` is small and stays for a year; its record only while it is compared with. */
export type KeptSnapshot = {
  id: number;
  cloud: string;
  /** SHA-256 of what was received: the same snapshot sent again is the same. */
  hash: string;
  takenAt: Date;
  receivedAt: Date;
  /** false: a part of it is missing, and says so itself. */
  complete: boolean;
  /** JSON. */
  summary: string;
};

export type Snapshots = {
  /** The id; `repeated`: it was there before. Records that nothing is compared with any more are dropped. */
  put: (
    snapshot: Omit<KeptSnapshot, "id" | "receivedAt"> & { record: Uint8Array },
  ) => Promise<{ id: number; repeated: boolean }>;
  /** By the time it was taken, the newest first. */
  recent: (cloud: string, count: number) => Promise<KeptSnapshot[]>;
  record: (id: number) => Promise<Uint8Array | null>;
};

/** A digest that was posted. */
type PostedDigest = MessageAt & { cloud: string; due: Date; snapshot: number | null; at: Date };

export type Digests = {
  note: (digest: Omit<PostedDigest, "at">) => Promise<void>;
  last: (cloud: string) => Promise<PostedDigest | null>;
};

/** What went: the messages that are still in Slack are named, so that they can be deleted there too. */
export type Forgotten = { existed: boolean; messages: MessageAt[] };

export type Store = {
  cases: Cases;
  messages: Messages;
  requests: Requests;
  acknowledgements: Acknowledgements;
  feedback: FeedbackBook;
  /** What models cost, by case and month: for the budget of the advisor. */
  ledger: Ledger;
  audit: Audit;
  snapshots: Snapshots;
  digests: Digests;
  /** Deletes the case with all that belongs to it. Of what was sent, hash and place stay, without the case. */
  forget: (caseId: string) => Promise<Forgotten>;
  /** Forgets the cases that nothing happened in for `days`; also the ids of events and the notes of sending that are older. */
  keepOnly: (days: number) => Promise<{ cases: number; messages: MessageAt[] }>;
};
