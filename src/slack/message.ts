/** What is posted: blocks, and a text for where blocks cannot be shown. */
import type { KnownBlock, View } from "@slack/types";

export type SlackMessage = { text: string; blocks: KnownBlock[] };

/** A file beside a message. `alt` for pictures. */
export type SlackFile = { name: string; title: string; content: string | Uint8Array; alt?: string };

export type { KnownBlock, View };
