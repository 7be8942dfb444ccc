import { CosmosOperation } from '@perdura/cosmos-driver';
import type { ContainerScope } from '../container/container-scope.ts';
import type { AnyBulkOperation } from './bulk-operation.ts';
import { type BulkOptions, resolveBulkOptions } from './bulk-options.ts';
import { requireOperations } from './operation-source.ts';
import { prepareOperation } from './prepare-operation.ts';
import type { AnyBulkOutcome } from './read-outcome.ts';
import { runBulk } from './run-bulk.ts';

/** A bulk, which begins when its outcomes are asked for. @throws {TypeError} for what can be no input, and options that make no sense. */
export function beginBulk(
  scope: ContainerScope,
  operations: Iterable<AnyBulkOperation> | AsyncIterable<AnyBulkOperation>,
  options: BulkOptions | undefined,
): AsyncIterable<AnyBulkOutcome> {
  requireOperations(operations);
  const resolved = resolveBulkOptions(options);
  const { sessionToken } = resolved;
  // Every request of the bulk carries it: better to know now.
  if (sessionToken !== undefined) CosmosOperation.readFeed(scope.reference).withSessionToken(sessionToken);
  const prepare = (index: number, operation: AnyBulkOperation) => prepareOperation(scope, index, operation);
  return { [Symbol.asyncIterator]: () => runBulk(scope, operations, resolved, prepare) };
}
