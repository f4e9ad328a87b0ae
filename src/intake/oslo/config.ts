/**
 * An oslo.config file as its own parser reads it (oslo_config/iniparser.py), with what that parser throws away:
 * line numbers, repeats, order, comments. Made by `readOsloConfig`.
 */

/** One `key = value`. `value` has continuation lines joined by a line feed and one pair of matching quotes removed. */
export type Entry = {
  section: string;
  key: string;
  value: string;
  /** The text behind the separator as written, without the line end; only the first line of a continued value. */
  raw: string;
  separator: "=" | ":";
  line: number;
  /** The last line that belongs to this entry. */
  endLine: number;
  continuations: { line: number; text: string }[];
};

export type SectionHeader = { name: string; line: number };

/** Why the service would refuse the file. `code` is stable; `entry` names the option the line was probably meant to set. */
export type SyntaxIssue = {
  line: number;
  code:
    | "section-unclosed"
    | "section-empty"
    | "before-section"
    | "no-separator"
    | "empty-key"
    | "continuation-without-key";
  message: string;
  text: string;
  /** The section in force on that line, mended: for an unclosed header, the name it was meant to have. */
  section: string | null;
  key: string | null;
};

export type OsloConfig = {
  file: string;
  headers: SectionHeader[];
  /** In file order; for a broken file, everything that can still be read (mended headers included). */
  entries: Entry[];
  issues: SyntaxIssue[];
  comments: { line: number; text: string }[];
  lineCount: number;
};
