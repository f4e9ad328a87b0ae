/** Prompts are files: Markdown with front matter and named slots, hashed into every answer that they led to. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GlancewrightError } from "../errors.ts";

export const PROMPT_NAMES = ["senior-operator", "follow-up", "digest", "repair"] as const;
export type PromptName = (typeof PROMPT_NAMES)[number];

/** `hash`: SHA-256 of the file, so that an answer tells which words it was asked with. */
export type Prompt = { name: PromptName; version: number; hash: string; slots: readonly string[]; text: string };

const FOLDER = join(import.meta.dirname, "..", "..", "prompts");
const known = new Map<PromptName, Prompt>();

/** The prompt that ships under that name. Throws `prompts.unreadable` when the file is missing or has no front matter. */
export function loadPrompt(name: PromptName): Prompt {
  const loaded = known.get(name) ?? readPrompt(name, promptText(name));
  known.set(name, loaded);
  return loaded;
}

function promptText(name: PromptName): string {
  try {
    return readFileSync(join(FOLDER, `${name}.md`), "utf8");
  } catch (cause) {
    throw unreadable(name, "no such file", cause);
  }
}

/** Reads front matter (`name`, `version`, `slots`) and text; the slots of both must agree. */
export function readPrompt(name: PromptName, source: string): Prompt {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source.replaceAll("\r\n", "\n"));
  if (!match) throw unreadable(name, "no front matter");
  const [, head = "", text = ""] = match;
  const field = (key: string): string => new RegExp(`^${key}:[ \\t]*(.*)$`, "m").exec(head)?.[1]?.trim() ?? "";
  const version = Number(field("version"));
  const slots = field("slots")
    .split(",")
    .map((slot) => slot.trim())
    .filter((slot) => slot !== "");
  const used = [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, slot = ""]) => slot))];
  if (field("name") !== name || !Number.isInteger(version) || version < 1) throw unreadable(name, "no name or version");
  if (used.toSorted().join() !== slots.toSorted().join()) throw unreadable(name, "slots that differ from its text");
  return { name, version, hash: createHash("sha256").update(source).digest("hex"), slots, text: text.trim() };
}

/** Fills every slot in one pass: what is filled in is never read as a slot itself. */
export function fillPrompt(prompt: Prompt, values: Readonly<Record<string, string>>): string {
  return prompt.text.replaceAll(/\{\{(\w+)\}\}/g, (_slot, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw unreadable(prompt.name, `no value for the slot ${name}`);
    return value;
  });
}

function unreadable(name: string, got: string, cause?: unknown): GlancewrightError {
  return new GlancewrightError(
    "prompts.unreadable",
    {
      expected: `prompts/${name}.md with front matter and slots`,
      got,
      next: "Restore the file from the package.",
    },
    { cause },
  );
}
