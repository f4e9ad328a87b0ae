/** The whole stage: what an operator handed over becomes redacted sources and artefacts. */
import type { Artefact, ImageListArtefact, Intake, ObjectListArtefact, RefusedSource } from "./artefact.ts";
import { imageTableBuilder } from "./listings/image-columns.ts";
import { objectTableBuilder } from "./listings/object-columns.ts";
import type { ListingTables } from "./listings/stream.ts";
import { readSource } from "./read-source.ts";
import { redact } from "./redact/redact.ts";
import { noticeMixed, noticeUnknown, refuseRecognised, unreadable } from "./refuse.ts";
import type { Recognition, Redaction } from "./source.ts";
import { type GivenSource, takeIn } from "./take-in.ts";

export type { GivenSource } from "./take-in.ts";

/** Large listings that were read while they came, and the tables that hold their rows. */
export type StreamedListings = {
  tables: ListingTables;
  listings: { recognition: Recognition; artefact: ImageListArtefact | ObjectListArtefact; redactions: Redaction[] }[];
};

const samePlace = (one: Redaction, other: Redaction): boolean => one.file === other.file && one.line === other.line;

/**
 * Takes in everything of one case: refuses what is empty, binary or too large, cleans and parts pastes, recognises,
 * redacts, and only then reads. Nothing is dropped in silence: what could not be used is in `refused`, each with a code,
 * the reason and the next step. `streamed`: listings that were read before; the others join their tables. Never throws.
 */
export function intake(given: readonly GivenSource[], streamed?: StreamedListings): Intake {
  const tables: ListingTables = streamed?.tables ?? { images: imageTableBuilder(), objects: objectTableBuilder() };
  const recognitions: Record<string, Recognition> = Object.create(null);
  const artefacts: Artefact[] = [];
  const redactions: Redaction[] = [];
  for (const { recognition, artefact, redactions: found } of streamed?.listings ?? []) {
    recognitions[artefact.file] = recognition;
    artefacts.push(artefact);
    redactions.push(...found);
  }
  const takenIn = takeIn(given, new Set(Object.keys(recognitions)));
  const refused: RefusedSource[] = [...takenIn.refused];
  const accepted = takenIn.recognised.filter(({ source, recognition }) => {
    const refusal = refuseRecognised(source, recognition);
    if (refusal === null) recognitions[source.name] = recognition;
    else refused.push(refusal);
    return refusal === null;
  });
  const safe = redact(
    accepted.map(({ source }) => source),
    ({ name }) => recognitions[name]?.kind ?? "unknown",
  );
  for (const source of safe.sources) {
    const recognition = recognitions[source.name];
    if (recognition === undefined) continue;
    refused.push(
      ...[noticeUnknown(source.name, recognition), noticeMixed(source.name, recognition)].filter(
        (notice) => notice !== null,
      ),
    );
    try {
      const read = readSource(source, recognition, tables);
      artefacts.push(read.artefact);
      redactions.push(...read.redactions.filter((found) => !safe.redactions.some((known) => samePlace(known, found))));
    } catch (error) {
      refused.push(unreadable(source.name, recognition.kind, error));
      artefacts.push({ kind: "unknown", file: source.name, text: source.text });
    }
  }
  return {
    sources: safe.sources,
    recognitions,
    artefacts,
    images: tables.images.build(),
    objects: tables.objects.build(),
    redactions: [...safe.redactions, ...redactions],
    refused,
    cleanUps: takenIn.cleanUps,
  };
}
