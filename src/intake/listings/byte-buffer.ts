/** Bytes that arrived and were not used yet: appended at the end, dropped at the front, moved only when room is short. */
export type ByteBuffer = {
  /** Valid from `start` to `end`; read it anew after every `append`. */
  bytes: Buffer;
  start: number;
  end: number;
};

export function byteBuffer(): ByteBuffer {
  return { bytes: Buffer.allocUnsafeSlow(1 << 17), start: 0, end: 0 };
}

/** Appends a chunk. Answers by how much the bytes that were there moved to the front. */
export function append(buffer: ByteBuffer, chunk: Uint8Array): number {
  const held = buffer.end - buffer.start;
  let moved = 0;
  if (buffer.end + chunk.length > buffer.bytes.length) {
    moved = buffer.start;
    if (held + chunk.length <= buffer.bytes.length) buffer.bytes.copyWithin(0, buffer.start, buffer.end);
    else {
      const larger = Buffer.allocUnsafeSlow((held + chunk.length) * 2);
      buffer.bytes.copy(larger, 0, buffer.start, buffer.end);
      buffer.bytes = larger;
    }
    buffer.start = 0;
    buffer.end = held;
  }
  buffer.bytes.set(chunk, buffer.end);
  buffer.end += chunk.length;
  return moved;
}
