import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PartitionRange } from './partition-range.ts';
import { buildRoutingMap, mergeRoutingMap, partitionAt, partitionsWithin, type RoutingMap } from './routing-map.ts';

const range = (id: string, min: string, max: string, parents: readonly string[] = []): PartitionRange => ({
  id,
  min,
  max,
  parents,
});

function build(...ranges: readonly PartitionRange[]): RoutingMap {
  const map = buildRoutingMap(ranges);
  if (map === undefined) throw new Error('The ranges do not cover the space.');
  return map;
}

const ids = (map: RoutingMap | undefined): readonly string[] | undefined => map?.ranges.map(({ id }) => id);

describe('buildRoutingMap', () => {
  it('sorts ranges and leaves out those that others come from', () => {
    const map = build(range('2', '40', 'FF', ['0']), range('0', '', 'FF'), range('1', '', '40', ['0']));
    expect(ids(map)).toEqual(['1', '2']);
    expect([...map.goneIds]).toEqual(['0']);
  });

  it('takes boundaries of different widths for equal', () => {
    expect(ids(build(range('0', '', '40'), range('1', `40${'0'.repeat(30)}`, 'FF')))).toEqual(['0', '1']);
  });

  it.each<[string, readonly PartitionRange[]]>([
    ['nothing', []],
    ['a hole', [range('0', '', '40'), range('1', '41', 'FF')]],
    ['an overlap', [range('0', '', '41'), range('1', '40', 'FF')]],
    ['a missing start', [range('0', '01', 'FF')]],
    ['a missing end', [range('0', '', 'FE')]],
    ['an empty range', [range('0', '', '40'), range('2', '40', '40'), range('1', '40', 'FF')]],
  ])('refuses %s', (_, ranges) => {
    expect(buildRoutingMap(ranges)).toBeUndefined();
  });
});

describe('mergeRoutingMap', () => {
  const two = build(range('0', '', '40'), range('1', '40', 'FF'));

  it('replaces a range by its children, once both are there', () => {
    const [lower, upper] = [range('2', '', '20', ['0']), range('3', '20', '40', ['0'])];
    expect(ids(mergeRoutingMap(two, [lower, upper]))).toEqual(['2', '3', '1']);
    expect(mergeRoutingMap(two, [lower])).toBeUndefined();
  });

  it('stays the same map when nothing has changed', () => {
    expect(mergeRoutingMap(two, [])).toBe(two);
  });

  it('never brings back what is gone', () => {
    const split = mergeRoutingMap(two, [range('2', '', '20', ['0']), range('3', '20', '40', ['0'])]) as RoutingMap;
    expect(ids(mergeRoutingMap(split, [range('0', '', '40')]))).toEqual(['2', '3', '1']);
  });

  /** A history of splits and merges: every step says which ranges are new. */
  const history = fc
    .array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 0xfe }), fc.boolean()), { maxLength: 12 })
    .map((steps) => {
      let live = [range('0', '', 'FF')];
      const changes: PartitionRange[][] = [[...live]];
      let next = 1;
      for (const [pick, cut, isMerge] of steps) {
        const index = pick % live.length;
        const [one, other] = [live[index] as PartitionRange, live[index + 1]];
        const at = cut.toString(16).toUpperCase().padStart(2, '0');
        const fresh =
          isMerge && other !== undefined
            ? [range(String(next++), one.min, other.max, [one.id, other.id])]
            : one.min < at && at < one.max
              ? [range(String(next++), one.min, at, [one.id]), range(String(next++), at, one.max, [one.id])]
              : [];
        if (fresh.length === 0) continue;
        live = live.toSpliced(index, fresh.length === 1 ? 2 : 1, ...fresh);
        changes.push(fresh);
      }
      return { live, changes };
    });

  it('comes to the same map step by step and at once, whatever order the ranges come in', () => {
    fc.assert(
      fc.property(history, fc.integer(), ({ live, changes }, seed) => {
        const stepwise = changes.reduce<RoutingMap | undefined>(
          (map, change) => (map === undefined ? buildRoutingMap(change) : mergeRoutingMap(map, change)),
          undefined,
        );
        const shuffled = changes.flat().toSorted((a, b) => Number(a.id) * seed - Number(b.id) * seed);
        expect(stepwise?.ranges).toEqual(live);
        expect(buildRoutingMap(shuffled)).toEqual(stepwise);
        expect(mergeRoutingMap(stepwise as RoutingMap, changes.flat())).toEqual(stepwise);
      }),
    );
  });

  it('finds every key in the one partition that holds it', () => {
    const key = fc.integer({ min: 0, max: 0xfe }).map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
    fc.assert(
      fc.property(history, key, key, ({ changes }, one, other) => {
        const map = buildRoutingMap(changes.flat()) as RoutingMap;
        const found = partitionAt(map, one);
        expect([found.min <= one, one < found.max]).toEqual([true, true]);
        const [min, max] = one < other ? [one, other] : [other, `${one}01`];
        const overlapping = map.ranges.filter((each) => each.min < max && min < each.max);
        expect(partitionsWithin(map, { min, max })).toEqual(overlapping);
      }),
    );
  });
});
