/** ceph.conf and keyrings in Ceph's own grammar: keys may be indented, blanks, dashes and underscores in keys are the same. Made by `readCephConf`. */

export type CephEntry = {
  /** `global` for what stands before any header. */
  section: string;
  /** Folded: runs of blanks and dashes become one underscore. The case stays: Ceph tells `Fsid` from `fsid`. */
  key: string;
  /** As written. */
  writtenKey: string;
  /** Trailing comment, one pair of quotes and escaping backslashes removed, continuation lines joined. */
  value: string;
  line: number;
  /** The last line that belongs to this entry. */
  endLine: number;
};

export type CephConf = {
  file: string;
  sections: { name: string; line: number }[];
  entries: CephEntry[];
  /** What Ceph would refuse; it was read as it was meant. */
  issues: { line: number; message: string }[];
};
