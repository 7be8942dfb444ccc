import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeSorted, type SortedSource } from './merge-sorted.ts';

/** A source that gives its sorted numbers in chunks. */
function sourceOf(numbers: readonly number[], chunk: number): SortedSource<number> {
  const left = numbers.toSorted((a, b) => a - b);
  return { next: async () => (left.length === 0 ? undefined : left.splice(0, chunk)) };
}

describe('mergeSorted', () => {
  it('gives every item of every source, in order', async () => {
    const lists = fc.array(fc.array(fc.integer({ min: 0, max: 50 })), { maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(lists, fc.integer({ min: 1, max: 4 }), async (numbers, chunk) => {
        const sources = numbers.map((list) => sourceOf(list, chunk));
        const first = await Promise.all(sources.map((source) => source.next()));
        const merged: number[] = [];
        for await (const number of mergeSorted(sources, first, (one, other) => one < other)) merged.push(number);
        expect(merged).toEqual(numbers.flat().toSorted((a, b) => a - b));
      }),
    );
  });

  it('asks a source for more only when its items are taken', async () => {
    let asked = 0;
    const source: SortedSource<number> = {
      next: async () => {
        asked++;
        return undefined;
      },
    };
    const merged = mergeSorted([source], [[1, 2]], (one, other) => one < other);
    expect((await merged.next()).value).toBe(1);
    expect((await merged.next()).value).toBe(2);
    expect(asked).toBe(0);
    expect((await merged.next()).done).toBe(true);
    expect(asked).toBe(1);
  });
});
