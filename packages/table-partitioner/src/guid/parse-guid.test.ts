import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type GuidInput, parseGuid } from './parse-guid.ts';

interface Vectors {
  readonly special: readonly { guid: string; label: string; toByteArray: string; forms: Record<string, string> }[];
  readonly parse: readonly { input: string; clrTryParse: boolean; guid?: string }[];
}
const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../test/vectors/guid-partitions.json', import.meta.url), 'utf8'),
);
/** .NET takes 0x or + inside a field of D; nobody means it, and it is refused here. */
const isDotnetQuirk = (input: string): boolean => /^[^{]*(0x|\+)/i.test(input);
const CANONICAL = '3479d7a2-5d1a-41a8-b8ff-4f62eb1a07bb';

describe('parseGuid', () => {
  it.each(vectors.parse.filter(({ clrTryParse, input }) => clrTryParse && !isDotnetQuirk(input)))(
    'reads $input as .NET does',
    ({ input, guid }) => {
      expect(String(parseGuid(input))).toBe(guid);
    },
  );

  it.each(vectors.parse.filter(({ clrTryParse }) => !clrTryParse))('refuses $input as .NET does', ({ input }) => {
    expect(() => parseGuid(input)).toThrow(expect.objectContaining({ code: 'invalid-guid' }));
  });

  it.each(vectors.parse.filter(({ clrTryParse, input }) => clrTryParse && isDotnetQuirk(input)))(
    'refuses $input, which .NET takes by accident',
    ({ input }) => {
      expect(() => parseGuid(input)).toThrow(expect.objectContaining({ code: 'invalid-guid' }));
    },
  );

  it.each(vectors.special)('gives $label one row key whatever its form and case', ({ guid, forms }) => {
    for (const form of Object.values(forms)) {
      for (const text of [form, form.toUpperCase(), ` ${form}\u00a0\n`]) expect(String(parseGuid(text))).toBe(guid);
    }
  });

  it.each(vectors.special)('reads the .NET byte array of $label', ({ guid, toByteArray }) => {
    const bytes = Uint8Array.from(Buffer.from(toByteArray, 'hex'));
    expect(String(parseGuid(bytes, { bytes: 'dotnet' }))).toBe(guid);
    expect(String(parseGuid(Buffer.from(guid.replaceAll('-', ''), 'hex')))).toBe(guid);
  });

  it('knows the two byte orders apart', () => {
    const guid = '00112233-4455-6677-8899-aabbccddeeff';
    const dotnet = Uint8Array.from(Buffer.from('33221100554477668899aabbccddeeff', 'hex'));
    expect(String(parseGuid(dotnet, { bytes: 'dotnet' }))).toBe(guid);
    expect(String(parseGuid(dotnet))).not.toBe(guid);
  });

  it.each([
    ['31 digits', '3479d7a25d1a41a8b8ff4f62eb1a07b'],
    ['33 digits', '3479d7a25d1a41a8b8ff4f62eb1a07bbb'],
    ['a letter that is no digit', '3479d7a2-5d1a-41a8-b8ff-4f62eb1a07bg'],
    ['a urn', `urn:uuid:${CANONICAL}`],
    ['braces around 32 digits', '{3479d7a25d1a41a8b8ff4f62eb1a07bb}'],
    ['square brackets', `[${CANONICAL}]`],
    ['brackets that do not match', `{${CANONICAL})`],
    ['a bracket that is not closed', `{${CANONICAL}`],
    ['fullwidth digits', '３479d7a2-5d1a-41a8-b8ff-4f62eb1a07bb'],
    ['0x in a field', '0x79d7a2-5d1a-41a8-b8ff-4f62eb1a07bb'],
    ['a sign in a field', '+479d7a2-5d1a-41a8-b8ff-4f62eb1a07bb'],
    ['hyphens elsewhere', '3479d7a25-d1a-41a8-b8ff-4f62eb1a07bb'],
    ['a byte order mark', `\uFEFF${CANONICAL}`],
    ['a ULID', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['nothing', ''],
    ['a field of X that is too large', '{0x3479d7a2,0x15d1a,0x41a8,{0xb8,0xff,0x4f,0x62,0xeb,0x1a,0x07,0xbb}}'],
    ['a field of X without digits', '{0x,0x5d1a,0x41a8,{0xb8,0xff,0x4f,0x62,0xeb,0x1a,0x07,0xbb}}'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseGuid(text)).toThrow(expect.objectContaining({ code: 'invalid-guid' }));
  });

  it.each([8, 13, 18, 23])('refuses anything but a hyphen at %i', (at) => {
    for (const other of ['0', '_', ' ', '\u2010', '\u012d']) {
      const text = CANONICAL.slice(0, at) + other + CANONICAL.slice(at + 1);
      expect(() => parseGuid(text)).toThrow(expect.objectContaining({ code: 'invalid-guid' }));
    }
  });

  it('does not repeat the whole text in its message: it may be a secret', () => {
    const error = catchError(() => parseGuid(`${CANONICAL}0`));
    expect(error.message).toContain('"3479d7a2…" (37 characters) is not a GUID');
    expect(error.message).not.toContain('4f62eb1a07bb');
  });

  it.each([15, 17, 0])('refuses %i bytes', (length) => {
    expect(() => parseGuid(new Uint8Array(length))).toThrow(`A GUID has 16 bytes, not ${length}.`);
  });

  it.each([undefined, null, 7, {}, []])('refuses %p as misuse', (input) => {
    expect(() => parseGuid(input as unknown as GuidInput)).toThrow(TypeError);
  });

  it('refuses unknown options and byte orders', () => {
    expect(() => parseGuid(CANONICAL, { byte: 'rfc' } as never)).toThrow('parseGuid has no option "byte"');
    expect(() => parseGuid(CANONICAL, { bytes: 'net' } as never)).toThrow(TypeError);
  });

  it('takes a parsed GUID and gives its canonical form in text and in JSON', () => {
    const guid = parseGuid(CANONICAL.toUpperCase());
    expect(String(parseGuid(guid))).toBe(CANONICAL);
    expect(JSON.stringify({ guid })).toBe(`{"guid":"${CANONICAL}"}`);
  });

  it('is not changed by changing the bytes it was read from or gave away', () => {
    const bytes = new Uint8Array(16);
    const guid = parseGuid(bytes);
    bytes[0] = 1;
    guid.bytes[1] = 1;
    expect([...guid.bytes]).toEqual(Array(16).fill(0));
  });

  it('reads back what it wrote, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect([...parseGuid(String(parseGuid(bytes))).bytes]).toEqual([...bytes]);
      }),
    );
  });

  it('never throws anything but invalid-guid for a text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[{(]?[0-9a-fx,{} -]{30,70}[)}]?$/)), (text) => {
        try {
          expect(String(parseGuid(text))).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid-guid' });
        }
      }),
    );
  });
});

function catchError(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown.');
}
