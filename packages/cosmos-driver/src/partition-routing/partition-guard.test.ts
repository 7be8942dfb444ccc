import { describe, expect, it } from '@jest/globals';
import { createOrder, orders, readOrder } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { type AccountTopology, bootstrapTopology } from '../routing/account-topology.ts';
import { partitionGuard } from './partition-guard.ts';

const [east, west] = ['East US', 'West US'].map((region) => ({ region, url: region })) as [Named, Named];
type Named = { readonly region: string; readonly url: string };

const single: AccountTopology = {
  ...bootstrapTopology('account'),
  readable: [east, west],
  writable: [east],
  circuitBreaker: true,
};
const multi: AccountTopology = { ...single, writable: [east, west], multiWrite: true };
const moving: AccountTopology = { ...single, partitionFailover: true };

describe('partitionGuard', () => {
  it.each<[string, AccountTopology, string | undefined, string | undefined]>([
    ['one write region', single, 'circuit-breaker', undefined],
    ['several write regions', multi, 'circuit-breaker', 'circuit-breaker'],
    ['partitions that the service moves', moving, 'circuit-breaker', 'failover'],
    ['the circuit breaker switched off', { ...multi, circuitBreaker: false }, undefined, undefined],
    ['a single region', { ...single, readable: [east] }, undefined, undefined],
  ])('with %s', (_, topology, ofReads, ofWrites) => {
    expect([partitionGuard(readOrder, topology), partitionGuard(createOrder, topology)]).toEqual([ofReads, ofWrites]);
  });

  it('is none for what goes to no partition', () => {
    expect(partitionGuard(CosmosOperation.readPartitionKeyRanges(orders), multi)).toBeUndefined();
    expect(partitionGuard(CosmosOperation.readAccount(), multi)).toBeUndefined();
  });
});
