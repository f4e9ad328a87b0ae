/** From what people typed, pasted and dropped to sources, with secrets replaced before anything is kept. */

import { GlancewrightError } from "../errors.ts";
import type { Intake } from "../intake/artefact.ts";
import { type GivenSource, intake } from "../intake/intake.ts";
import { recognise } from "../intake/recognise.ts";
import { CONFIG_KINDS, type Redaction, type Source } from "../intake/source.ts";
import type { Downloads } from "./downloads.ts";
import { LARGEST_CONFIGURATION, MIB } from "./limits.ts";
import type { NamedFile } from "./render/forms.ts";
import type { Given } from "./requests.ts";

/** Kinds that are talk, not material. */
const TALK = new Set(["words", "unknown", "log", "script"]);

/**
 * What was typed: a paste with material in it, or words alone. The name is the one under which words count as the
 * operator's. `isMaterial`: at least one file or listing is in it.
 */
export function typed(
  text: string,
  name = "request.md",
): { sources: Source[]; redactions: Redaction[]; isMaterial: boolean } {
  if (text.trim() === "") return { sources: [], redactions: [], isMaterial: false };
  const pasted = intake([{ name: "paste", text, pasted: true }]);
  const isMaterial = Object.values(pasted.recognitions).some(({ kind }) => !TALK.has(kind));
  const taken = isMaterial ? pasted : intake([{ name, text, pasted: false }]);
  return { sources: taken.sources, redactions: taken.redactions, isMaterial };
}

/** All that belongs to a request as one intake. A file that cannot be had is refused like one that cannot be read. */
export async function takeIn(
  { files, sources }: Given,
  earlier: readonly Source[],
  downloads: Downloads,
): Promise<Intake> {
  const given: GivenSource[] = sources.map((source) => ({ ...source, pasted: false }));
  const refused: Intake["refused"] = [];
  for (const file of files) {
    try {
      given.push(inLimits(await downloads(file)));
    } catch (error) {
      if (!(error instanceof GlancewrightError)) throw error;
      const { code, advice } = error;
      refused.push({
        file: file.name,
        code,
        reason: `expected ${advice.expected}, got ${advice.got}.`,
        next: advice.next,
      });
    }
  }
  const names = new Set(given.map(({ name }) => name));
  const kept = earlier.filter(({ name }) => !names.has(name)).map((source) => ({ ...source, pasted: false }));
  const taken = intake([...kept, ...given]);
  return { ...taken, refused: [...refused, ...taken.refused] };
}

/** A listing may be long; a configuration of this length is none, and would be read line by line. */
function inLimits(source: GivenSource): GivenSource {
  const size = Buffer.byteLength(source.text);
  if (size <= LARGEST_CONFIGURATION) return source;
  const { kind } = recognise(source);
  if (!(CONFIG_KINDS as readonly string[]).includes(kind) && kind !== "ceph-conf") return source;
  throw new GlancewrightError("slack.file-too-large", {
    expected: `a configuration of at most ${LARGEST_CONFIGURATION / MIB} MiB`,
    got: `${(size / MIB).toFixed(1)} MiB in ${source.name}`,
    next: "Cut it, or review it with the command line.",
  });
}

/** Nothing usable: the first refusal, as an error that a person reads. */
export function refuseEmpty({ artefacts, refused }: Intake): void {
  if (artefacts.length > 0) return;
  const [first] = refused;
  throw new GlancewrightError(first?.code ?? "intake.nothing", {
    expected: "at least one file or paste with something in it",
    got: first ? `${first.file}: ${first.reason.replace(/\.$/, "")}` : "nothing",
    next: first?.next ?? "Drop a file into the thread, or paste it.",
  });
}

export const namesOf = (files: readonly NamedFile[], sources: readonly Pick<Source, "name">[]): string[] => [
  ...files.map(({ name }) => name),
  ...sources.map(({ name }) => name),
];
