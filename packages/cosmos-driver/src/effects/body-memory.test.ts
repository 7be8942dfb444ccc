import { describe, expect, it } from '@jest/globals';
import { allocateBody, freeBody } from './body-memory.ts';

describe('the memory of bodies', () => {
  it('is given back when it was allocated for one', () => {
    const bytes = allocateBody(8);
    expect(bytes.buffer.byteLength).toBe(8);
    freeBody(bytes.subarray(2, 4));
    expect([bytes.byteLength, bytes.buffer.byteLength]).toEqual([0, 0]);
    freeBody(bytes);
  });

  it('stays as it is when somebody else made it', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    freeBody(bytes);
    expect([...bytes]).toEqual([1, 2, 3]);
  });
});
