/** What a store does, on whatever engine: run in the tests on the embedded one, and by a script on a server. */
import type { Exchange, Revision } from "../advisor/cases.ts";
import type { Store } from "./store.ts";

/** The clock of the suite starts here and goes on when a case says so. */
export const START = new Date("2026-11-02T09:00:00Z");

type SuiteStore = { store: Store; pass: (milliseconds: number) => void };

/** Gives what came out and what should have; equal as JSON. Each runs on an empty store. */
export type SuiteCase = { name: string; run: (given: SuiteStore) => Promise<{ got: unknown; wanted: unknown }> };

const DAY = 86_400_000;
const C1 = { id: "c1", thread: { channel: "C1", ts: "1.1" }, cloud: "berlin", openedBy: "U1" };

/** Only what is kept matters here: the review is any JSON, with what databases like to change. */
function revision(text: string): Revision {
  return {
    sources: [{ name: "glance-api.conf", text }],
    redactions: [],
    notKept: ["images.json"],
    facts: {},
    review: { z: 1, a: "\u0000 ü \ud800", "1": [null, 1e21] } as unknown as Revision["review"],
  };
}

const exchange = (question: string): Exchange =>
  ({ question, revision: 1, answer: { text: question } }) as unknown as Exchange;

export const SUITE: readonly SuiteCase[] = [
  {
    name: "a case comes back byte for byte",
    async run({ store: { cases } }) {
      await cases.create("c1", revision("one"));
      await cases.addRevision("c1", revision("two"));
      await cases.addExchange("c1", exchange("why?"));
      const wanted = { id: "c1", revisions: [revision("one"), revision("two")], exchanges: [exchange("why?")] };
      return { got: JSON.stringify(await cases.read("c1")), wanted: JSON.stringify(wanted) };
    },
  },
  {
    name: "a case that does not exist is null, and takes no revision",
    async run({ store: { cases } }) {
      const refused = await cases.addRevision("none", revision("x")).catch(({ code }) => code);
      return { got: [await cases.read("none"), refused], wanted: [null, "cases.none"] };
    },
  },
  {
    name: "revisions added at the same time get numbers of their own",
    async run({ store: { cases } }) {
      await cases.open(C1);
      const numbers = await Promise.all(Array.from({ length: 8 }, (_, i) => cases.addRevision("c1", revision(`${i}`))));
      return { got: numbers.sort((a, b) => a - b), wanted: [1, 2, 3, 4, 5, 6, 7, 8] };
    },
  },
  {
    name: "a thread has one case",
    async run({ store: { cases } }) {
      const opened = [await cases.open(C1), await cases.open({ ...C1, id: "c2" })];
      const found = await cases.ofThread({ channel: "C1", ts: "1.1" });
      return {
        got: [opened, found?.id, await cases.ofThread({ channel: "C1", ts: "9" })],
        wanted: [[true, false], "c1", null],
      };
    },
  },
  {
    name: "the history says who made a revision, and with which model",
    async run({ store: { cases } }) {
      const made = { by: "U1", model: { name: "claude", prompt: "ab12", inputTokens: 10, outputTokens: 2 } };
      await cases.open(C1);
      await cases.addRevision("c1", revision("x"), made);
      const got = await cases.history("c1");
      return { got: JSON.stringify(got), wanted: JSON.stringify([{ number: 1, at: START, ...made }]) };
    },
  },
  {
    name: "an acknowledgement holds until its end, and is announced before",
    async run({ store: { acknowledgements }, pass }) {
      const until = new Date(START.getTime() + 10 * DAY);
      await acknowledgements.put({ scope: "berlin", fingerprint: "f1", who: "U1", why: "old", until: null });
      await acknowledgements.put({ scope: "berlin", fingerprint: "f1", who: "U2", why: "lab only", until });
      await acknowledgements.put({ scope: "berlin", fingerprint: "f2", who: "U2", why: "for ever", until: null });
      const before = (await acknowledgements.inForce("berlin")).map(({ fingerprint, who }) => [fingerprint, who]);
      const ending = await acknowledgements.endingBy("berlin", until);
      pass(11 * DAY);
      const after = (await acknowledgements.inForce("berlin")).map(({ fingerprint }) => fingerprint);
      const withdrawn = [
        await acknowledgements.withdraw("berlin", "f2"),
        await acknowledgements.withdraw("berlin", "f2"),
      ];
      return {
        got: [before, ending.map(({ why }) => why), after, withdrawn],
        wanted: [
          [
            ["f1", "U2"],
            ["f2", "U2"],
          ],
          ["lab only"],
          ["f2"],
          [true, false],
        ],
      };
    },
  },
  {
    name: "many are acknowledged at once, those of before among them",
    async run({ store: { acknowledgements } }) {
      const fingerprints = Array.from({ length: 2_500 }, (_, number) => `f${number}`);
      const said = { scope: "berlin", who: "U2", why: "lab only", until: null };
      await acknowledgements.put({ ...said, fingerprint: "f7", who: "U1", why: "old" });
      await acknowledgements.putAll(fingerprints, said);
      await acknowledgements.putAll([], said);
      const held = await acknowledgements.inForce("berlin");
      return {
        got: [
          held.length,
          held.filter(({ who }) => who === "U2").length,
          held.find((one) => one.fingerprint === "f7")?.why,
        ],
        wanted: [2_500, 2_500, "lab only"],
      };
    },
  },
  {
    name: "spending at the same time is added up",
    async run({ store: { ledger } }) {
      await Promise.all(Array.from({ length: 20 }, () => ledger.add("month:2026-11", { tokens: 10, cost: 0.25 })));
      await ledger.add("month:2026-11", { tokens: -50, cost: 0 });
      return {
        got: [await ledger.read("month:2026-11"), await ledger.read("case:none")],
        wanted: [
          { tokens: 150, cost: 5 },
          { tokens: 0, cost: 0 },
        ],
      };
    },
  },
  {
    name: "feedback is one voice for each person and thing",
    async run({ store: { feedback } }) {
      const voice = { caseId: "c1", about: "f1", who: "U1", note: null };
      await feedback.put({ ...voice, verdict: "helpful" });
      await feedback.put({ ...voice, verdict: "wrong", note: "we run Ceph 19" });
      return { got: await feedback.ofCase("c1"), wanted: [{ ...voice, verdict: "wrong", note: "we run Ceph 19" }] };
    },
  },
  {
    name: "a forgotten case leaves nothing but the hash of what was sent",
    async run({ store }) {
      await fill(store);
      const forgotten = await store.forget("c1");
      const left = [await store.cases.read("c1"), await store.messages.ofCase("c1"), await store.feedback.ofCase("c1")];
      const spent = await store.ledger.read("case:c1");
      return {
        got: [forgotten, left, spent.tokens, await store.audit.ofCase("c1"), await store.forget("c1")],
        wanted: [
          { existed: true, messages: [{ channel: "C1", ts: "1.2" }] },
          [null, [], []],
          0,
          [],
          { existed: false, messages: [] },
        ],
      };
    },
  },
  {
    name: "only cases that something happened in lately are kept",
    async run({ store, pass }) {
      await fill(store);
      pass(20 * DAY);
      await store.cases.open({ id: "c2", thread: null, cloud: null, openedBy: null });
      const early = await store.keepOnly(30);
      pass(11 * DAY);
      const late = await store.keepOnly(30);
      return {
        got: [early, late, await store.cases.head("c1"), (await store.cases.head("c2"))?.id],
        wanted: [{ cases: 0, messages: [] }, { cases: 1, messages: [{ channel: "C1", ts: "1.2" }] }, null, "c2"],
      };
    },
  },
  {
    name: "of snapshots the newest and the one of the last digest keep their record, the others their summary",
    async run({ store: { snapshots, digests }, pass }) {
      const taken = (day: number) => new Date(START.getTime() - (30 - day) * DAY);
      const put = (day: number) =>
        snapshots.put({
          cloud: "berlin",
          hash: `h${day}`,
          takenAt: taken(day),
          complete: day !== 2,
          summary: `{"day":${day}}`,
          record: Uint8Array.of(day, 0, 255),
        });
      const first = await put(1);
      await digests.note({ cloud: "berlin", due: taken(1), snapshot: first.id, channel: "C1", ts: "1.1" });
      const again = await put(1);
      for (const day of [2, 3, 4]) await put(day);
      const kept = await snapshots.recent("berlin", 10);
      const records = await Promise.all(kept.map(async ({ id }) => [...((await snapshots.record(id)) ?? [])]));
      const last = await digests.last("berlin");
      pass(420 * DAY);
      await put(425);
      const late = await snapshots.recent("berlin", 10);
      return {
        got: [again, kept.map(({ summary, complete }) => [summary, complete]), records, last?.snapshot, late.length],
        wanted: [
          { id: first.id, repeated: true },
          [4, 3, 2, 1].map((day) => [`{"day":${day}}`, day !== 2]),
          [[4, 0, 255], [3, 0, 255], [], [1, 0, 255]],
          first.id,
          3,
        ],
      };
    },
  },
];

async function fill(store: Store): Promise<void> {
  await store.cases.open(C1);
  await store.cases.addRevision("c1", revision("x"));
  await store.cases.addExchange("c1", exchange("why?"));
  await store.messages.note({ channel: "C1", ts: "1.2", caseId: "c1", purpose: "verdict" });
  await store.feedback.put({ caseId: "c1", about: "f1", who: "U1", verdict: "helpful", note: null });
  await store.ledger.add("case:c1", { tokens: 7, cost: 0 });
  const sent = { to: "slack", target: "C1", purpose: "verdict", hash: "ab".repeat(32), bytes: 12 };
  await store.audit.note({ caseId: "c1", ...sent });
}
