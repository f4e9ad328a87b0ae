import { defineRule } from "../../src/check/rule.ts";
import type { Cloud } from "../../src/facts/cloud.ts";
import type { Position } from "../../src/intake/source.ts";

/** The first release without the mark. */
const FROM = "2025.2";

export const scrubberNotDeprecated = defineRule({
  id: "lifecycle/scrubber-not-deprecated",
  title: "The scrubber is called deprecated, and from 2025.2 on it is not",
  severity: "info",
  part: "e",
  problem: "contradiction",
  needs: [],
  messages: {
    said: "The scrubber and delayed_delete are said to be deprecated: that held from 2024.1 to 2025.1 and was taken back",
  },
  why: "delayed_delete and the scrubber's options were marked deprecated in 2024.1, 2024.2 and 2025.1. The mark is gone from 2025.2 on. Whoever uses delayed deletion may keep it; whether it is wanted is another question.",
  wrong: "# delayed_delete is deprecated, remove with the next upgrade\ndelayed_delete = True",
  right: "delayed_delete = True",
  silentWhen: ["the release is older than 2025.2", "neither the request nor a comment says so"],
  sources: ["openstack/glance glance/common/config.py, glance/scrubber.py (option lists of 2024.1 to 2025.2)"],
  *check(cloud) {
    const at = saidAt(cloud);
    const { known, catalogues } = cloud.release;
    if (!at) return;
    if (!known) yield { unchecked: ["release"] };
    else if (catalogues.every((release) => release >= FROM))
      yield { message: "said", option: "[DEFAULT]delayed_delete", at };
  },
});

const SUBJECT = /scrubber|delayed_delete|delayed delete/i;
const CLAIM = /\bdeprecated\b|\bdeprecation\b|\bgoing away\b|\bbe removed\b/i;
const DENIED = /\b(?:not|no longer|n't|never) (?:\w+ )?deprecated\b|\?/i;

/** The first sentence or comment that names both, in the request or beside the options. */
function saidAt({ words, glance, scrubber }: Cloud): Position | null {
  const claims = (text: string): boolean => SUBJECT.test(text) && CLAIM.test(text) && !DENIED.test(text);
  if (words.file !== null) {
    const line = words.text.split("\n").findIndex(claims);
    if (line >= 0) return { file: words.file, line: line + 1 };
  }
  for (const config of [...glance, ...(scrubber ? [scrubber] : [])].flatMap(({ configs }) => configs)) {
    const comment = config.comments.find(({ text }) => claims(text));
    if (comment) return { file: config.file, line: comment.line };
  }
  return null;
}
