import { describe, expect, it } from '@jest/globals';
import { FeedRange } from '@perdura/cosmos-driver';
import { beginSplit, passPage, type SplitPage } from './lease-split.ts';

const [low, high] = [FeedRange.fromKeys('', '80'), FeedRange.fromKeys('80', 'FF')];
const heads = [
  { start: { range: low, continuation: 'low' }, sessionToken: '1:0#10' },
  { start: { range: high, continuation: 'high' }, sessionToken: '2:0#20' },
];
const page = (lsn: number | undefined, ...requests: [status: number, sessionToken?: string][]): SplitPage => ({
  items: lsn === undefined ? [] : [{ _lsn: 1 }, { _lsn: lsn }],
  diagnostics: { requests: requests.map(([status, sessionToken]) => ({ status, sessionToken })) },
});
const openAfter = (...pages: SplitPage[]) => [...pages.reduce(passPage, beginSplit(heads)).open.keys()];

describe('the split of a lease', () => {
  it('is of pieces that begin where they were told, and waits for both', () => {
    expect(beginSplit(heads).pieces).toEqual(heads.map(({ start }) => start));
    expect(openAfter()).toEqual(['1', '2']);
  });

  it('is done with a partition whose page ends at its place, or behind it', () => {
    expect(openAfter(page(9, [200, '1:0#30']))).toEqual(['1', '2']);
    expect(openAfter(page(10, [200, '1:0#30']))).toEqual(['2']);
    expect(openAfter(page(11, [200, '1:0#30']), page(25, [200, '2:0#30']))).toEqual([]);
  });

  it('is done with a partition that had nothing new, and with all when a page has no changes', () => {
    expect(openAfter(page(3, [304, '2:0#20'], [200, '1:0#30']))).toEqual(['1']);
    expect(openAfter(page(undefined, [304, '1:0#10'], [304, '2:0#20']))).toEqual([]);
  });

  it('is not done because of answers that failed, or are of other partitions', () => {
    expect(openAfter(page(99, [503, '1:0#99'], [200, '3:0#99']))).toEqual(['1', '2']);
    expect(openAfter(page(99, [200]))).toEqual(['1', '2']);
  });

  it('waits for a page without changes when a place has no number', () => {
    const unnumbered = heads.map((head, index) => (index === 0 ? { ...head, sessionToken: undefined } : head));
    const left = passPage(beginSplit(unnumbered), page(99, [200, '2:0#99']));
    expect(left.open.size).toBe(1);
    expect(passPage(left, page(undefined)).open.size).toBe(0);
  });
});
