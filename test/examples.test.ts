/** The shipped cases end to end: no secret of theirs is in anything that Glancewright puts out. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadRules } from "../src/check/load-rules.ts";
import type { Rule } from "../src/check/rule.ts";
import { reviewSchema } from "../src/design/schema.ts";
import { intake } from "../src/intake/intake.ts";
import { packSources } from "../src/intake/pack.ts";
import { renderReview } from "../src/present/render.ts";
import { review } from "../src/review.ts";

const EXAMPLES = join(import.meta.dirname, "..", "examples");

type Secret = { value: string } | string;

function caseOf(name: string) {
  const folder = join(EXAMPLES, name, "input");
  const given = readdirSync(folder)
    .sort()
    .map((file) => ({ name: file, text: readFileSync(join(folder, file), "utf8"), pasted: false }));
  const expected = JSON.parse(readFileSync(join(EXAMPLES, name, "expect.json"), "utf8")) as {
    secrets?: Secret[];
    derived_secrets?: Secret[];
  };
  const secrets = [...(expected.secrets ?? []), ...(expected.derived_secrets ?? [])].map((secret) =>
    typeof secret === "string" ? secret : secret.value,
  );
  return { given, secrets };
}

describe.each(readdirSync(EXAMPLES).sort())("%s", (name) => {
  let rules: Rule[];
  beforeAll(async () => {
    rules = await loadRules();
  });

  test("the answer fits its schema and is the same each time", () => {
    const { given } = caseOf(name);
    const first = review(intake(given), rules).review;
    expect(reviewSchema.parse(first)).toEqual(first);
    expect(JSON.stringify(review(intake(given), rules).review)).toBe(JSON.stringify(first));
  });

  test("no secret is in any output", async () => {
    const { given, secrets } = caseOf(name);
    const taken = intake(given);
    const { review: answer, patched } = review(taken, rules);
    const options = { kind: "review", color: false, width: 100 } as const;
    const outputs = [
      ...(await Promise.all(
        (["text", "json", "markdown", "sarif"] as const).map((format) => renderReview(answer, { ...options, format })),
      )),
      ...patched.map(({ text }) => text),
      packSources(taken.sources, taken.redactions),
    ];
    for (const secret of secrets) for (const output of outputs) expect(output.includes(secret)).toBe(false);
  });
});
