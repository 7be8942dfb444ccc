import { describe, expect, it } from '@jest/globals';
import { createOrder, orders, readOrder } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ReadConsistencyStrategy } from '../options/operation-options.ts';
import { type ResolvedOperationOptions, resolveOperationOptions } from '../options/resolve-operation-options.ts';
import { bootstrapTopology } from '../routing/account-topology.ts';
import { asksTooMuch, consistencyLevel, readConsistency, takesPartInSession } from './read-consistency.ts';

const under = (readConsistencyStrategy: ReadConsistencyStrategy): ResolvedOperationOptions =>
  resolveOperationOptions([{ readConsistencyStrategy }]);
const readRanges = CosmosOperation.readPartitionKeyRanges(orders);

describe('readConsistency', () => {
  it('is what reads of items ask for', () => {
    expect(readConsistency(readOrder, under('Eventual'))).toBe('Eventual');
    expect(readConsistency(readOrder, under('LatestCommitted'))).toBe('LatestCommitted');
  });

  it('is left to the account by default, and for everything else', () => {
    expect(readConsistency(readOrder, under('Default'))).toBeUndefined();
    expect(readConsistency(createOrder, under('Eventual'))).toBeUndefined();
    expect(readConsistency(readRanges, under('Eventual'))).toBeUndefined();
  });
});

describe('consistencyLevel', () => {
  const account = { consistencyLevel: 'BoundedStaleness' };
  it.each<[string, CosmosOperation, ReadConsistencyStrategy, string | undefined]>([
    ['a read, by default', readOrder, 'Default', 'BoundedStaleness'],
    ['a read, as it asks for it', readOrder, 'Eventual', 'Eventual'],
    ['a read, as it asks for it', readOrder, 'Session', 'Session'],
    ['a read of what all regions have', readOrder, 'GlobalStrong', 'Strong'],
    ['a read of the latest, for which there is no word', readOrder, 'LatestCommitted', undefined],
    ['a write, whatever reads ask for', createOrder, 'Eventual', 'BoundedStaleness'],
    ['metadata', readRanges, 'Default', undefined],
  ])('of %s', (_, operation, strategy, expected) => {
    expect(consistencyLevel(operation, under(strategy), account)).toBe(expected);
  });
});

describe('asksTooMuch', () => {
  const weak = bootstrapTopology('account');
  const strong = { ...weak, strongConsistency: true };
  it.each([
    ['GlobalStrong of an account that is not', readOrder, 'GlobalStrong', weak, true],
    ['GlobalStrong of one that is', readOrder, 'GlobalStrong', strong, false],
    ['less than that', readOrder, 'LatestCommitted', weak, false],
    ['GlobalStrong for a write', createOrder, 'GlobalStrong', weak, false],
    ['GlobalStrong for metadata', readRanges, 'GlobalStrong', weak, false],
  ] as const)('of %s', (_, operation, strategy, topology, expected) => {
    expect(asksTooMuch(operation, under(strategy), topology)).toBe(expected);
  });
});

describe('takesPartInSession', () => {
  it.each<[ReadConsistencyStrategy, boolean, boolean, boolean, boolean]>([
    // strategy, read and write where the account's consistency is Session, read and write where it is not
    ['Default', true, true, false, false],
    ['Session', true, true, true, true],
    ['Eventual', false, true, false, false],
    ['LatestCommitted', false, true, false, false],
    ['GlobalStrong', false, true, false, false],
  ])('under %s', (strategy, read, write, readElsewhere, writeElsewhere) => {
    const options = under(strategy);
    expect([
      takesPartInSession(readOrder, options, true),
      takesPartInSession(createOrder, options, true),
      takesPartInSession(readOrder, options, false),
      takesPartInSession(createOrder, options, false),
    ]).toEqual([read, write, readElsewhere, writeElsewhere]);
  });
});
