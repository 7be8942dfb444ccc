import { describe, expect, it } from '@jest/globals';
import { BulkRow, ContainerReference, DatabaseReference, FeedRange } from '@perdura/cosmos-driver';
import { append, emptyLane, isFull, oldestFirst, openLane, putBack, takeRequest } from './partition-lane.ts';
import { laneTo, moveLanes } from './partition-lanes.ts';
import { noHistory } from './plan-repeat.ts';
import type { QueuedOperation } from './queued-operation.ts';

const container = new ContainerReference(DatabaseReference.from('plant'), 'readings', {
  rid: 'kX0wAJ8vXx0=',
  partitionKey: { paths: ['/sensor'], kind: 'Hash', version: 2 },
});
function queued(index: number, bytes = 10, isRepeatable = true): QueuedOperation {
  const id = String(index);
  const patch = { kind: 'patch', id, operations: [{ op: 'incr', path: '/value', value: 1 }] } as const;
  const row = BulkRow.from(
    container,
    `s${index}`,
    isRepeatable ? { kind: 'upsert', body: new Uint8Array(bytes) } : patch,
  );
  return { index, id, addedMs: 0, row, history: noHistory, operation: { kind: 'read', partitionKey: 's', id } };
}
const indexes = (operations: readonly QueuedOperation[]): readonly number[] => operations.map(({ index }) => index);

describe('the lane of a partition', () => {
  it('makes requests of a hundred operations', () => {
    const lane = openLane(FeedRange.full());
    for (let index = 0; index < 150; index++) {
      expect(isFull(append(lane, queued(index)))).toBe(index >= 99);
    }
    expect(takeRequest(lane.repeatable)).toHaveLength(100);
    expect(indexes(takeRequest(lane.repeatable))).toEqual(Array.from({ length: 50 }, (_, index) => index + 100));
    expect(lane.repeatable).toEqual({ operations: [], bytes: 0 });
  });

  it('makes requests of some 220 kB, or one operation', () => {
    const lane = openLane(FeedRange.full());
    for (const bytes of [100_000, 100_000, 100_000, 900_000]) append(lane, queued(0, bytes));
    expect([1, 2, 3, 4].map(() => takeRequest(lane.repeatable).length)).toEqual([2, 1, 1, 0]);
  });

  it('keeps operations that may not be applied twice apart, and begins with what was read first', () => {
    const lane = openLane(FeedRange.full());
    append(lane, queued(1, 10, false));
    append(lane, queued(2));
    expect(oldestFirst(lane).map(({ operations }) => indexes(operations))).toEqual([[1], [2]]);
    append(lane, queued(3));
    putBack(lane, [queued(0), queued(4, 10, false)]);
    expect(oldestFirst(lane).map(({ operations }) => indexes(operations))).toEqual([
      [0, 2, 3],
      [4, 1],
    ]);
    expect(indexes(emptyLane(lane))).toEqual([0, 2, 3, 4, 1]);
    expect([lane.repeatable.bytes, lane.once.bytes]).toEqual([0, 0]);
  });
});

describe('lanes', () => {
  const halves = [FeedRange.fromKeys('', '20'), FeedRange.fromKeys('20', 'FF')];

  it('lead to the partition that holds a key', () => {
    const { lanes } = moveLanes(
      [],
      [...halves.slice(0, 1), FeedRange.fromKeys('20', '30'), FeedRange.fromKeys('30', 'FF')],
    );
    for (const [key, at] of [
      ['', 0],
      ['1FFF', 0],
      ['20', 1],
      ['2000', 1],
      ['2FFF', 1],
      ['30', 2],
      ['FEFF', 2],
    ] as const) {
      expect(lanes.indexOf(laneTo(lanes, key))).toBe(at);
    }
  });

  it('of partitions that are still there go on; what was queued for others is told', () => {
    const { lanes } = moveLanes([], halves);
    const [lower, upper] = lanes;
    if (lower === undefined || upper === undefined) throw new Error('two lanes');
    append(lower, queued(1));
    append(upper, queued(2));
    const moved = moveLanes(lanes, [
      FeedRange.fromKeys('', '20'),
      FeedRange.fromKeys('20', '30'),
      FeedRange.fromKeys('30', 'FF'),
    ]);
    expect(moved.lanes[0]).toBe(lower);
    expect(moved.lanes).toHaveLength(3);
    expect(indexes(moved.stranded)).toEqual([2]);
  });
});
