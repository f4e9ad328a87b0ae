/** What a recogniser answers. */
import type { ConfigKind, SourceKind } from "../source.ts";
import type { Sample } from "./sample.ts";

/**
 * `kinds`: what the content can be, the likeliest first; where there are several, the command or the name decides.
 * `weak`: the content only allows these kinds, so a command or a name that says something else goes before it.
 */
export type Found = {
  kinds: readonly SourceKind[];
  service?: string;
  what?: string;
  weak?: boolean;
  mixedWith?: ConfigKind[];
};

export type Recogniser = (sample: Sample) => Found | null;

export function found(...kinds: SourceKind[]): Found {
  return { kinds };
}

/** Known, and of no use for image stores. */
export function useless(what: string): Found {
  return { kinds: ["unknown"], what };
}
