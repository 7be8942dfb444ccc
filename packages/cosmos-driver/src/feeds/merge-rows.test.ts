import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type MergeSource, mergeRows } from './merge-rows.ts';
import { type OrderedRow, rowOrder } from './ordered-row.ts';

const key = fc.oneof(
  fc.constantFrom(undefined, null, false, true, -0, 0, 1, 1.5, 'a', 'b', 'ä', '\u{1f600}', ''),
  fc.integer({ min: -3, max: 3 }),
  fc.string({ maxLength: 2 }),
);
const direction = fc.constantFrom<'Ascending' | 'Descending'>('Ascending', 'Descending');
const scene = fc.integer({ min: 1, max: 3 }).chain((columns) =>
  fc.record({
    directions: fc.array(direction, { minLength: columns, maxLength: columns }),
    partitions: fc.array(fc.array(fc.array(key, { minLength: columns, maxLength: columns }), { maxLength: 12 }), {
      maxLength: 6,
    }),
    pageSize: fc.integer({ min: 1, max: 5 }),
    limit: fc.integer({ min: 1, max: 7 }),
  }),
);

/** The service's order, written another way: a rank for the type, then the value. */
function place(value: unknown): [number, number | string] {
  if (value === undefined) return [0, 0];
  if (value === null) return [1, 0];
  if (typeof value === 'boolean') return [2, Number(value)];
  return typeof value === 'number' ? [3, value] : [4, String(value)];
}

describe('mergeRows', () => {
  it('is the stable sort of all rows, whatever the pages', () => {
    fc.assert(
      fc.property(scene, ({ directions, partitions, pageSize, limit }) => {
        const compare = rowOrder(directions);
        const sorted = partitions.map((rows, partition) =>
          rows
            .map(
              (keys, number): OrderedRow => ({
                _rid: `${partition}-${number}`,
                orderByItems: keys.map((item) => (item === undefined ? {} : { item })),
                payload: { partition, number, keys },
              }),
            )
            .toSorted(compare),
        );
        const expected = sorted.flat().toSorted((left, right) => {
          for (const [index, each] of directions.entries()) {
            const one = place(left.orderByItems[index]?.item);
            const other = place(right.orderByItems[index]?.item);
            const order = one[0] - other[0] || (one[1] < other[1] ? -1 : one[1] > other[1] ? 1 : 0);
            if (order !== 0) return each === 'Ascending' ? order : -order;
          }
          return 0;
        });

        const merged: OrderedRow[] = [];
        const positions = sorted.map(() => 0);
        for (;;) {
          const sources: { of: number; source: MergeSource }[] = [];
          for (const [of, rows] of sorted.entries()) {
            const start = positions[of] ?? 0;
            const page = rows.slice(start, start + pageSize);
            if (page.length > 0)
              sources.push({ of, source: { rows: page, index: 0, isLast: start + pageSize >= rows.length } });
          }
          if (sources.length === 0) break;
          const taken: OrderedRow[] = [];
          mergeRows(
            sources.map(({ source }) => source),
            compare,
            limit,
            taken,
          );
          expect(taken.length).toBeGreaterThan(0);
          expect(taken.length).toBeLessThanOrEqual(limit);
          merged.push(...taken);
          for (const { of, source } of sources) positions[of] = (positions[of] ?? 0) + source.index;
        }
        expect(merged).toEqual(expected);
      }),
    );
  });
});
