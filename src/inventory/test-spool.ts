/** A spool in memory, for tests of collectors: what was written, and how intake would be given it. */
import type { GivenSource } from "../intake/intake.ts";
import type { PartEnding, PartOpening, Spool } from "./spool.ts";

export type SpooledPart = PartOpening & Partial<PartEnding> & { text: string };

export function memorySpool(): { spool: Spool; parts: Map<string, SpooledPart>; sources: () => GivenSource[] } {
  const parts = new Map<string, SpooledPart>();
  return {
    parts,
    sources: () =>
      [...parts.values()].map(({ file, text, command }) => ({
        name: file,
        text,
        pasted: false,
        command: command ?? undefined,
      })),
    spool: {
      async part(opening) {
        const part: SpooledPart = { ...opening, text: "" };
        parts.set(opening.file, part);
        return {
          async write(piece) {
            part.text += typeof piece === "string" ? piece : new TextDecoder().decode(piece);
          },
          async end(ending) {
            Object.assign(part, ending);
          },
        };
      },
    },
  };
}
