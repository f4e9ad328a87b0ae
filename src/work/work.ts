/** The interface of the queue: accept at once, work once, post once. */
import type { Weekly } from "../settings/weekly.ts";
import type { MessageAt, Request } from "../store/store.ts";

/** What came from outside. `event` is Slack's own id of it, the same in each redelivery. `data` holds no secret and no file. */
export type Incoming = {
  event: string;
  kind: string;
  caseId: string | null;
  data: Readonly<Record<string, unknown>>;
  /** "slow": waits for a model, and must not hold up what does not. Default "quick". */
  lane?: Lane;
};

export type Lane = "quick" | "slow";

/** `repeated`: the event was there before; `request` is then the one that it made. */
export type Accepted = { request: string; repeated: boolean };

/** One message to post. `key` names it within the request, the same in each attempt. `hash` and `bytes` go to the audit. */
export type Posting = {
  key: string;
  channel: string;
  /** `ts` of the thread; null: a message of its own. */
  thread: string | null;
  purpose: string;
  hash: string;
  bytes: number;
};

/**
 * How a posting goes out. `marker` goes into the metadata of the message. `find` looks for that marker in the channel
 * or thread, and is asked only if an earlier attempt may have posted; `since` is when that attempt began.
 */
export type Outside = {
  send: (marker: string) => Promise<MessageAt>;
  find: (marker: string, since: Date) => Promise<MessageAt | null>;
};

/** One attempt at a request. */
export type Attempt = {
  request: Request;
  /** Aborted when the process is to stop, or when another attempt took over. */
  signal: AbortSignal;
  /** Runs once for all attempts: what it gave is kept, as JSON, and given again. For model answers and other paid calls. */
  step: <Value>(name: string, run: () => Promise<Value>) => Promise<Value>;
  /** Posts once for all attempts. */
  post: (posting: Posting, outside: Outside) => Promise<MessageAt>;
};

/** Where work is, in order; between any two of them a process may die. */
export const POINTS = [
  "accept:claimed",
  "accept:kept",
  "attempt:begun",
  "step:ran",
  "step:kept",
  "post:intended",
  "post:sent",
  "post:noted",
  "request:ending",
  "request:ended",
] as const;

export type Point = (typeof POINTS)[number];

/** Told of each point as it is passed: for traces, and for tests that let a process die there. */
export type Passing = (point: Point) => void | Promise<void>;

/** Returns when everything is posted; an error is tried again later. */
export type Handler = (attempt: Attempt) => Promise<void>;

export type Handlers = {
  /** By the kind of the request. */
  kinds: Readonly<Record<string, Handler>>;
  /** Every attempt failed: says so to whom it was asked for. */
  gaveUp: Handler;
};

/** A request that comes once a week. */
export type Schedule = {
  /** As "digest:production"; the same key again replaces the schedule. */
  key: string;
  weekly: Weekly;
  kind: string;
  data: Readonly<Record<string, unknown>>;
};

export type Queue = {
  /** One transaction: event id, request and job. Acknowledge to Slack after it, never before. */
  accept: (incoming: Incoming) => Promise<Accepted>;
  /** Begins to work. Once for each process. */
  work: (handlers: Handlers) => Promise<void>;
  schedules: {
    put: (schedule: Schedule) => Promise<void>;
    /** False: there was none. */
    remove: (key: string) => Promise<boolean>;
    list: () => Promise<Schedule[]>;
    /** The next times after `from`, without keeping anything; an unreadable time or zone is an error. */
    next: (weekly: Weekly, from: Date, count: number) => Date[];
  };
  /** Takes nothing new, lets what runs end within `seconds` (default 20), then leaves the rest to the next start. */
  stop: (seconds?: number) => Promise<void>;
};
