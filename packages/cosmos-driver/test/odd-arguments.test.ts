import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { PartitionKey } from '../src/operation/partition-key.ts';
import { FeedRange } from '../src/partitioning/feed-range.ts';
import { fakeAccount, order, orders, readOrder } from './fakes/fake-account.ts';

const tenants = new ContainerReference(DatabaseReference.from('db'), 'tenants', {
  rid: 'kX0wAJ8vXx0=',
  partitionKey: { paths: ['/tenant', '/user', '/session'], kind: 'MultiHash', version: 2 },
});

describe('ids', () => {
  it.each<[string, string]>([
    ['a b', 'a%20b'],
    ['a ', 'a%20'],
    [' ', '%20'],
    ['100%', '100%25'],
    ['%2e%2e', '%252e%252e'],
    ['%2F', '%252F'],
    ['...', '...'],
    ['.a', '.a'],
    ['a;b@c:d&e=f+g$h,i', 'a;b@c:d&e=f+g$h,i'],
    ['"<>`{}|^[]', '%22%3C%3E%60%7B%7D%7C%5E%5B%5D'],
    ['a\tb\n', 'a%09b%0A'],
    ['\u{1f600}é\u0000', '%F0%9F%98%80%C3%A9%00'],
    ['__proto__', '__proto__'],
    ['x'.repeat(1023), 'x'.repeat(1023)],
  ])('%j goes into the URL as %s, and no URL parser changes that', async (id, segment) => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 200, body: {} });
    await driver.executeOperation(CosmosOperation.readItem(ItemReference.from(orders, 'ada', id)));
    const [{ url } = { url: '' }] = transport.requests;
    expect(url.endsWith(`/dbs/db/colls/orders/docs/${segment}`)).toBe(true);
    expect(new URL(url).href).toBe(url);
  });
});

describe('hierarchical partition keys', () => {
  it.each<[readonly (string | undefined | null)[]]>([[[]], [['t']], [['t', 'u']], [['t', 'u', 's', 'x']]])(
    'of an item are complete: not %j',
    (values) => {
      expect(() => ItemReference.from(tenants, values, '1')).toThrow(TypeError);
      expect(() => CosmosOperation.batch(tenants, values, [{ type: 'read', id: '1' } as never])).toThrow(TypeError);
      expect(() => CosmosOperation.deleteAllItems(tenants, values)).toThrow(TypeError);
      expect(() => CosmosOperation.readMany(tenants, [{ partitionKey: values, id: '1' }])).toThrow(TypeError);
    },
  );

  it('of an item may have properties that are missing or null, in every place', () => {
    expect(ItemReference.from(tenants, ['t', undefined, null], '1').partitionKey.header).toBe('["t",{},null]');
    const sparse = new Array<string>(3);
    expect(ItemReference.from(tenants, sparse, '1').partitionKey.header).toBe('[{},{},{}]');
  });

  it('of a feed may be a beginning, and no more than complete', () => {
    for (const values of [['t'], ['t', 'u'], ['t', 'u', 's']]) {
      expect(CosmosOperation.readFeed(tenants).withScope(values).feed?.scope).toBeInstanceOf(PartitionKey);
    }
    expect(() => CosmosOperation.readFeed(orders).withScope(['a', 'b'])).toThrow(TypeError);
    expect(() => FeedRange.fromPartitionKey(orders, ['a', 'b'])).toThrow(TypeError);
  });
});

describe('what is no value of its type', () => {
  const odd: readonly unknown[] = [null, '', 0, -1, 1.5, Number.NaN, 1e308, 'x', true, [], {}, () => 1, 1n];

  it.each<[string, (value: never) => unknown, accepted: readonly unknown[]]>([
    ['a precondition', (value) => readOrder.withPrecondition(value), []],
    ['the etag of one', (value) => readOrder.withPrecondition({ kind: 'if-match', etag: value }), ['x']],
    ['the options of a change feed', (value) => CosmosOperation.changeFeed(orders, value), [{}]],
    ['the mode of a change feed', (value) => CosmosOperation.changeFeed(orders, { mode: value }), []],
    ['the start of a change feed', (value) => CosmosOperation.changeFeed(orders, { startFrom: value }), []],
    ['the options of an offer', (value) => CosmosOperation.replaceOffer('abc=', value), [{}]],
    ['what an offer becomes', (value) => CosmosOperation.replaceOffer('abc=', { migrateTo: value }), []],
    ['a query', (value) => CosmosOperation.queryItems(orders, value), ['x']],
    ['parameters', (value) => CosmosOperation.queryItems(orders, { query: 'q', parameters: value }), [[]]],
    [
      'the name of a parameter',
      (value) => CosmosOperation.queryItems(orders, { query: 'q', parameters: [{ name: value, value: 1 }] }),
      [],
    ],
    ['a page size', (value) => CosmosOperation.readFeed(orders).withMaxItemCount(value), [-1]],
    ['a continuation', (value) => CosmosOperation.readFeed(orders).withContinuation(value), ['x']],
    ['a session token', (value) => readOrder.withSessionToken(value), ['x']],
    ['a body', (value) => CosmosOperation.createItem(order).withBody(value), []],
    ['a patch', (value) => CosmosOperation.patchItem(order, value), []],
    ['an operation of a patch', (value) => CosmosOperation.patchItem(order, [value]), []],
    ['an operation of a batch', (value) => CosmosOperation.batch(orders, 'ada', [value]), []],
    ['an item', (value) => CosmosOperation.readItem(value), []],
    ['a container', (value) => CosmosOperation.readFeed(value), []],
    ['a database', (value) => CosmosOperation.createDatabase(value), []],
    ['a database’s id', (value) => DatabaseReference.from(value), ['x']],
    ['an offer', (value) => CosmosOperation.readOffer(value), ['x']],
    ['a throughput', (value) => CosmosOperation.replaceThroughput(orders, value), []],
    ['the key of a read of many', (value) => CosmosOperation.readMany(orders, [value]), []],
    ['a portable feed range', (value) => FeedRange.parse(value), []],
    ['the start of a feed range', (value) => FeedRange.fromKeys(value, 'FF'), ['']],
  ])('is refused for %s with a TypeError that says so', (_, use, accepted) => {
    for (const value of odd) {
      let refusal: unknown;
      try {
        use(value as never);
      } catch (error) {
        refusal = error;
      }
      const isAccepted = accepted.some((each) => isDeepStrictEqual(each, value));
      if (isAccepted) expect(refusal).toBeUndefined();
      else {
        expect(refusal).toBeInstanceOf(TypeError);
        // What the engine says of a property of nothing helps nobody.
        expect(String(refusal)).not.toMatch(/Cannot |undefined or null|is not a function|not iterable|object null/);
      }
    }
  });

  it.each(['"a\r\nx-evil: 1"', '"é"', '"\u0000"'])('is refused for an etag that no header carries: %j', (etag) => {
    expect(() => readOrder.withPrecondition({ kind: 'if-none-match', etag })).toThrow(TypeError);
  });

  it('is not taken from a prototype, nor by the name of one', async () => {
    const { createDriver } = fakeAccount();
    const driver = await createDriver();
    for (const text of [
      '{"__proto__":{}}',
      '{"constructor":1}',
      '{"toString":1}',
      '{"throttlingRetry":{"__proto__":1}}',
    ]) {
      await expect(driver.executeOperation(readOrder, JSON.parse(text))).rejects.toThrow('Unknown option');
    }
  });
});
