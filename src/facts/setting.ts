/** One option of one service as that service reads it: written value or the release's default, with where it stands. */
import type { Position } from "../intake/source.ts";
import type { Option } from "../options/option.ts";

export type Setting = {
  section: string;
  key: string;
  /** Written in the file (also under a deprecated name). */
  isSet: boolean;
  /** The text that the service uses: the last of repeats, or the default as text; null when unset without a default. */
  text: string | null;
  /** All written texts in order (for multi-valued options, and to see repeats). */
  texts: readonly string[];
  /** Where it is written; null for a default. */
  at: Position | null;
  /** null: the catalogue does not know the option in that section. */
  option: Option | null;
  /** Unknown release and differing defaults: the default cannot be told. */
  defaultUnknown: boolean;
};
