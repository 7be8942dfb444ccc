import { isFeed } from '../feeds/feed-identity.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { execute } from './execute.ts';
import type { FeedParts } from './feed-run.ts';
import { loadSeveralRequests } from './load-several-requests.ts';

/**
 * Carries out what callers ask for: most operations are one request with its repeats, some are several. How these are made is loaded
 * with the first of them.
 *
 * @throws {CosmosError}
 */
export function carryOut(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  feeds: FeedParts,
  signal: AbortSignal | undefined,
): Promise<CosmosResponse> {
  const composed = isFeed(operation) || isComposed(operation);
  return composed ? carryOutSteps(operation, options, feeds, signal) : execute(operation, options, feeds.scope, signal);
}

/** Whether it takes several requests by its nature. */
function isComposed({ resource, details }: CosmosOperation): boolean {
  return (
    resource.kind === 'throughput' ||
    details?.kind === 'bulk' ||
    details?.kind === 'read-many' ||
    (details?.kind === 'patch' && details.strategy === 'read-modify-replace')
  );
}

async function carryOutSteps(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  feeds: FeedParts,
  signal: AbortSignal | undefined,
): Promise<CosmosResponse> {
  const { resource, details } = operation;
  const { scope } = feeds;
  const parts = await loadSeveralRequests();
  if (resource.kind === 'items' && details?.kind === 'read-many') {
    const asked = { container: resource.container, items: details.items };
    return parts.executeReadMany(operation, asked, options, feeds, signal);
  }
  if (resource.kind === 'items' && details?.kind === 'bulk') {
    return parts.executeBulk(operation, { container: resource.container, ...details }, options, feeds, signal);
  }
  if (resource.kind === 'throughput') {
    return parts.executeThroughput(operation, resource.of, options, scope, signal);
  }
  if (resource.kind === 'item' && details?.kind === 'patch') {
    return parts.executePatch(operation, resource, details, options, scope, signal);
  }
  return parts.readOnePage(operation, options, feeds, signal);
}
