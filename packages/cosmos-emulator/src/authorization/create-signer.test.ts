import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createSigner } from './create-signer.ts';

describe('createSigner', () => {
  it('yields what HMAC-SHA256 of Node does, whatever key and text', () => {
    const property = fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      fc.string({ unit: 'grapheme' }),
      (key, text) => {
        const sign = createSigner(key);
        // What was written before is no part of the next text.
        for (const each of [text, text.slice(1), '']) {
          expect(sign(each)).toBe(createHmac('sha256', key).update(each).digest('base64'));
        }
      },
    );
    return fc.assert(property);
  });

  it.each([1023, 1024, 1025, 5000])('signs %d characters of three bytes', (length) => {
    const key = Buffer.from('secret');
    const text = '€'.repeat(length);
    expect(createSigner(key)(text)).toBe(createHmac('sha256', key).update(text).digest('base64'));
  });

  it('yields the signature of the example in the RFC', () => {
    // Test case 2 of https://www.rfc-editor.org/rfc/rfc4231
    const signature = createSigner(Buffer.from('Jefe'))('what do ya want for nothing?');
    expect(Buffer.from(signature, 'base64').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });
});
