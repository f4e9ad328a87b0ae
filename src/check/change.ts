/** One key to set or remove in one file: the unit that is proved, patched and shown. */
export type Change = {
  file: string;
  section: string;
  key: string;
  /** null removes the key. */
  value: string | null;
  /** The text before; null when it was not set. */
  was: string | null;
  /** Where it stood. */
  line: number | null;
  /** A template that depends on something unknown. */
  conditional: boolean;
  /** A different value on each node (`http://<this node>:9292`). */
  perNode?: boolean;
  why: string;
  /** Fingerprints of the findings that it mends. */
  findings: string[];
};
