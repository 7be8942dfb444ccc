import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeToken, encodeToken, type FeedIdentity } from './continuation-token.ts';
import type { FeedState } from './feed-state.ts';

const identity: FeedIdentity = { op: 'Query', rid: 'kX0wAJ8vXx0=', query: 'Q' };
const item = fc.oneof(
  fc.constant({}),
  fc.record({
    item: fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
  }),
);
const boundary = fc.record({
  orderByItems: fc.array(item, { minLength: 1, maxLength: 3 }),
  rid: fc.string(),
  firstRid: fc.string(),
  count: fc.nat(),
});
const cursors = fc
  .uniqueArray(fc.integer({ min: 0, max: 254 }), { minLength: 2, maxLength: 6 })
  .map((bounds) => bounds.toSorted((a, b) => a - b).map((bound) => bound.toString(16).toUpperCase().padStart(2, '0')))
  .chain((bounds) =>
    fc.tuple(
      ...bounds.slice(1).map((max, index) =>
        fc.record(
          {
            min: fc.constant(bounds[index] as string),
            max: fc.constant(max),
            partitionId: fc.string(),
            continuation: fc.string({ unit: 'binary' }),
            boundary,
            toPass: fc.nat(),
          },
          { requiredKeys: ['min', 'max'] },
        ),
      ),
    ),
  );
const stages = fc.record({ skip: fc.nat(), take: fc.nat(), last: fc.string() }, { requiredKeys: [] });
const state: fc.Arbitrary<FeedState> = fc.oneof(
  fc.constant({ kind: 'drained' } as const),
  fc.record({ kind: fc.constant('request' as const), continuation: fc.string() }),
  fc.record({ kind: fc.constant('drain' as const), from: fc.constant('0A'), cursors, stages }),
  fc.record({ kind: fc.constant('merge' as const), cursors, stages }),
  fc.record({
    kind: fc.constant('change-feed' as const),
    within: fc.constant({ min: '', max: 'FF' }),
    cursors,
    start: fc.constantFrom('now', 'beginning', '2026-01-01T00:00:00.000Z'),
    next: fc.constant(''),
  }),
);

const whole = { min: '', max: 'FF' };

describe('a token', () => {
  it('is what it was made of', () => {
    fc.assert(
      fc.property(state, (each) => {
        // What JSON cannot tell apart is the same: zero with a sign.
        expect(JSON.stringify(decodeToken(encodeToken(identity, each), identity))).toBe(JSON.stringify(each));
      }),
    );
  });

  it('is refused when any of its characters is another', () => {
    const token = encodeToken(identity, {
      kind: 'drain',
      from: '',
      cursors: [{ min: '', max: 'FF', continuation: 'abc' }],
    });
    fc.assert(
      fc.property(fc.integer({ min: 3, max: token.length - 2 }), fc.constantFrom(...'ABCxyz019-_'), (at, char) => {
        fc.pre(token[at] !== char);
        const other = token.slice(0, at) + char + token.slice(at + 1);
        expect(() => decodeToken(other, identity)).toThrow(SyntaxError);
      }),
    );
  });

  it('is none of ours when it does not begin so', () => {
    expect(decodeToken('-RID:x#RT:1', identity)).toBeUndefined();
    expect(() => decodeToken('c12.abc', identity)).toThrow('newer version');
    expect(() => decodeToken('c1.', identity)).toThrow('damaged');
  });

  it.each<[string, FeedState]>([
    [
      'overlap',
      {
        kind: 'merge',
        cursors: [
          { min: '', max: '20' },
          { min: '10', max: 'FF' },
        ],
      },
    ],
    [
      'are out of order',
      {
        kind: 'merge',
        cursors: [
          { min: '20', max: 'FF' },
          { min: '', max: '20' },
        ],
      },
    ],
    ['are empty', { kind: 'merge', cursors: [{ min: '20', max: '20' }] }],
    ['have no keys', { kind: 'merge', cursors: [{ min: 'x', max: 'FF' }] }],
  ])('is refused when its stretches %s', (_, broken) => {
    expect(() => decodeToken(encodeToken(identity, broken), identity)).toThrow('damaged');
  });

  const stretch = { min: '', max: 'FF' };
  const boundaryOf = (changes: object): object => ({
    orderByItems: [{ item: 1 }],
    rid: 'a',
    firstRid: 'a',
    count: 1,
    ...changes,
  });
  it.each<unknown>([
    undefined,
    [],
    {},
    { kind: 'toString' },
    { kind: 'request' },
    { kind: 'drain', from: 'x', cursors: [] },
    { kind: 'drain', from: '', cursors: {} },
    { kind: 'drain', from: '', cursors: [], stages: null },
    { kind: 'drain', from: '', cursors: [], stages: { skip: -1 } },
    { kind: 'drain', from: '', cursors: [], stages: { take: 1.5 } },
    { kind: 'drain', from: '', cursors: [], stages: { last: 1 } },
    { kind: 'merge', cursors: [{ ...stretch, partitionId: 0 }] },
    { kind: 'merge', cursors: [{ ...stretch, continuation: null }] },
    { kind: 'merge', cursors: [{ ...stretch, toPass: '1' }] },
    { kind: 'merge', cursors: [{ ...stretch, boundary: boundaryOf({ orderByItems: [1] }) }] },
    { kind: 'merge', cursors: [{ ...stretch, boundary: boundaryOf({ rid: 1 }) }] },
    { kind: 'merge', cursors: [{ ...stretch, boundary: boundaryOf({ firstRid: null }) }] },
    { kind: 'merge', cursors: [{ ...stretch, boundary: boundaryOf({ count: -1 }) }] },
    { kind: 'change-feed', cursors: [], start: 'now', next: '' },
    { kind: 'change-feed', within: { min: '', max: 'G' }, cursors: [], start: 'now', next: '' },
    { kind: 'change-feed', within: whole, cursors: [], start: 'now', next: 'x' },
    { kind: 'change-feed', within: whole, cursors: [], start: 'yesterday', next: '' },
    { kind: 'change-feed', within: whole, cursors: [], start: '2026-01-01T00:00:00.000', next: '' },
  ])('is refused when it is whole and says %j', (broken) => {
    expect(() => decodeToken(encodeToken(identity, broken as FeedState), identity)).toThrow('damaged');
  });

  it.each<[Partial<FeedIdentity>, string]>([
    [{ rid: 'other' }, 'another container'],
    [{ op: 'ReadFeed' }, 'another kind of feed'],
    [{ query: 'R' }, 'another query, scope or change feed mode'],
  ])('says of which other feed it is: %j', (change, message) => {
    const token = encodeToken(identity, { kind: 'drained' });
    expect(() => decodeToken(token, { ...identity, ...change })).toThrow(message);
  });
});
