/** The answer of `glancewright parse FILE`. */
import { normalizedSectionsOf, type SectionValues, sectionsOf } from "./oslo-view.ts";
import { readOsloConfig } from "./read-oslo-config.ts";

export type ParseReport = {
  sections: SectionValues;
  normalized: SectionValues;
  /** oslo.config stops at the first; all of them are here. `line` is the one that it names. */
  errors: { line: number; message: string }[];
};

/** What is shown in place of a value; gets the section as written. */
export type Mask = (section: string, key: string, value: string) => string;

/**
 * How the service reads `text`: values raw, in file order, continuation lines joined by a line feed. With errors, the
 * sections hold what can still be read. `mask` replaces values that must not be shown.
 */
export function parseReport(text: string, file: string, mask?: Mask): ParseReport {
  const read = readOsloConfig(text, file);
  const entries = mask
    ? read.entries.map((entry) => ({ ...entry, value: mask(entry.section, entry.key, entry.value) }))
    : read.entries;
  const shown = { ...read, entries };
  return {
    sections: sectionsOf(shown),
    normalized: normalizedSectionsOf(shown),
    errors: read.issues.map(({ reportedLine, message }) => ({ line: reportedLine, message })),
  };
}
