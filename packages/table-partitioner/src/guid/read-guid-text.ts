import { readHexFieldsGuid } from './read-hex-fields-guid.ts';
import { readHyphenatedGuid } from './read-hyphenated-guid.ts';

const OPENING_TO_CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')' };

/**
 * Reads a GUID's text: what .NET's `Guid.Parse` accepts as `N`, `D`, `B`, `P` or `X`, in any case, outer white space trimmed.
 *
 * One thing .NET accepts is refused on purpose: `0x` or `+` inside a field of `D`, a leftover nobody means.
 *
 * @param bytes  Sixteen bytes that are overwritten with those of the GUID; left alone when it is none. (default: new ones)
 * @returns the bytes given, in RFC 9562 order, or `undefined` when it is no GUID.
 * @see https://learn.microsoft.com/dotnet/api/system.guid.parse
 */
export function readGuidText(text: string, bytes: Uint8Array = new Uint8Array(16)): Uint8Array | undefined {
  return readPlain(text, bytes) || readRare(text, bytes) ? bytes : undefined;
}

/** With white space outside, brackets, or fields. */
function readRare(text: string, bytes: Uint8Array): boolean {
  const trimmed = trimAsDotnet(text);
  const closing = OPENING_TO_CLOSING[trimmed.charAt(0)];
  if (closing === undefined) return trimmed !== text && readPlain(trimmed, bytes);
  if (trimmed.length === 38 && trimmed.endsWith(closing)) return readPlain(trimmed.slice(1, -1), bytes);
  return readHexFieldsGuid(trimmed, bytes);
}

/** The forms without brackets: `D`, 36 characters with four hyphens, and `N`, 32 digits. */
function readPlain(text: string, bytes: Uint8Array): boolean {
  if (text.length === 36) return readHyphenatedGuid(text, bytes);
  if (text.length !== 32) return false;
  const fields = [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)];
  return readHyphenatedGuid(fields.join('-'), bytes);
}

/** White space as `Char.IsWhiteSpace` sees it: unlike JavaScript with U+0085 and without the byte order mark U+FEFF. */
function trimAsDotnet(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isDotnetSpace(text.charAt(start))) start++;
  while (end > start && isDotnetSpace(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function isDotnetSpace(character: string): boolean {
  return character === '\u0085' || (character !== '\uFEFF' && character.trim() === '');
}
