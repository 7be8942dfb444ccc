import { describe, expect, it } from '@jest/globals';
import { createIdSource } from './id-source.ts';

describe('createIdSource', () => {
  it('gives the same ids for the same seed', () => {
    const [first, second] = [createIdSource(7), createIdSource(7)];
    expect([first.nextGuid(), first.nextUint32()]).toEqual([second.nextGuid(), second.nextUint32()]);
  });

  it('gives other ids for another seed', () => {
    expect(createIdSource(7).nextGuid()).not.toBe(createIdSource(8).nextGuid());
  });

  it('gives GUIDs of version 4 that do not repeat', () => {
    const source = createIdSource(0);
    const guids = Array.from({ length: 10_000 }, () => source.nextGuid());
    for (const guid of guids)
      expect(guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(guids).size).toBe(guids.length);
  });
});
