import { defineRule } from "../../src/check/rule.ts";

/** The option that a file's side of a contradiction stands for. */
const OPTION: Readonly<Record<string, string>> = {
  "nova.uses_ceph": "[libvirt]images_type",
  "cinder.uses_ceph": "[DEFAULT]enabled_backends",
  "glance.default_store": "[glance_store]default_backend",
  "glance.locations": "[DEFAULT]show_image_direct_url",
};

export const wordsContradictFile = defineRule({
  id: "input/words-contradict-file",
  title: "The request and a file tell different things",
  severity: "medium",
  part: "c",
  problem: "contradiction",
  needs: ["words"],
  messages: {
    differ: "{subject}: {first} ({firstFile}), but {second} ({secondFile}); the file is taken as the truth",
    release: "Release: {first}, but {second}; what only one of them has is judged with care",
  },
  why: "What is said and what is configured do not agree. The file counts, because it is what runs; but it may be another node's, an old copy, or the very mistake that is looked for.",
  wrong: '"All our computes are on Ceph." and images_type = qcow2 in nova.conf',
  right: "The nova.conf of a compute that is on Ceph",
  silentWhen: ["the words say that only a part is so", "one of the two is not given"],
  sources: ["judgement: the file is what the service reads"],
  *check({ contradictions }) {
    for (const { subject, sides } of contradictions) {
      const [first, second] = sides;
      if (!first || !second) continue;
      const release = subject.includes("release");
      yield {
        message: release ? "release" : "differ",
        severity: release ? "low" : "medium",
        option: release ? "release" : (OPTION[subject] ?? "file"),
        at: second.at,
        data: {
          subject,
          first: first.says,
          firstFile: first.at.file,
          second: second.says,
          secondFile: second.at.file,
        },
      };
    }
  },
});
