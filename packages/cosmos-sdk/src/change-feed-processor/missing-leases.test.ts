import { describe, expect, it } from '@jest/globals';
import { FeedRange } from '@perdura/cosmos-driver';
import type { Lease } from './lease.ts';
import { missingLeases } from './missing-leases.ts';

const start = (min: string, max: string) => ({ range: FeedRange.fromKeys(min, max), continuation: undefined });
const made = (min: string, max: string, children?: Lease['children']): Lease => ({
  ...start(min, max),
  id: `${min}-${max}`,
  owner: undefined,
  term: undefined,
  wantedBy: undefined,
  durationMs: 1000,
  children,
  etag: '"1"',
  writtenAtMs: 0,
});

describe('missingLeases', () => {
  it('are those of the plan, and of splits, that were not made', () => {
    const plan = [start('', '80'), start('80', 'FF')];
    expect(missingLeases(plan, [])).toEqual(plan);
    const pieces = [start('', '40'), start('40', '80')];
    expect(missingLeases(plan, [made('', '80', pieces), made('80', 'FF'), made('', '40')])).toEqual([pieces[1]]);
  });

  it('are never those that were made and replaced since', () => {
    const plan = [start('', 'FF')];
    const pieces = [start('', '80'), start('80', 'FF')];
    expect(missingLeases(plan, [made('', 'FF', pieces), made('', '80'), made('80', 'FF')])).toEqual([]);
  });

  it('are not those whose documents were deleted after others had taken their part over', () => {
    const plan = [start('', '80'), start('80', 'FF')];
    const halves = [made('', '40', [start('', '20'), start('20', '40')]), made('40', '80'), made('80', 'FF')];
    const quarters = [made('', '20'), made('20', '40')];
    expect(missingLeases(plan, [...halves, ...quarters])).toEqual([]);
    expect(missingLeases(plan, [...halves.slice(1), ...quarters])).toEqual([]);
    expect(missingLeases(plan, halves)).toEqual([start('', '20'), start('20', '40')]);
    // Nobody has the rest: it begins anew, as a whole.
    expect(missingLeases(plan, [...halves.slice(2), ...quarters])).toEqual([plan[0]]);
  });
});
