import { describe, expect, it } from '@jest/globals';
import { orders, readOrder } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { DatabaseReference } from '../operation/database-reference.ts';
import { resolveOperationOptions } from '../options/resolve-operation-options.ts';
import { cosmosStatus } from '../response/cosmos-status.ts';
import { carriesSessionToken, sessionContainer } from './session-policy.ts';

const options = resolveOperationOptions([]);

describe('sessionContainer', () => {
  it('is the container of an item, a batch, and the deletion of a partition key', () => {
    expect(sessionContainer(readOrder, options, true)).toBe(orders);
    const batch = CosmosOperation.batch(orders, 'ada', [{ kind: 'read', id: '1' }]);
    expect(sessionContainer(batch, options, true)).toBe(orders);
    expect(sessionContainer(CosmosOperation.deleteAllItems(orders, 'ada'), options, true)).toBe(orders);
  });

  it('is none on accounts of another consistency, when switched off, and for what is no item', () => {
    const readDatabase = CosmosOperation.readDatabase(DatabaseReference.from('shop'));
    const off = resolveOperationOptions([{ sessionCapturingDisabled: true }]);
    expect(sessionContainer(readOrder, options, false)).toBeUndefined();
    expect(sessionContainer(readOrder, off, true)).toBeUndefined();
    expect(sessionContainer(readDatabase, options, true)).toBeUndefined();
    expect(sessionContainer(CosmosOperation.readPartitionKeyRanges(orders), options, true)).toBeUndefined();
  });
});

describe('carriesSessionToken', () => {
  it.each<[number, number, boolean]>([
    [200, 0, true],
    [201, 0, true],
    [204, 0, true],
    [304, 0, true],
    [404, 0, true],
    [409, 0, true],
    [412, 0, true],
    [404, 1002, false],
    [400, 0, false],
    [401, 0, false],
    [403, 3, false],
    [410, 1002, false],
    [429, 3200, false],
    [449, 0, false],
    [503, 0, false],
  ])('of %d/%d: %s', (code, subStatus, expected) => {
    expect(carriesSessionToken(cosmosStatus(code, subStatus))).toBe(expected);
  });
});
