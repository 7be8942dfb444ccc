import type { PartitionKeyValue } from '../partition-key/partition-key-value.ts';
import { type ByteWriter, createByteWriter, writeByte, writeUtf8 } from './byte-writer.ts';
import { hexOfByte } from './hex-of-byte.ts';
import { murmur3X86To32 } from './murmur3-x86-32.ts';
import { componentTypes, type StringForm, singletonType, writeHashComponent } from './write-hash-component.ts';

/** Version 1 looks at no more than 100 bytes of a string. @see https://learn.microsoft.com/azure/cosmos-db/large-partition-keys */
const maxStringBytes = 100;

const writer = createByteWriter();
const stringForm: StringForm = { terminator: 0x00, maxBytes: maxStringBytes };
const doubleBits = new DataView(new ArrayBuffer(8));

/**
 * Version 1 of the hash: 32 bits, written as a number in a form that sorts by bytes, then the components in that form too.
 *
 * @returns Upper-case hex, of varying length.
 */
export function hashPartitionKeyV1(components: readonly PartitionKeyValue[]): string {
  writer.length = 0;
  for (const component of components) writeHashComponent(writer, component, stringForm);
  const hash = murmur3X86To32(writer.bytes, writer.length);

  writer.length = 0;
  writeSortableNumber(writer, hash);
  for (const component of components) writeSortableComponent(writer, component);
  return hex(writer);
}

/** A hash on its own, without components: the form of a boundary between ranges. */
export function encodeHashV1(hash: number): string {
  writer.length = 0;
  writeSortableNumber(writer, hash);
  return hex(writer);
}

function writeSortableComponent(to: ByteWriter, value: PartitionKeyValue): void {
  if (typeof value === 'number') writeSortableNumber(to, value);
  else if (typeof value === 'string') writeSortableString(to, value);
  else writeByte(to, singletonType(value));
}

/** Every byte plus one, so that the closing zero sorts below all of them. */
function writeSortableString(to: ByteWriter, value: string): void {
  writeByte(to, componentTypes.string);
  const start = to.length;
  writeUtf8(to, value);
  if (to.length - start > maxStringBytes) to.length = start + maxStringBytes;
  for (let index = start; index < to.length; index++) to.bytes[index] = (to.bytes[index] ?? 0) + 1;
  writeByte(to, 0x00);
}

/**
 * The bits of the double, made to sort as the numbers do, in one byte and then groups of seven bits.
 * The lowest bit of a group says whether another follows.
 */
function writeSortableNumber(to: ByteWriter, value: number): void {
  doubleBits.setFloat64(0, value);
  let high = doubleBits.getUint32(0);
  let low = doubleBits.getUint32(4);
  if (high < 0x80000000) {
    high = (high ^ 0x80000000) >>> 0;
  } else {
    low = -low >>> 0;
    high = (~high + (low === 0 ? 1 : 0)) >>> 0;
  }

  writeByte(to, componentTypes.number);
  writeByte(to, high >>> 24);
  high = ((high << 8) | (low >>> 24)) >>> 0;
  low = (low << 8) >>> 0;
  let group = 0;
  do {
    if (group !== 0) writeByte(to, group);
    group = (high >>> 24) | 1;
    high = ((high << 7) | (low >>> 25)) >>> 0;
    low = (low << 7) >>> 0;
  } while (high !== 0 || low !== 0);
  writeByte(to, group & 0xfe);
}

function hex(from: ByteWriter): string {
  let text = '';
  for (let index = 0; index < from.length; index++) text += hexOfByte(from.bytes[index] ?? 0);
  return text;
}
