/**
 * An oslo.config file as its own parser reads it (oslo_config/iniparser.py), with what that parser throws away:
 * line numbers, repeats, order, comments. Made by `readOsloConfig`.
 */

/** One `key = value`. `value` has continuation lines joined by a line feed and one pair of matching quotes removed. */
export type Entry = {
  /** As in its header. `DEFAULT` for what stands before any header, empty behind a header that names nothing: both only in a refused file. */
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

type SectionHeader = { name: string; line: number };

/** Why the service would refuse the file, in the order in which oslo.config meets it. `code` is stable. */
export type SyntaxIssue = {
  /** Where the fault stands. */
  line: number;
  /** The line that oslo.config itself names: for `before-section` the one on which it notices, else the same. */
  reportedLine: number;
  code:
    | "byte-order-mark"
    | "section-unclosed"
    | "section-empty"
    | "before-section"
    | "no-separator"
    | "empty-key"
    | "continuation-without-key";
  /** In oslo.config's own words. */
  message: string;
  text: string;
  /** The section in force on that line, mended: for an unclosed header, the name it was meant to have. null before any section. */
  section: string | null;
  /** The option that the line was probably meant to set or to continue. */
  key: string | null;
  /** What it was probably meant to be set to; null where the line does not tell. */
  value: string | null;
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
