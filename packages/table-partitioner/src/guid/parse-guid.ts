import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import { TablePartitionerError } from '../table-partitioner-error.ts';
import { createGuid, type Guid } from './guid.ts';
import { readGuidText } from './read-guid-text.ts';
import { swapDotnetBytes } from './swap-dotnet-bytes.ts';

/** How to read a GUID that comes as bytes. */
export interface ParseGuidOptions {
  /**
   * The order of given bytes: as RFC 9562 writes them, or as .NET's `Guid.ToByteArray()` returns them. Text has no such
   * choice and ignores it. (default `'rfc'`)
   */
  readonly bytes?: 'rfc' | 'dotnet';
}

/** A GUID as users have it: text in one of .NET's forms `N`, `D`, `B`, `P`, `X`, sixteen bytes in RFC 9562 order, or one already parsed. */
export type GuidInput = string | Uint8Array | Guid;

const OPTION_NAMES: ReadonlySet<string> = new Set(['bytes']);

/**
 * Reads a GUID from text (`N`, `D`, `B`, `P`, `X`; any case; outer white space trimmed) or from sixteen bytes.
 *
 * `String(parseGuid(text))` is the canonical row key: lower-case with hyphens.
 *
 * @throws {TablePartitionerError} `invalid-guid` when the text or the number of bytes is no GUID. The message repeats only
 *   the first characters: GUIDs are often secrets.
 * @throws {TypeError} when the input is neither text, bytes nor a `Guid`, or an option is unknown.
 */
export function parseGuid(input: GuidInput, options: ParseGuidOptions = {}): Guid {
  refuseUnknownOptions('parseGuid', options, OPTION_NAMES);
  const { bytes: order = 'rfc' } = options;
  if (order !== 'rfc' && order !== 'dotnet') {
    throw new TypeError(`The option bytes of parseGuid is 'rfc' or 'dotnet', not ${JSON.stringify(order)}.`);
  }
  const bytes = readGuidBytes(input);
  return createGuid(order === 'dotnet' && input instanceof Uint8Array ? swapDotnetBytes(bytes) : bytes);
}

/** @internal The sixteen bytes of any accepted input, in RFC 9562 order, the caller's to keep. */
export function readGuidBytes(input: GuidInput): Uint8Array {
  return readGuidInto(input, new Uint8Array(16));
}

/**
 * @internal Writes the sixteen bytes of any accepted input, in RFC 9562 order, over those given.
 *
 * @returns the bytes given.
 */
export function readGuidInto(input: GuidInput, bytes: Uint8Array): Uint8Array {
  if (typeof input === 'string') return readGuidText(input, bytes) ?? refuseText(input);
  return copyGuidBytes(input, bytes);
}

function copyGuidBytes(input: Uint8Array | Guid, bytes: Uint8Array): Uint8Array {
  if (input instanceof Uint8Array) {
    if (input.length !== 16)
      throw new TablePartitionerError('invalid-guid', `A GUID has 16 bytes, not ${input.length}.`);
    bytes.set(input);
  } else if (isGuid(input)) {
    bytes.set(input.bytes);
  } else {
    throw new TypeError(`A GUID is text or 16 bytes, not ${input === null ? 'null' : typeof input}.`);
  }
  return bytes;
}

function isGuid(input: unknown): input is Guid {
  if (typeof input !== 'object' || input === null || input instanceof Uint8Array) return false;
  return 'bytes' in input && input.bytes instanceof Uint8Array && input.bytes.length === 16;
}

function refuseText(text: string): never {
  const shown = JSON.stringify(text.length > 8 ? `${text.slice(0, 8)}…` : text);
  throw new TablePartitionerError(
    'invalid-guid',
    `${shown} (${text.length} characters) is not a GUID: expected 32 hexadecimal digits, as such or in the forms ` +
      '00000000-0000-0000-0000-000000000000, {…}, (…) or {0x00000000,0x0000,0x0000,{0x00,…}}.',
  );
}
