import { describe, expect, it } from '@jest/globals';
import { createOrder, order, orders, readOrder } from '../../test/fakes/fake-account.ts';
import { ContainerReference, containerAddress } from './container-reference.ts';
import { CosmosOperation } from './cosmos-operation.ts';
import { DatabaseReference } from './database-reference.ts';
import { ItemReference } from './item-reference.ts';
import { PartitionKey } from './partition-key.ts';
import { ifMatch, ifNoneMatch } from './precondition.ts';

const remove = { op: 'remove', path: '/total' } as const;
const read = { kind: 'read', id: '1' } as const;
const manual = { kind: 'manual', requestUnitsPerSecond: 400 } as const;

describe('CosmosOperation', () => {
  it('never changes: with… answers a changed copy', () => {
    const changed = readOrder.withSessionToken('0:1#1').withPrecondition(ifNoneMatch('*'));
    expect(readOrder).toMatchObject({ sessionToken: undefined, precondition: undefined });
    expect(changed).toMatchObject({
      type: 'read',
      resource: order,
      sessionToken: '0:1#1',
      precondition: { etag: '*' },
    });
    expect(Object.isFrozen(changed)).toBe(true);
  });

  it.each<[string, () => unknown]>([
    ['a body for a read', () => readOrder.withBody(new Uint8Array())],
    ['a body that is text', () => createOrder.withBody('{}' as never)],
    ['an empty session token', () => readOrder.withSessionToken('')],
    ['a precondition made by hand', () => readOrder.withPrecondition('"a"' as never)],
    ['a session token that no header can carry', () => readOrder.withSessionToken('0:1#1\r\nx: y')],
    ['an empty ETag', () => ifMatch('')],
    ['an ETag that no header can carry', () => ifMatch('"ü"')],
    ['an item that is no reference', () => CosmosOperation.readItem({ id: '1' } as never)],
    ['a database that is no reference', () => CosmosOperation.readDatabase('shop' as never)],
    ['a body for a query', () => CosmosOperation.queryItems(orders, 'SELECT * FROM c').withBody(new Uint8Array())],
    ['a body for a patch', () => CosmosOperation.patchItem(order, [remove]).withBody(new Uint8Array())],
    ['a patch of nothing', () => CosmosOperation.patchItem(order, [])],
    ['a patch of an item that is no reference', () => CosmosOperation.patchItem({} as never, [remove])],
    ['a body for a batch', () => CosmosOperation.batch(orders, 'ada', [read]).withBody(new Uint8Array())],
    ['a batch of nothing', () => CosmosOperation.batch(orders, 'ada', [])],
    ['a batch without a partition key', () => CosmosOperation.batch(orders, undefined as never, [read])],
    ['a batch of part of a key', () => CosmosOperation.batch(orders, ['ada', 1], [read])],
    ['a batch in no container', () => CosmosOperation.batch({} as never, 'ada', [read])],
    ['a condition on a batch', () => CosmosOperation.batch(orders, 'ada', [read]).withPrecondition(ifMatch('"a"'))],
    ['a condition on a read of many', () => CosmosOperation.readMany(orders, []).withPrecondition(ifMatch('"a"'))],
    ['a condition on a throughput', () => CosmosOperation.readThroughput(orders).withPrecondition(ifMatch('"a"'))],
    [
      'a condition on a partition key',
      () => CosmosOperation.deleteAllItems(orders, 'ada').withPrecondition(ifMatch('"a"')),
    ],
    ['a scope for a read of many', () => CosmosOperation.readMany(orders, []).withScope('ada')],
    ['a deletion without a partition key', () => CosmosOperation.deleteAllItems(orders, undefined as never)],
    ['a body for a throughput', () => CosmosOperation.replaceThroughput(orders, manual).withBody(new Uint8Array())],
    ['no throughput', () => CosmosOperation.replaceThroughput(orders, 400 as never)],
    ['a throughput of no number', () => CosmosOperation.createDatabase(orders.database, { throughput: 400 as never })],
    ['an unknown option of a create', () => CosmosOperation.createDatabase(orders.database, { maxRu: 1 } as never)],
    [
      'an unknown option of a throughput',
      () => CosmosOperation.replaceThroughput(orders, manual, { wait: 1 } as never),
    ],
    ['a resource id of a database', () => new ContainerReference(orders.database, 'c', { ...orders, rid: 'kX0wAA==' })],
    ['a container that is no reference', () => CosmosOperation.readPartitionKeyRanges('orders' as never)],
  ])('refuses %s', (_, misuse) => {
    expect(misuse).toThrow(TypeError);
  });
});

describe('references', () => {
  it.each([
    undefined,
    null,
    1,
    '',
    '/',
    'a/b',
    'a\\b',
    'a?b',
    'a#b',
    '.',
    '..',
    '\ud800',
    'x'.repeat(1024),
    'é'.repeat(512),
  ])('refuse the id %j', (id) => {
    expect(() => DatabaseReference.from(id as never)).toThrow(TypeError);
    expect(() => containerAddress(DatabaseReference.from('db'), id as never)).toThrow(TypeError);
    expect(() => ItemReference.from(orders, 'ada', id as never)).toThrow(TypeError);
  });

  it('have at most 1,023 bytes', () => {
    for (const id of ['x'.repeat(1023), `${'é'.repeat(511)}x`])
      expect(ItemReference.from(orders, 'ada', id).id).toBe(id);
    expect(() => ItemReference.from(orders, 'ada', 'é'.repeat(512))).toThrow('at most 1023 bytes, this one has 1024');
  });

  it.each([undefined, null, {}, 'orders'])('of items refuse the container %j', (container) => {
    expect(() => ItemReference.from(container as never, 'ada', '1')).toThrow('needs a ContainerReference');
  });

  it('need a complete partition key', () => {
    expect(() => ItemReference.from(orders, ['a', 'b'], '1')).toThrow(
      "partitioned by /customer: an item's partition key needs 1 value, not 2",
    );
    expect(() => ItemReference.from(orders, undefined as never, '1')).toThrow('A partition key is missing');
  });
});

describe('PartitionKey.from', () => {
  it('takes a value, values, or a key', () => {
    const key = PartitionKey.from(['a', 1, true]);
    expect(key.values).toEqual(['a', 1, true]);
    expect(PartitionKey.from(key)).toBe(key);
    expect(PartitionKey.from('a').values).toEqual(['a']);
    expect(PartitionKey.from(null).header).toBe('[null]');
    expect(PartitionKey.from([undefined]).header).toBe('[{}]');
    expect(PartitionKey.from(5.0).header).toBe('[5]');
    expect(PartitionKey.from(-0).header).toBe('[0]');
  });

  it.each([[[]], [['a', 'b', 'c', 'd']], [Number.NaN], [{}], [[[]]], [undefined]])('refuses %j', (value) => {
    expect(() => PartitionKey.from(value as never)).toThrow(TypeError);
  });
});
