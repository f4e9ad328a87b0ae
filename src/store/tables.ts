/** The tables as rows. What is a JSON text here is kept as text, so that it comes back byte for byte. */
import type { Generated } from "kysely";

export type Tables = {
  cases: {
    id: string;
    channel: string | null;
    thread: string | null;
    cloud: string | null;
    opened_by: string | null;
    opened_at: Date;
    changed_at: Date;
  };
  revisions: {
    case_id: string;
    number: number;
    sources: string;
    redactions: string;
    not_kept: string;
    facts: string;
    review: string;
    made_by: string | null;
    model: string | null;
    at: Date;
  };
  exchanges: { case_id: string; number: number; exchange: string; at: Date };
  messages: { channel: string; ts: string; case_id: string | null; purpose: string; at: Date };
  events: { event: string; request_id: string; at: Date };
  requests: {
    id: string;
    kind: string;
    case_id: string | null;
    data: string;
    state: string;
    attempt: Generated<number>;
    at: Date;
    ended_at: Date | null;
  };
  steps: { request_id: string; step: string; result: string; at: Date };
  postings: {
    request_id: string;
    key: string;
    marker: string;
    attempt: number;
    purpose: string;
    channel: string;
    /** When the first attempt was about to post. */
    begun_at: Date;
    posted_channel: string | null;
    posted_ts: string | null;
  };
  acknowledgements: {
    scope: string;
    fingerprint: string;
    who: string;
    why: string;
    until: Date | null;
    at: Date;
  };
  feedback: { case_id: string; about: string; who: string; verdict: string; note: string | null; at: Date };
  spending: { account: string; tokens: number; cost: number };
  sent: {
    id: Generated<number>;
    case_id: string | null;
    destination: string;
    target: string;
    purpose: string;
    hash: string;
    bytes: number;
    at: Date;
  };
  snapshots: {
    id: Generated<number>;
    cloud: string;
    hash: string;
    taken_at: Date;
    received_at: Date;
    complete: boolean;
    summary: string;
  };
  /** What a snapshot is compared by, in parts; none once only its summary is needed. */
  records: { snapshot_id: number; part: number; bytes: Uint8Array };
  digests: { cloud: string; due: Date; snapshot: number | null; channel: string; ts: string; at: Date };
  schedules: { key: string; weekday: number; time: string; time_zone: string; kind: string; data: string; since: Date };
};
