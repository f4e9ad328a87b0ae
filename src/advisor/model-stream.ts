/** What the three adapters share: their settings, and the counting of what arrives. */
import { createHash } from "node:crypto";
import type { AskOptions } from "./model.ts";
import type { Limits, Timers } from "./watchdog.ts";

/** `baseUrl` null: the provider's own. The key stays in here and in the request's header. */
export type Settings = { model: string; key: string; baseUrl: string | null; limits?: Limits; timers?: Timers };

export type Tally = { text: (piece: string) => void; thinking: (piece: string) => void; whole: () => string };

/** Gathers text; of thinking only its length is kept. */
export function tally(onProgress: AskOptions["onProgress"]): Tally {
  const pieces: string[] = [];
  const progress = { text: 0, thinking: 0 };
  return {
    text(piece) {
      pieces.push(piece);
      progress.text += piece.length;
      onProgress?.({ ...progress });
    },
    thinking(piece) {
      progress.thinking += piece.length;
      onProgress?.({ ...progress });
    },
    whole: () => pieces.join(""),
  };
}

/** Request ids go into records, so that nothing but an id may be one. */
export function requestIdOf(told: string | null | undefined): string | null {
  return told && /^[\w-]{1,100}$/.test(told) ? told : null;
}

/** A short name that is the same for the same text. */
export function hashedName(text: string): string {
  return `glancewright-${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
}
