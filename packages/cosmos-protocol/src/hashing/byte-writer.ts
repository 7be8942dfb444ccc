/**
 * A growing run of bytes, reused from key to key so that hashing allocates nothing.
 *
 * Owned by the hash functions, which run to their end without yielding: `clear` at the start, and nothing escapes.
 */
export interface ByteWriter {
  /** The storage; only the first `length` bytes are written. May be replaced by any write. */
  bytes: Uint8Array;
  /** How many bytes are written. */
  length: number;
}

const encoder = new TextEncoder();
const float64 = new DataView(new ArrayBuffer(8));

/** An empty writer. */
export function createByteWriter(): ByteWriter {
  return { bytes: new Uint8Array(256), length: 0 };
}

/** Appends one byte. */
export function writeByte(writer: ByteWriter, byte: number): void {
  if (writer.length === writer.bytes.length) reserve(writer, 1);
  writer.bytes[writer.length++] = byte;
}

/** Appends a double in little-endian order. */
export function writeDouble(writer: ByteWriter, value: number): void {
  float64.setFloat64(0, value, true);
  for (let index = 0; index < 8; index++) writeByte(writer, float64.getUint8(index));
}

/** Appends a string in UTF-8, a lone surrogate as U+FFFD; ASCII takes the short way. */
export function writeUtf8(writer: ByteWriter, text: string): void {
  const most = text.length * 3;
  if (writer.bytes.length - writer.length < most) reserve(writer, most);
  const { bytes } = writer;
  let { length } = writer;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) {
      writer.length = length + encoder.encodeInto(text.slice(index), bytes.subarray(length)).written;
      return;
    }
    bytes[length++] = unit;
  }
  writer.length = length;
}

function reserve(writer: ByteWriter, more: number): void {
  const grown = new Uint8Array(Math.max(writer.bytes.length * 2, writer.length + more));
  grown.set(writer.bytes.subarray(0, writer.length));
  writer.bytes = grown;
}
