import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { execute } from './execute.ts';
import { executePatch } from './execute-patch.ts';
import { executeThroughput } from './execute-throughput.ts';
import type { ExecutionScope } from './execution-scope.ts';

/**
 * Carries out what callers ask for: most operations are one request with its repeats, some are several.
 *
 * @throws {CosmosError}
 */
export function carryOut(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  scope: ExecutionScope,
  signal: AbortSignal | undefined,
): Promise<CosmosResponse> {
  const { resource, details } = operation;
  if (resource.kind === 'throughput') return executeThroughput(operation, resource.of, options, scope, signal);
  if (resource.kind === 'item' && details?.kind === 'patch' && details.strategy === 'read-modify-replace') {
    return executePatch(operation, resource, details, options, scope, signal);
  }
  return execute(operation, options, scope, signal);
}
