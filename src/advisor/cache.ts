/** Answers kept by what led to them: facts, rules, prompt, schema and model. What is read back is checked like a new answer. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type AnswerCache = {
  get: (key: string) => Promise<string | null>;
  put: (key: string, text: string) => Promise<void>;
};

/** A name for everything that an answer depends on. */
export const answerKey = (parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex");

export function memoryCache(): AnswerCache {
  const kept = new Map<string, string>();
  return { get: async (key) => kept.get(key) ?? null, put: async (key, text) => void kept.set(key, text) };
}

/** One file for each answer. A cache that cannot be read or written is no cache, never an error. */
export function fileCache(folder: string): AnswerCache {
  const pathOf = (key: string): string | null => (/^[0-9a-f]{64}$/.test(key) ? join(folder, `${key}.json`) : null);
  return {
    async get(key) {
      const path = pathOf(key);
      try {
        return path ? readFileSync(path, "utf8") : null;
      } catch {
        return null;
      }
    },
    async put(key, text) {
      const path = pathOf(key);
      if (!path) return;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(`${path}.${process.pid}`, text, { mode: 0o600 });
        renameSync(`${path}.${process.pid}`, path);
      } catch {
        // a full or read-only disk costs the next answer its shortcut, nothing else
      }
    },
  };
}
