/** ceph.conf and keyrings in Ceph's own grammar: keys may be indented, blanks, dashes and underscores in keys are the same. */

export type CephEntry = {
  section: string;
  /** Folded: lower case as written apart from blanks and dashes, which become underscores. */
  key: string;
  /** As written. */
  writtenKey: string;
  value: string;
  line: number;
};

export type CephConf = {
  file: string;
  sections: { name: string; line: number }[];
  entries: CephEntry[];
  issues: { line: number; message: string }[];
};
