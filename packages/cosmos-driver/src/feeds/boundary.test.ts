import { describe, expect, it } from '@jest/globals';
import { encodeResourceId } from '@perdura/cosmos-protocol';
import fc from 'fast-check';
import { boundaryAfter, passBoundary } from './boundary.ts';
import { cursorWithin } from './cursor-within.ts';
import { type OrderedRow, rowOrder } from './ordered-row.ts';

const rid = (item: number): string =>
  encodeResourceId({ kind: 'document', database: 1, container: 2, item: BigInt(item) });
const row = (item: number, key: unknown): OrderedRow => ({
  _rid: rid(item),
  orderByItems: [{ item: key }],
  payload: item,
});
const ascending = rowOrder(['Ascending']);

describe('boundaryAfter', () => {
  it('is the last row taken, with how many of its item and where its equals began', () => {
    const rows = [row(1, 'a'), row(4, 'b'), row(5, 'b'), row(5, 'b'), row(6, 'b')];
    expect(boundaryAfter(rows, 4, undefined, ascending)).toEqual({
      orderByItems: [{ item: 'b' }],
      rid: rid(5),
      firstRid: rid(4),
      count: 2,
    });
  });

  it('reaches over pages', () => {
    const before = boundaryAfter([row(4, 'b'), row(5, 'b')], 2, undefined, ascending);
    expect(boundaryAfter([row(5, 'b')], 1, before, ascending)).toMatchObject({ firstRid: rid(4), count: 2 });
    expect(boundaryAfter([row(5, 'c')], 1, before, ascending)).toMatchObject({ firstRid: rid(5), count: 1 });
    expect(boundaryAfter([], 0, before, ascending)).toBe(before);
  });
});

describe('passBoundary', () => {
  const boundary = { orderByItems: [{ item: 'b' }], rid: rid(5), firstRid: rid(3), count: 2 };
  const pass = (...rows: readonly OrderedRow[]): object => passBoundary(rows, boundary, boundary.count, ascending);

  it('passes what comes before, what is equal and lies between, and so many of the item itself', () => {
    expect(pass(row(9, 'a'), row(3, 'b'), row(4, 'b'), row(5, 'b'), row(5, 'b'), row(5, 'b'))).toEqual({
      index: 5,
      count: 0,
    });
  });

  it('passes what was there when ids run down, too', () => {
    const down = { ...boundary, rid: rid(3), firstRid: rid(5) };
    expect(passBoundary([row(5, 'b'), row(4, 'b'), row(3, 'b'), row(2, 'b')], down, 1, ascending).index).toBe(3);
  });

  it('keeps what is equal and outside, although the last row is gone', () => {
    expect(pass(row(4, 'b'), row(6, 'b'))).toEqual({ index: 1, count: 0 });
    expect(pass(row(1, 'c'))).toEqual({ index: 0, count: 0 });
  });

  it('goes on in the next page when this one is passed as a whole', () => {
    expect(pass(row(3, 'b'), row(5, 'b'))).toEqual({ index: 2, count: 1 });
  });
});

describe('cursorWithin', () => {
  const items = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 3 })), { maxLength: 15 });

  it('comes back to the same row, from the page’s start or by a condition, for every row of every page', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 4 }), fc.boolean(), (keys, pageSize, isDown) => {
        const rows = keys
          .flatMap(([key, copies], item) =>
            Array.from({ length: copies }, (_, copy) => ({ ...row(item, key), payload: `${item}-${copy}` })),
          )
          .toSorted(
            (left, right) =>
              ascending(left, right) ||
              (isDown ? -1 : 1) * (left._rid < right._rid ? -1 : left._rid > right._rid ? 1 : 0),
          );
        let before: ReturnType<typeof boundaryAfter>;
        for (let start = 0; start < rows.length; start += pageSize) {
          const page = rows.slice(start, start + pageSize);
          for (let index = 0; index <= page.length; index++) {
            const from = { min: '', max: 'FF', partitionId: '0', continuation: String(start), boundary: before };
            const cursor = cursorWithin(from, page, index, ascending);
            const left = rows.slice(start + index);
            const { boundary } = cursor;
            const passed = boundary && passBoundary(rows.slice(start), boundary, cursor.toPass ?? 0, ascending).index;
            expect(rows.slice(start + (passed ?? 0))).toEqual(left);
            const anew = boundary && passBoundary(rows, boundary, boundary.count, ascending).index;
            expect(rows.slice(anew ?? start + index)).toEqual(left);
          }
          before = boundaryAfter(page, page.length, before, ascending);
        }
      }),
    );
  });
});
