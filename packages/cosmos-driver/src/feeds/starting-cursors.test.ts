import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isWithin, type KeyRange } from '../partitioning/key-range.ts';
import type { FeedSource } from './feed-source.ts';
import type { FeedState } from './feed-state.ts';
import { startingCursors } from './starting-cursors.ts';

const keyOf = (at: number): string => (at === 0 ? '' : at.toString(16).toUpperCase().padStart(2, '0'));
const changesOf = (scope: KeyRange): FeedSource => ({ kind: 'change-feed', plan: undefined, scope }) as FeedSource;

/** A place of a change feed over some stretches of its part, and a range. */
const place = fc.record({
  bounds: fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 2, maxLength: 8 }),
  begun: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  range: fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 2, maxLength: 2 }),
});

describe('a change feed that goes on in a part of what its token is of', () => {
  it('has every key of that part once, and each goes on from where it was', () => {
    fc.assert(
      fc.property(place, ({ bounds, begun, range }) => {
        const ordered = bounds.toSorted((left, right) => left - right);
        const stretches = ordered.slice(1).map((to, index) => ({ from: ordered[index] ?? 0, to }));
        const [from = 0, to = 0] = range.toSorted((left, right) => left - right);
        const scope = { min: keyOf(from), max: keyOf(to) };
        const within = { min: keyOf(ordered[0] ?? 0), max: keyOf(ordered.at(-1) ?? 0) };
        const state: FeedState = {
          kind: 'change-feed',
          within,
          start: 'now',
          next: '',
          cursors: stretches.flatMap((stretch, index) =>
            begun[index] ? [{ min: keyOf(stretch.from), max: keyOf(stretch.to), continuation: `at ${index}` }] : [],
          ),
        };
        const cursors = startingCursors(changesOf(scope), state);
        if (!isWithin(scope, within)) {
          expect(cursors).toMatch(/does not hold all/);
          return;
        }
        if (typeof cursors === 'string') throw new Error(cursors);
        for (let key = 0; key < 255; key++) {
          const holds = cursors.filter(({ min, max }) => min <= keyOf(key) && keyOf(key) < max);
          const before = stretches.findIndex((stretch) => stretch.from <= key && key < stretch.to);
          const isAsked = from <= key && key < to;
          expect(holds.map(({ continuation }) => continuation)).toEqual(
            isAsked ? [begun[before] ? `at ${before}` : undefined] : [],
          );
        }
      }),
    );
  });

  it('does not go on from the place of another kind of feed', () => {
    expect(startingCursors(changesOf({ min: '', max: 'FF' }), { kind: 'merge', cursors: [] })).toMatch(/differently/);
  });
});
