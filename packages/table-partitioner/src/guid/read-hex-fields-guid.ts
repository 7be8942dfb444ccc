const FIELD = (digits: number): string => `0x0*([0-9a-f]{1,${digits}})`;
const FIELDS: RegExp = new RegExp(
  `^\\{${FIELD(8)},${FIELD(4)},${FIELD(4)},\\{${Array.from({ length: 8 }, () => FIELD(2)).join(',')}\\}\\}$`,
  'i',
);
const WIDTHS: readonly number[] = [8, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2];

/**
 * Reads .NET's format `X`: `{0x3479d7a2,0x5d1a,0x41a8,{0xb8,0xff,0x4f,0x62,0xeb,0x1a,0x07,0xbb}}`.
 *
 * As in .NET, white space may stand anywhere, digits may be missing in front or be zeros too many.
 * A field that does not fit its width is refused.
 *
 * @param bytes  Sixteen bytes that are overwritten with those of the GUID in RFC 9562 order; left alone when it is none.
 * @returns whether it is of that form.
 */
export function readHexFieldsGuid(text: string, bytes: Uint8Array): boolean {
  const fields = FIELDS.exec(text.replace(/[\s\u0085]+/g, ''))?.slice(1);
  if (fields === undefined) return false;

  const digits = fields.map((field, index) => field.padStart(WIDTHS[index] ?? 2, '0')).join('');
  for (let index = 0; index < 16; index++) bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  return true;
}
