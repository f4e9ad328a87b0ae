/** The whole way on anything: no crash, no secret out, the same bytes for the same input. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadRules } from "../src/check/load-rules.ts";
import { reviewSchema } from "../src/design/schema.ts";
import { type GivenSource, intake } from "../src/intake/intake.ts";
import { renderReview } from "../src/present/render.ts";
import { review } from "../src/review.ts";

const ROOT = join(import.meta.dirname, "..");
const EXAMPLES = join(ROOT, "examples");
const FORMATS = ["text", "json", "markdown", "sarif"] as const;
const rules = await loadRules();

const texts = readdirSync(EXAMPLES)
  .flatMap((example) => {
    const folder = join(EXAMPLES, example, "input");
    return readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  })
  .map(({ name, text }) => ({ name, text: text.slice(0, 6000) }));

const names = fc.oneof(fc.constantFrom(...texts.map(({ name }) => name)), fc.string({ unit: "binary", maxLength: 30 }));
const noise = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ maxLength: 60 }).map((text) => text.repeat(50)),
  fc.constantFrom(
    "\0",
    "\ud800",
    "[",
    "[[[[",
    "{".repeat(500),
    '"'.repeat(99),
    "\r",
    "\u2028",
    "|".repeat(200),
    "=\n".repeat(50),
  ),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder("utf-8").decode(bytes)),
);

/** Real files, cut, doubled, mixed and broken. */
const mangled = fc
  .tuple(fc.constantFrom(...texts), fc.constantFrom(...texts), noise, fc.nat(6000), fc.nat(6000), fc.nat(5))
  .map(([one, other, odd, at, end, how]) => {
    switch (how) {
      case 0:
        return one.text.slice(0, at);
      case 1:
        return one.text.slice(0, at) + odd + one.text.slice(at);
      case 2:
        return one.text.slice(0, at) + other.text.slice(end);
      case 3:
        return one.text.split("\n").toSorted().join("\n");
      case 4:
        return one.text.replaceAll("=", odd.slice(0, 3));
      default:
        return `--- ${other.name} ---\n${other.text}\n--- ${one.name} ---\n${one.text.slice(at)}`;
    }
  });

const anySource = fc.record({ name: names, text: fc.oneof(mangled, noise), pasted: fc.boolean() });
const anyCase = fc
  .array(anySource, { minLength: 1, maxLength: 4 })
  .map((sources) => sources.map((source, at): GivenSource => ({ ...source, name: `${at}${source.name}` })));

async function rendered(sources: readonly GivenSource[]): Promise<string[]> {
  const answer = review(intake(sources), rules).review;
  expect(reviewSchema.safeParse(answer).error).toBeUndefined();
  const options = { kind: "review", color: false, width: 100 } as const;
  return Promise.all(FORMATS.map((format) => renderReview(answer, { format, ...options })));
}

describe("anything that is given", () => {
  test("is answered by the schema in every format, and twice with the same bytes", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async (sources) => {
        expect(await rendered(sources)).toEqual(await rendered(sources));
      }),
      { numRuns: 150 },
    );
  });

  test("lets no planted secret out", { timeout: 120_000 }, async () => {
    const secret = "Zq7vTr4nsPw9Lx2m";
    const lines = [
      `password = ${secret}`,
      `[keystone_authtoken]\npassword: ${secret}`,
      `connection = mysql+pymysql://glance:${secret}@db/glance`,
      `# old: rabbit_password=${secret}`,
      `{"adminPass": "${secret}"}`,
      `openstack --os-password ${secret} image list`,
      `[client.glance]\n\tkey = AQ${secret}AAAABAAk3yU0a1n9vS5b6cQ==`,
    ];
    await fc.assert(
      fc.asyncProperty(anyCase, fc.constantFrom(...lines), fc.nat(), async (sources, line, where) => {
        const planted = sources.map((source, at) =>
          at === where % sources.length ? { ...source, text: `${source.text}\n${line}\n` } : source,
        );
        for (const text of await rendered(planted)) expect(text).not.toContain(secret);
      }),
      { numRuns: 150 },
    );
  });

  test("is answered the same in whatever order the files come", { timeout: 60_000 }, () => {
    for (const example of readdirSync(EXAMPLES)) {
      const folder = join(EXAMPLES, example, "input");
      const sources = readdirSync(folder).map((name) => ({
        name,
        text: readFileSync(join(folder, name), "utf8"),
        pasted: false,
      }));
      const findings = (given: readonly GivenSource[]) =>
        review(intake(given), rules).review.findings.map(({ fingerprint, severity }) => `${severity} ${fingerprint}`);
      expect(findings(sources.toReversed())).toEqual(findings(sources));
    }
  });
});
