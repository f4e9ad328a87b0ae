/** Bytes in, lines out. */
import { append, byteBuffer } from "./byte-buffer.ts";

export type LineSplitter = { push(chunk: Uint8Array): void; end(): void };

/** A longer line is no listing; it is cut there. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Calls `onLine` with each line, without its line end, and its 1-based number. Carriage returns before the line feed are dropped. */
export function lineSplitter(onLine: (line: string, number: number) => void): LineSplitter {
  const buffer = byteBuffer();
  let scanned = 0;
  let number = 0;
  const emit = (end: number): void => {
    const last = end > buffer.start && buffer.bytes[end - 1] === 13 ? end - 1 : end;
    onLine(buffer.bytes.toString("utf8", buffer.start, last), ++number);
  };
  return {
    push(chunk) {
      scanned -= append(buffer, chunk);
      for (;;) {
        const at = buffer.bytes.subarray(0, buffer.end).indexOf(10, scanned);
        if (at < 0) break;
        emit(at);
        buffer.start = at + 1;
        scanned = at + 1;
      }
      scanned = buffer.end;
      if (buffer.end - buffer.start > LONGEST_LINE) {
        emit(buffer.end);
        buffer.start = buffer.end;
      }
    },
    end() {
      if (buffer.end > buffer.start) emit(buffer.end);
      buffer.start = buffer.end;
    },
  };
}
