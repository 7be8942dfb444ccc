import { describe, expect, it } from '@jest/globals';
import { serviceMessage } from './service-message.ts';

function messageIn(body: unknown): string | undefined {
  return serviceMessage(new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)));
}

describe('serviceMessage', () => {
  it('takes the sentence out of its wrapping', () => {
    expect(
      messageIn({
        code: 'NotFound',
        message: 'Message: {"Errors":["Resource Not Found","Learn more"]}\r\nActivityId: 1, x',
      }),
    ).toBe('Resource Not Found; Learn more');
    expect(messageIn({ message: 'Plain.\r\nActivityId: 1' })).toBe('Plain.');
  });

  it('is one line, whatever was stored', () => {
    expect(messageIn({ message: 'first\n2025 forged\u0007\tline' })).toBe('first 2025 forged line');
  });

  it('is cut to 512 bytes between two characters', () => {
    const cut = messageIn({ message: 'ü'.repeat(400) }) ?? '';
    expect(cut).toMatch(/^ü+\.\.\.$/);
    expect(new TextEncoder().encode(cut).byteLength).toBeLessThanOrEqual(512);
  });

  it('leaves out what is no text', () => {
    const errors = ['Known', { toString: 1 }, null, ['a'], 7];
    expect(messageIn({ message: `Message: ${JSON.stringify({ Errors: errors })}` })).toBe('Known');
    expect(messageIn({ message: '{"Errors":[{"toString":1}]}' })).toBeUndefined();
  });

  it.each(['', '<html>', '[]', 'null', '{"message":1}', '{"message":" "}'])('is absent in %s', (body) => {
    expect(messageIn(body)).toBeUndefined();
  });
});
