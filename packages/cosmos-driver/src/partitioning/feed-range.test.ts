import { describe, expect, it } from '@jest/globals';
import { orders } from '../../test/fakes/fake-account.ts';
import { ContainerReference } from '../operation/container-reference.ts';
import { DatabaseReference } from '../operation/database-reference.ts';
import { FeedRange } from './feed-range.ts';

const tenants = new ContainerReference(DatabaseReference.from('db'), 'tenants', {
  rid: 'kX0wAJ8vXx1=',
  partitionKey: { paths: ['/tenant', '/user'], kind: 'MultiHash', version: 2 },
});
const portable = (range: object): string => btoa(JSON.stringify({ Range: range }));

describe('FeedRange', () => {
  it('is written and read as base64 of JSON', () => {
    const range = FeedRange.fromKeys('05', '3F');
    expect(atob(String(range))).toBe('{"Range":{"min":"05","max":"3F","isMinInclusive":true,"isMaxInclusive":false}}');
    expect(FeedRange.parse(String(range))).toEqual(range);
    expect(JSON.stringify({ range })).toBe(`{"range":"${String(range)}"}`);
  });

  it('of a complete partition key holds that key only', () => {
    const range = FeedRange.fromPartitionKey(orders, 'redmond');
    expect(range).toMatchObject({ min: '22E342F38A486A088463DFF7838A5963', max: '22E342F38A486A088463DFF7838A5964' });
    expect(range.partitionKey?.values).toEqual(['redmond']);
  });

  it('of the first values of a hierarchical key holds all keys that begin so', () => {
    const prefix = FeedRange.fromPartitionKey(tenants, 'a');
    expect(prefix.max).toBe(`${prefix.min}FF`);
    expect(FeedRange.fromPartitionKey(tenants, ['a', 'u']).isSubsetOf(prefix)).toBe(true);
    expect(FeedRange.fromPartitionKey(tenants, ['b', 'u']).overlaps(prefix)).toBe(false);
  });

  it('knows what it has in common with others, whatever zeros they end with', () => {
    const [low, high] = [FeedRange.fromKeys('', '20'), FeedRange.fromKeys('20', 'FF')];
    expect([low.isSubsetOf(FeedRange.full()), FeedRange.full().isSubsetOf(low)]).toEqual([true, false]);
    expect([low.overlaps(high), low.overlaps(FeedRange.fromKeys('1F', '30'))]).toEqual([false, true]);
    expect(low.overlaps(FeedRange.fromKeys('2000', '21'))).toBe(false);
    expect(low.equals(FeedRange.fromKeys('00', '2000'))).toBe(true);
    expect(low.equals(high)).toBe(false);
  });

  it.each<[string, () => unknown]>([
    ['text that is not base64', () => FeedRange.parse('%')],
    ['base64 of something else', () => FeedRange.parse(btoa('{}'))],
    [
      'a range that includes its end',
      () => FeedRange.parse(portable({ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: true })),
    ],
    [
      'a range that excludes its start',
      () => FeedRange.parse(portable({ min: '', max: 'FF', isMinInclusive: false, isMaxInclusive: false })),
    ],
    ['lower-case hex', () => FeedRange.fromKeys('', 'ff')],
    ['half a byte', () => FeedRange.fromKeys('', 'F')],
    ['a range without keys', () => FeedRange.fromKeys('20', '2000')],
    ['too many values', () => FeedRange.fromPartitionKey(orders, ['a', 'b'])],
    ['a container that is no reference', () => FeedRange.fromPartitionKey({} as never, 'a')],
  ])('refuses %s', (_, misuse) => {
    expect(misuse).toThrow(TypeError);
  });
});
