import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { isDataPlane, isRead } from '../operation/operation-traits.ts';
import type { AccountTopology } from '../routing/account-topology.ts';

/**
 * How a single partition is led around a region that fails it, while the rest of the container stays where it is:
 *
 * - `circuit-breaker`: after several failures in a row; the driver finds the way back by itself.
 * - `failover`: the service moves the write region of single partitions, and the driver follows.
 */
export type PartitionGuard = 'circuit-breaker' | 'failover';

/**
 * Which guard an operation is under; `undefined` for none.
 *
 * Only operations on items go to a partition, and only accounts with a second region have somewhere else to go. The circuit
 * breaker is for whatever several regions answer alike: reads, and writes where several regions accept them.
 */
export function partitionGuard(operation: CosmosOperation, topology: AccountTopology): PartitionGuard | undefined {
  if (!isDataPlane(operation) || topology.readable.length < 2) return undefined;
  if (isRead(operation) || topology.multiWrite) return topology.circuitBreaker ? 'circuit-breaker' : undefined;
  return topology.partitionFailover ? 'failover' : undefined;
}
