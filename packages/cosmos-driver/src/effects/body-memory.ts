/** The memory that bodies were written into here; no other is ever freed. */
const ours = new WeakSet<ArrayBufferLike>();

/** Memory for a body of so many bytes. */
export function allocateBody(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  ours.add(bytes.buffer);
  return bytes;
}

/**
 * Gives the memory of a body back before it is found to be garbage, if it is from here: every 64 MB of new buffers make V8 look at
 * the whole heap, which costs more than to parse what is in them. Older browsers cannot, and do without.
 */
export function freeBody({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && ours.delete(buffer)) buffer.transfer?.(0);
}
