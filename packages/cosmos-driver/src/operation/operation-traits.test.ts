import { describe, expect, it } from '@jest/globals';
import { createOrder, order, orders, readOrder } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from './cosmos-operation.ts';
import { DatabaseReference } from './database-reference.ts';
import {
  containerOf,
  isDataPlane,
  isRead,
  mayRepeatAfterAmbiguity,
  operationName,
  resourceLabel,
} from './operation-traits.ts';
import { ifMatch } from './precondition.ts';

const db = DatabaseReference.from('db');
const incr = { op: 'incr', path: '/total', value: 1 } as const;
const set = { op: 'set', path: '/total', value: 1 } as const;
const link = 'dbs/db/colls/orders';
const count = CosmosOperation.patchItem(order, [incr]);
const batch = CosmosOperation.batch(orders, 'ada', [{ kind: 'patch', id: '1', operations: [incr] }]);

describe('the traits of', () => {
  it.each<[CosmosOperation, name: string, label: string, traits: string]>([
    [CosmosOperation.readAccount(), 'read_account', 'the account', 'read'],
    [CosmosOperation.createDatabase(db), 'create_database', 'dbs/db', ''],
    [CosmosOperation.replaceContainer(db, 'c'), 'replace_container', 'dbs/db/colls/c', ''],
    [CosmosOperation.readPartitionKeyRanges(orders), 'read_partition_key_ranges', `${link}/pkranges`, 'read container'],
    [readOrder, 'read_item', `${link}/docs/1`, 'read data container'],
    [createOrder, 'create_item', `${link}/docs/1`, 'data container'],
    [count, 'patch_item', `${link}/docs/1`, 'data container'],
    [batch, 'execute_batch', link, 'data container'],
    [CosmosOperation.deleteAllItems(orders, 'ada'), 'delete_all_items', link, 'data container'],
    [CosmosOperation.readThroughput(db), 'read_database_throughput', 'dbs/db', 'read'],
    [
      CosmosOperation.replaceThroughput(orders, { kind: 'manual', requestUnitsPerSecond: 400 }),
      'replace_container_throughput',
      link,
      '',
    ],
    [CosmosOperation.queryOffers(), 'query_offers', 'of the account', 'read'],
    [CosmosOperation.readOffer('uT2L'), 'read_offer', 'offers/uT2L', 'read'],
    [CosmosOperation.replaceOffer('uT2L'), 'replace_offer', 'offers/uT2L', ''],
  ])('%#', (operation, name, label, traits) => {
    expect([operationName(operation), resourceLabel(operation)]).toEqual([name, label]);
    const has = { read: isRead(operation), data: isDataPlane(operation), container: containerOf(operation) === orders };
    const names = Object.entries(has).flatMap(([trait, isSo]) => (isSo ? trait : []));
    expect(names.join(' ')).toBe(traits);
  });
});

describe('mayRepeatAfterAmbiguity', () => {
  it.each<[string, CosmosOperation, idempotent: boolean]>([
    ['a create', createOrder, true],
    ['a delete', CosmosOperation.deleteItem(order), true],
    ['a patch that counts', count, false],
    ['a patch that sets', CosmosOperation.patchItem(order, [set]), true],
    ['a patch that counts under ifMatch', count.withPrecondition(ifMatch('"a"')), true],
    ['a patch that counts under ifMatch of anything', count.withPrecondition(ifMatch('*')), false],
    ['a batch that counts', batch, false],
    ['a batch that reads', CosmosOperation.batch(orders, 'ada', [{ kind: 'read', id: '1' }]), true],
    ['the deletion of all items', CosmosOperation.deleteAllItems(orders, 'ada'), true],
  ])('of %s is always so with always, never with never', (_, operation, idempotent) => {
    expect(mayRepeatAfterAmbiguity(operation, 'idempotent')).toBe(idempotent);
    expect(mayRepeatAfterAmbiguity(operation, 'always')).toBe(true);
    expect(mayRepeatAfterAmbiguity(operation, 'never')).toBe(false);
  });
});
