/** The JSON schemas that both providers take in strict mode, as their documentation tells; anything else is a fault. */

type Schema = Readonly<Record<string, unknown>>;

const KEYWORDS: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "enum",
  "const",
  "anyOf",
  "description",
]);
const MOST_UNIONS = 16;
const MOST_LEVELS = 10;

/** Faults of a schema, empty when both providers would take it. */
export function schemaFaults(schema: unknown): string[] {
  const faults: string[] = [];
  const counts = { unions: 0 };
  visit(schema, "schema", 1, faults, counts);
  if (!isObject(schema) || schema["type"] !== "object") faults.push("the root must be an object");
  if (counts.unions > MOST_UNIONS) faults.push(`${counts.unions} unions, at most ${MOST_UNIONS}`);
  return faults;
}

function visit(schema: unknown, path: string, level: number, faults: string[], counts: { unions: number }): void {
  if (!isObject(schema)) {
    faults.push(`${path} is no schema`);
    return;
  }
  if (level > MOST_LEVELS) faults.push(`${path} is deeper than ${MOST_LEVELS} levels`);
  for (const keyword of Object.keys(schema))
    if (!KEYWORDS.has(keyword)) faults.push(`${path}: ${keyword} is not taken`);
  if (Array.isArray(schema["type"]) || schema["anyOf"]) counts.unions += 1;
  if (schema["type"] === "object") object(schema, path, level, faults, counts);
  if (schema["type"] === "array") visit(schema["items"], `${path}[]`, level + 1, faults, counts);
  if (Array.isArray(schema["anyOf"]))
    for (const [index, one] of schema["anyOf"].entries()) visit(one, `${path}|${index}`, level, faults, counts);
}

function object(schema: Schema, path: string, level: number, faults: string[], counts: { unions: number }): void {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const names = Object.keys(properties);
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  if (names.some((name) => !required.includes(name))) faults.push(`${path}: every property must be required`);
  if (schema["additionalProperties"] !== false) faults.push(`${path}: additionalProperties must be false`);
  for (const name of names) visit(properties[name], `${path}.${name}`, level + 1, faults, counts);
}

export const isObject = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
