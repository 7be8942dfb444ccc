import type { PartitionKeyValue } from '../partition-key/partition-key-value.ts';
import { createByteWriter } from './byte-writer.ts';
import { hexOfByte } from './hex-of-byte.ts';
import { murmur3X64To128 } from './murmur3-x64-128.ts';
import { type StringForm, writeHashComponent } from './write-hash-component.ts';

const writer = createByteWriter();
const stringForm: StringForm = { terminator: 0xff, maxBytes: Number.POSITIVE_INFINITY };

/**
 * Version 2 of the hash: 128 bits, most significant byte first, of which the top two are cleared.
 *
 * @returns 32 digits of upper-case hex.
 */
export function hashPartitionKeyV2(components: readonly PartitionKeyValue[]): string {
  writer.length = 0;
  for (const component of components) writeHashComponent(writer, component, stringForm);
  const { h1, h2 } = murmur3X64To128(writer.bytes, writer.length);
  return hex(h2.high & 0x3fffffff) + hex(h2.low) + hex(h1.high) + hex(h1.low);
}

function hex(word: number): string {
  return hexOfByte(word >>> 24) + hexOfByte(word >>> 16) + hexOfByte(word >>> 8) + hexOfByte(word);
}
