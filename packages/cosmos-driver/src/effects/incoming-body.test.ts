import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freeBody } from './body-memory.ts';
import { IncomingBody } from './incoming-body.ts';

describe('an incoming body', () => {
  it('is what came, whatever was announced', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 5 })), fc.nat({ max: 30 }), (chunks, announced) => {
        const body = new IncomingBody(announced);
        for (const chunk of chunks) body.add(chunk);
        const bytes = chunks.flatMap((chunk) => [...chunk]);
        expect([[...body.bytes()], body.size]).toEqual([bytes, bytes.length]);
      }),
    );
  });

  it('is the chunk itself when there is one', () => {
    const chunk = Uint8Array.of(1, 2, 3);
    for (const announced of [0, 3]) {
      const body = new IncomingBody(announced);
      body.add(chunk);
      expect(body.bytes()).toBe(chunk);
    }
  });

  it('keeps no chunk of several whose length was announced', () => {
    const body = new IncomingBody(4);
    const chunk = Uint8Array.of(1, 2);
    body.add(chunk);
    body.add(Uint8Array.of(3, 4));
    chunk.fill(0);
    expect([...body.bytes()]).toEqual([1, 2, 3, 4]);
    expect(body.bytes().buffer.byteLength).toBe(4);
  });

  it.each([
    ['of several chunks whose length was announced', [1, 2], 3, 0],
    ['of several chunks', [1, 2], 0, 0],
    ['of one chunk, which the connection has made', [3], 3, 3],
  ])('has memory that can be given back unless it is not its own: %s', (_, sizes, announced, left) => {
    const body = new IncomingBody(announced);
    for (const size of sizes) body.add(new Uint8Array(size));
    const bytes = body.bytes();
    freeBody(bytes);
    expect(bytes.byteLength).toBe(left);
  });
});
