import { readHexFieldsGuid } from './read-hex-fields-guid.ts';

/** Value of a hexadecimal digit by its character code, 255 for every other character below 128. */
const NIBBLES: Uint8Array = new Uint8Array(128).fill(255);
for (let value = 0; value < 16; value++) {
  NIBBLES[value.toString(16).charCodeAt(0)] = value;
  NIBBLES[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}
const HYPHEN = 0x2d;
const OPENING_TO_CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')' };

/**
 * Reads a GUID's text: what .NET's `Guid.Parse` accepts as `N`, `D`, `B`, `P` or `X`, in any case, outer white space trimmed.
 *
 * One thing .NET accepts is refused on purpose: `0x` or `+` inside a field of `D`, a leftover nobody means.
 *
 * @returns the bytes in RFC 9562 order, or `undefined` when it is no GUID.
 * @see https://learn.microsoft.com/dotnet/api/system.guid.parse
 */
export function readGuidText(text: string): Uint8Array | undefined {
  const plain = readPlain(text);
  if (plain !== undefined) return plain;

  const trimmed = trimAsDotnet(text);
  const closing = OPENING_TO_CLOSING[trimmed.charAt(0)];
  if (closing === undefined) return trimmed === text ? undefined : readPlain(trimmed);
  if (trimmed.length === 38 && trimmed.endsWith(closing)) return readPlain(trimmed.slice(1, -1));
  return readHexFieldsGuid(trimmed);
}

/** The forms without brackets: `D`, 36 characters with four hyphens, and `N`, 32 digits. */
function readPlain(text: string): Uint8Array | undefined {
  const { length } = text;
  if (length !== 36 && length !== 32) return undefined;

  const bytes = new Uint8Array(16);
  let at = 0;
  for (let index = 0; index < 16; index++) {
    if (length === 36 && (index === 4 || index === 6 || index === 8 || index === 10)) {
      if (text.charCodeAt(at) !== HYPHEN) return undefined;
      at++;
    }
    // Reading past 128 gives undefined: no digit, like 255.
    const high = NIBBLES[text.charCodeAt(at)] ?? 255;
    const low = NIBBLES[text.charCodeAt(at + 1)] ?? 255;
    if ((high | low) > 15) return undefined;
    bytes[index] = (high << 4) | low;
    at += 2;
  }
  return bytes;
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
