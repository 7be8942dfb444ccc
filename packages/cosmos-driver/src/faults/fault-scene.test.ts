import { expect, it } from '@jest/globals';
import { order, orders } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { DatabaseReference } from '../operation/database-reference.ts';
import type { FaultOperationType } from './fault-operation-type.ts';
import { faultScene } from './fault-scene.ts';

const { database } = orders;
const remove = { kind: 'delete', id: '1' } as const;

it.each<[FaultOperationType, string | undefined, CosmosOperation]>([
  ['readAccount', undefined, CosmosOperation.readAccount()],
  ['metadata', undefined, CosmosOperation.createDatabase(DatabaseReference.from('new'))],
  ['metadata', undefined, CosmosOperation.readFeed('databases')],
  ['readContainer', 'orders', CosmosOperation.readContainer(database, 'orders')],
  ['metadata', 'orders', CosmosOperation.replaceContainer(database, 'orders')],
  ['metadata', 'orders', CosmosOperation.deleteContainer(database, 'orders')],
  ['readPartitionKeyRanges', 'orders', CosmosOperation.readPartitionKeyRanges(orders)],
  ['readItem', 'orders', CosmosOperation.readItem(order)],
  ['createItem', 'orders', CosmosOperation.createItem(order)],
  ['upsertItem', 'orders', CosmosOperation.upsertItem(order)],
  ['replaceItem', 'orders', CosmosOperation.replaceItem(order)],
  ['deleteItem', 'orders', CosmosOperation.deleteItem(order)],
  ['patchItem', 'orders', CosmosOperation.patchItem(order, [{ op: 'set', path: '/a', value: 1 }])],
  ['batch', 'orders', CosmosOperation.batch(orders, 'ada', [remove, remove])],
  ['metadata', 'orders', CosmosOperation.deleteAllItems(orders, 'ada')],
  ['queryItems', 'orders', CosmosOperation.queryItems(orders, 'SELECT * FROM c')],
  ['queryPlan', 'orders', CosmosOperation.queryPlan(orders, 'SELECT * FROM c')],
  ['readFeed', 'orders', CosmosOperation.readFeed(orders)],
  ['changeFeed', 'orders', CosmosOperation.changeFeed(orders)],
])('is for fault rules of kind %s in container %s: %#', (operationType, container, operation) => {
  const scene = faultScene(operation, { region: 'East US', url: 'https://anywhere' });
  expect(scene).toEqual({ operationType, region: 'East US', container });
});
