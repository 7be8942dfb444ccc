import { describe, expect, it } from '@jest/globals';
import { createOrder, order, orders, readOrder } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { OperationOptions } from '../options/operation-options.ts';
import { resolveOperationOptions } from '../options/resolve-operation-options.ts';
import { hedgeThresholdMs } from './hedge-threshold.ts';

function threshold(operation: CosmosOperation, options: OperationOptions = {}): number | undefined {
  return hedgeThresholdMs(operation, resolveOperationOptions([options]));
}

const readContainer = CosmosOperation.readContainer(orders.database, orders.id);
const readRanges = CosmosOperation.readPartitionKeyRanges(orders);

describe('hedgeThresholdMs', () => {
  it.each<[string, CosmosOperation, number]>([
    ['an item', readOrder, 1000],
    ['a container', readContainer, 1500],
    ['the partitions of a container', readRanges, 1500],
  ])('has a threshold for a read of %s', (_, operation, thresholdMs) => {
    expect(threshold(operation)).toBe(thresholdMs);
  });

  it('is half of a short deadline for items, and the same for metadata', () => {
    expect(threshold(readOrder, { endToEndTimeoutMs: 300 })).toBe(150);
    expect(threshold(readOrder, { endToEndTimeoutMs: 9000 })).toBe(1000);
    expect(threshold(readContainer, { endToEndTimeoutMs: 300 })).toBe(1500);
  });

  it.each<[string, CosmosOperation]>([
    ['a create', createOrder],
    ['a delete', CosmosOperation.deleteItem(order)],
    ['a batch', CosmosOperation.batch(orders, 'ada', [{ kind: 'read', id: '1' }])],
    ['a query', CosmosOperation.queryItems(orders, 'SELECT * FROM c')],
    ['a list of items', CosmosOperation.readFeed(orders)],
    ['a read of the account', CosmosOperation.readAccount()],
    ['a read of a database', CosmosOperation.readDatabase(orders.database)],
    ['a read of an offer', CosmosOperation.readOffer('abcd')],
  ])('has none for %s, whatever the options say', (_, operation) => {
    const availabilityStrategy = { kind: 'hedging', thresholdMs: 1 } as const;
    expect(threshold(operation, { hedgingEnabled: true, availabilityStrategy })).toBeUndefined();
  });
});
