import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { execute } from './execute.ts';
import { executePatch } from './execute-patch.ts';
import { executeReadMany } from './execute-read-many.ts';
import { executeThroughput } from './execute-throughput.ts';
import type { FeedParts } from './feed-run.ts';

/**
 * Carries out what callers ask for: most operations are one request with its repeats, some are several.
 *
 * @throws {CosmosError}
 */
export function carryOut(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  feeds: FeedParts,
  signal: AbortSignal | undefined,
): Promise<CosmosResponse> {
  const { resource, details } = operation;
  const { scope } = feeds;
  if (resource.kind === 'items' && details?.kind === 'read-many') {
    const asked = { container: resource.container, items: details.items };
    return executeReadMany(operation, asked, options, feeds, signal);
  }
  if (resource.kind === 'throughput') return executeThroughput(operation, resource.of, options, scope, signal);
  if (resource.kind === 'item' && details?.kind === 'patch' && details.strategy === 'read-modify-replace') {
    return executePatch(operation, resource, details, options, scope, signal);
  }
  return execute(operation, options, scope, signal);
}
