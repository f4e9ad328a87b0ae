/** Which source each row came from: rows come in runs of one file, so only the beginnings of runs are kept. */
export type FileRuns = {
  get(row: number): string;
  /** Rows come in order. */
  set(row: number, file: string): void;
};

export function fileRuns(): FileRuns {
  const starts: number[] = [];
  const files: string[] = [];
  return {
    get(row) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if ((starts[middle] as number) <= row) low = middle;
        else high = middle - 1;
      }
      return files[low] ?? "";
    },
    set(row, file) {
      if (files[files.length - 1] === file) return;
      starts.push(row);
      files.push(file);
    },
  };
}
