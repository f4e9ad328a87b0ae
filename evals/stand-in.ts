/** A canned answer that holds in any case, made from the case's own findings: it shows that scoring and wiring work, nothing about a model. */
import type { SeniorAnswer } from "../src/advisor/answer-wire.ts";
import { type Case, questionsOf } from "../src/advisor/case.ts";
import type { Model } from "../src/advisor/model.ts";

export function standIn(asked: Case): Model {
  const { review } = asked.reviewed;
  const evidence = [...review.findings.map(({ fingerprint }) => fingerprint), "openstack_release"].slice(0, 1);
  const answer: SeniorAnswer = {
    headline: "Begin with what keeps boots from being clones; the rest can wait.",
    answers: questionsOf(asked).map(({ id }) => ({
      question: id,
      answer:
        "What counts is whether a boot can be a clone: raw images in an RBD store of the cluster that holds the disks.",
      assumption: "",
      evidence,
    })),
    parts: [{ part: "b", why: "Where boots are clones, raw is what makes them so.", assumption: "", evidence }],
    stores: [],
    policy: [],
    work: review.findings.slice(0, 5).map(({ fingerprint }) => ({ finding: fingerprint, why: "It weighs most here." })),
    changes: [],
    unknown: ["How fast images are read today was not shown."],
  };
  return {
    provider: "compatible",
    name: "stand-in",
    ask: async () => ({
      text: JSON.stringify(answer),
      stop: "complete",
      usage: { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 },
      requestId: null,
      note: "canned",
    }),
    bodyOf: (request) => request,
  };
}
