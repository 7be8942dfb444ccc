import { describe, expect, it } from '@jest/globals';
import { openSource } from './operation-source.ts';

describe('an input', () => {
  it('answers at once where it is no async iterable', () => {
    const source = openSource([1, 2]);
    expect([source.next(), source.next(), source.next()]).toEqual([
      { value: 1, done: false },
      { value: 2, done: false },
      { value: undefined, done: true },
    ]);
  });

  it('is told that no more is wanted, once, and not when it has ended by itself', async () => {
    let closed = 0;
    const input = (count: number): Iterable<number> => ({
      [Symbol.iterator]: () => {
        let at = 0;
        return {
          next: () => (at++ < count ? { value: at, done: false } : { value: undefined, done: true }),
          return: () => {
            closed++;
            return { value: undefined, done: true };
          },
        };
      },
    });
    const left = openSource(input(2));
    await left.next();
    await left.close();
    await left.close();
    expect(closed).toBe(1);
    const ended = openSource(input(0));
    await ended.next();
    await ended.close();
    expect(closed).toBe(1);
  });

  it('is not told after it has failed', async () => {
    const failing: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(new Error('broken')),
        return: () => Promise.reject(new Error('never asked')),
      }),
    };
    const source = openSource(failing);
    await expect(source.next()).rejects.toThrow('broken');
    await source.close();
  });
});
