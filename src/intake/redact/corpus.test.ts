import { describe, expect, test } from "vitest";
import { lookAlikes } from "../../../test/corpus/secrets/look-alikes.ts";
import { expected, plantedTemplates, unmarked } from "../../../test/corpus/secrets/planted.ts";
import { redact } from "./redact.ts";

const templates = plantedTemplates().map((template) => ({
  ...template,
  ...unmarked(template.text),
  marked: template.text,
}));
const kinds = new Map(templates.map(({ name, kind }) => [name, kind]));
const withoutNumbers = (text: string): string => text.replace(/(redacted-[a-z-]+)-\d+/g, "$1-N");
const redacted = redact(
  templates.map(({ name, text }) => ({ name, text })),
  ({ name }) => kinds.get(name) ?? "unknown",
);

test("the corpus plants at least 250 secrets in more than four kinds of file", () => {
  expect(templates.flatMap(({ secrets }) => secrets).length).toBeGreaterThanOrEqual(250);
  expect(new Set(kinds.values()).size).toBeGreaterThan(4);
});

describe.each(templates.map((template, at) => ({ ...template, at })))("$name", ({ name, marked, secrets, at }) => {
  const text = redacted.sources[at]?.text ?? "";

  test("every planted secret is a placeholder of its kind, and every other byte is as it was", () => {
    expect(withoutNumbers(text)).toBe(expected(marked));
  });

  test("no secret is left, and each has its record", () => {
    for (const { value } of secrets) expect(text).not.toContain(value);
    expect(redacted.redactions.filter(({ file }) => file === name)).toHaveLength(secrets.length);
  });
});

test("redacting the corpus again changes nothing", () => {
  const again = redact(redacted.sources, ({ name }) => kinds.get(name) ?? "unknown");
  expect(again).toEqual({ sources: redacted.sources, redactions: [] });
});

test("at least 80 look-alikes survive to the byte", () => {
  const lines = lookAlikes();
  expect(lines.flatMap(({ text }) => text.split("\n")).filter((line) => line !== "").length).toBeGreaterThanOrEqual(80);
  for (const { kind, text } of lines)
    expect(redact([{ name: "x", text }], () => kind)).toEqual({ sources: [{ name: "x", text }], redactions: [] });
});
