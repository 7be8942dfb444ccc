import type { PartitionKeyValue } from '../partition-key/partition-key-value.ts';
import { type ByteWriter, writeByte, writeDouble, writeUtf8 } from './byte-writer.ts';

/**
 * The first byte of every component: its type.
 *
 * @see https://github.com/Azure/azure-cosmos-dotnet-v3 (PartitionKeyComponentType)
 */
export const componentTypes = {
  undefined: 0x00,
  null: 0x01,
  false: 0x02,
  true: 0x03,
  number: 0x05,
  string: 0x08,
} as const;

/** How a string ends, and where it is cut. */
export interface StringForm {
  /** The byte after the string. */
  readonly terminator: number;
  /** How many bytes of the string count; bytes, not characters. */
  readonly maxBytes: number;
}

/** Appends a component as it is fed to the hash. */
export function writeHashComponent(writer: ByteWriter, value: PartitionKeyValue, form: StringForm): void {
  switch (typeof value) {
    case 'string':
      writeString(writer, value, form);
      break;
    case 'number':
      writeByte(writer, componentTypes.number);
      writeDouble(writer, value);
      break;
    default:
      writeByte(writer, singletonType(value));
  }
}

/** The one byte that stands for a boolean, `null` or `undefined`. */
export function singletonType(value: boolean | null | undefined): number {
  if (value === undefined) return componentTypes.undefined;
  if (value === null) return componentTypes.null;
  return value ? componentTypes.true : componentTypes.false;
}

function writeString(writer: ByteWriter, value: string, form: StringForm): void {
  writeByte(writer, componentTypes.string);
  const start = writer.length;
  writeUtf8(writer, value);
  if (writer.length - start > form.maxBytes) writer.length = start + form.maxBytes;
  writeByte(writer, form.terminator);
}
