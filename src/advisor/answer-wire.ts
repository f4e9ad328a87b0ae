/**
 * What a model may say: one zod object for each kind of answer, of plain types only, everything required and described.
 * The same bytes go to every provider; what an answer says is checked by answer-check.ts, not by these shapes.
 */
import * as z from "zod";
import type { WireSchema } from "./model.ts";

const evidence = z.array(z.string()).describe("ids of findings or names of facts that were given");
const assumption = z
  .string()
  .describe("the estimate that this rests on, with its figures and basis; empty when there is none");
const unknown = z.array(z.string()).describe("what is not known and would change the advice, at most three sentences");

export const seniorWire = z.strictObject({
  headline: z.string().describe("one calm sentence: what matters most for this cloud"),
  answers: z.array(
    z.strictObject({
      question: z.string().describe("id of the question, such as q1"),
      answer: z.string().describe("direct answer, at most five sentences"),
      assumption,
      evidence,
    }),
  ),
  parts: z.array(
    z.strictObject({
      part: z.enum(["a", "b", "c", "d", "e"]),
      why: z.string().describe("judgement beside the rules' text, at most six sentences"),
      assumption,
      evidence,
    }),
  ),
  stores: z.array(
    z.strictObject({
      id: z.string().describe("a store of the design"),
      role: z.enum(["hot", "standard", "archive"]),
      why: z.string(),
    }),
  ),
  policy: z.array(z.string()).describe("sentences to add to the placement policy, at most four"),
  work: z.array(
    z.strictObject({ finding: z.string().describe("id of a finding"), why: z.string().describe("why at this place") }),
  ),
  changes: z.array(
    z.strictObject({
      file: z.string().describe("a file that was given"),
      section: z.string().describe("without brackets"),
      key: z.string(),
      action: z.enum(["set", "remove"]),
      value: z.string().describe("the value alone; empty to remove"),
      why: z.string(),
      findings: z.array(z.string()).describe("ids of the findings that go away"),
    }),
  ),
  unknown,
});
export type SeniorAnswer = z.infer<typeof seniorWire>;

export const WHAT_IF_SUBJECTS = [
  "add-store",
  "remove-store",
  "default-store",
  "nova-on-ceph",
  "cinder-on-ceph",
  "glance-cache",
  "conversion",
  "release",
] as const;

export const followUpWire = z.strictObject({
  lookUps: z
    .array(
      z.strictObject({
        about: z.enum(["fact", "option", "rule", "catalogue"]),
        name: z
          .string()
          .describe("name of a fact, an option, a rule, or one of: formats, stores, statuses, visibility"),
      }),
    )
    .describe("read-only, at most four; leave the answer empty until they came back"),
  whatIf: z
    .array(
      z.strictObject({
        subject: z.enum(WHAT_IF_SUBJECTS),
        value: z.string().describe("yes or no, a store type or id, or a release"),
      }),
    )
    .describe("a changed cloud that is meant and was not run yet; else empty"),
  answer: z.string().describe("at most eight sentences"),
  assumption,
  evidence,
  unknown,
});
export type FollowUpAnswer = z.infer<typeof followUpWire>;

export const digestWire = z.strictObject({ headline: z.string().describe("one sentence, at most 160 characters") });

export type WireObject = typeof seniorWire | typeof followUpWire | typeof digestWire;

/** The provider's JSON schema: type, properties, required, additionalProperties, items, enum, description; order kept. */
export function wireSchema(shape: WireObject): WireSchema {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { target: "draft-7", reused: "inline" });
  return schema;
}

/** The fields in words, for servers that do not hold a model to a schema. */
export function fieldList(shape: WireObject): string {
  return lines(wireSchema(shape)).join("\n");
}

type Node = {
  type?: string;
  description?: string;
  enum?: string[];
  items?: Node;
  properties?: Record<string, Node>;
};

function lines(node: Node, indent = ""): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, field]) => {
    const inner = field.type === "array" ? (field.items ?? {}) : field;
    const form = inner.enum ? inner.enum.join(" | ") : inner.properties ? "objects" : (inner.type ?? "text");
    const about = field.description ?? inner.description;
    const head = `${indent}- ${name} (${field.type === "array" ? `list of ${form}` : form})${about ? `: ${about}` : ""}`;
    return [head, ...lines(inner, `${indent}  `)];
  });
}
