/** The whole way of an answer through each real adapter, with every way of failing: five parts are always there, and nothing hangs. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { caseOf, exampleSources } from "../../evals/case-folder.ts";
import { standIn } from "../../evals/stand-in.ts";
import { advise } from "../../src/advisor/advise.ts";
import type { Case } from "../../src/advisor/case.ts";
import type { ModelRequest, Provider } from "../../src/advisor/model.ts";
import { loadRules } from "../../src/check/load-rules.ts";
import { reviewSchema } from "../../src/design/schema.ts";
import { intake } from "../../src/intake/intake.ts";
import { review } from "../../src/review.ts";
import { type LlmLab, startLlmLab } from "../llm-lab/llm-lab.ts";
import { labModel, PROVIDERS } from "../llm-lab/models-of-the-lab.ts";
import type { Plan } from "../llm-lab/plan.ts";

let lab: LlmLab;
let asked: Case;
beforeAll(async () => {
  lab = await startLlmLab();
  asked = caseOf(exampleSources("02-ceph-80pct-qcow2"), await loadRules());
});
afterAll(() => lab.stop());

const advised = (provider: Provider, more = {}) =>
  advise(asked.reviewed, labModel(provider, lab.url), { rules: asked.rules, facts: asked.facts, ...more });

const canned = async (): Promise<string> => {
  const request: ModelRequest = { prefix: "", turns: [], schema: null, maxOutputTokens: 1, effort: "low" };
  return (await standIn(asked).ask(request, { signal: new AbortController().signal })).text;
};

const FAILURES: readonly { name: string; plans: readonly Plan[] }[] = [
  { name: "down", plans: Array<Plan>(3).fill({ kind: "status", status: 503, headers: { "retry-after-ms": "1" } }) },
  { name: "silent", plans: [{ kind: "mute" }] },
  { name: "silent in mid-stream", plans: [{ kind: "stall", text: "{" }] },
  { name: "refusing", plans: [{ kind: "refuse" }] },
  { name: "cut twice", plans: Array<Plan>(2).fill({ kind: "cut", text: '{"headline":' }) },
  { name: "slow", plans: [{ kind: "drip", text: "x".repeat(400), pieces: 200, everyMs: 40 }] },
  { name: "cut off at its length", plans: [{ kind: "truncate", text: '{"headline": "' }] },
  { name: "talking around JSON, twice", plans: Array<Plan>(2).fill({ kind: "answer", text: "Sure! Here it is: {}" }) },
  { name: "in another shape, twice", plans: Array<Plan>(2).fill({ kind: "answer", text: '{"config": "all new"}' }) },
];

for (const provider of PROVIDERS)
  describe(provider, () => {
    test("an answer that holds is laid over the design", async () => {
      lab.plan({ kind: "answer", text: await canned() });
      const { review: answer } = await advised(provider);
      expect(answer.answeredBy).toMatch(`${provider}:`);
      expect(answer.model?.dropped).toEqual([]);
      expect(answer.model?.usage.input).toBeGreaterThan(1000);
    });

    for (const { name, plans } of FAILURES)
      test(`${name}: the rules' five parts come, and say why`, async () => {
        lab.plan(...plans);
        const deadlineMs = 1200;
        const began = performance.now();
        const { review: answer } = await advised(provider, { deadlineMs });
        lab.plan();
        expect(performance.now() - began).toBeLessThan(deadlineMs + 2000);
        expect(answer.answeredBy).toBe("rules");
        expect(answer.model?.because).toBeTruthy();
        expect(answer.design).toEqual(asked.reviewed.review.design);
        expect(reviewSchema.safeParse(answer).success).toBe(true);
      });
  });

test("no planted secret is in any request, whatever it stands in", async () => {
  const SECRETS = [
    "Pl4nted-Rabbit",
    "AQPlantedKeyPlantedKeyPlantedKeyPlantedA==",
    "Pl4nted-Comment",
    "Pl4nted-S3",
    "Pl4nted-Url",
  ];
  const given = [
    {
      name: "glance-api.conf",
      text: `[DEFAULT]\nenabled_backends = rbd:rbd,s3:s3\ntransport_url = rabbit://glance:${SECRETS[0]}@10.0.0.1:5672/\n# old password = ${SECRETS[2]}\n[glance_store]\ndefault_backend = rbd\n[s3]\ns3_store_secret_key = ${SECRETS[3]}\n[database]\nconnection = mysql+pymysql://glance:${SECRETS[4]}@10.0.0.2/glance\n`,
    },
    { name: "ceph.client.glance.keyring", text: `[client.glance]\n\tkey = ${SECRETS[1]}\n` },
    {
      name: "request.md",
      text: `Why are boots slow? My rabbit password is ${SECRETS[0]} by the way, key ${SECRETS[1]}.`,
    },
  ];
  const taken = intake(given.map((source) => ({ ...source, pasted: false })));
  const reviewed = review(taken, asked.rules);
  const before = lab.requests.length;
  for (const provider of PROVIDERS)
    await advise(reviewed, labModel(provider, lab.url), { rules: asked.rules, facts: {} });
  const sent = lab.requests.slice(before);
  expect(sent.length).toBeGreaterThanOrEqual(PROVIDERS.length);
  for (const { text } of sent) for (const secret of SECRETS) expect(text).not.toContain(secret);
});

test("what is shown as a dry run is what is sent, byte for byte", async () => {
  const { prepare } = await import("../../src/advisor/advise.ts");
  for (const provider of PROVIDERS) {
    const model = labModel(provider, lab.url);
    const { request } = await prepare(asked, model);
    lab.plan({ kind: "answer", text: await canned() });
    await advise(asked.reviewed, model, { rules: asked.rules, facts: asked.facts });
    expect(JSON.parse(lab.requests.at(-1)?.text ?? "")).toEqual(JSON.parse(JSON.stringify(model.bodyOf(request))));
  }
});
