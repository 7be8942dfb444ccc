import { headerNames } from '@perdura/cosmos-protocol';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { isRead } from '../operation/operation-traits.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';

/** Adds what options ask of reads of items: of queries their metrics and the length of continuations, of all how the cache is used. */
export function addReadHeaders(
  headers: Record<string, string>,
  operation: CosmosOperation,
  { queryMetrics, indexMetrics, continuationTokenLimitInKb, integratedCache }: ResolvedOperationOptions,
): void {
  if (!isRead(operation) || operation.type === 'query-plan') return;
  const { maxStalenessMs, bypassed } = integratedCache;
  if (maxStalenessMs !== undefined) headers[headerNames.dedicatedGatewayMaxAge] = String(maxStalenessMs);
  if (bypassed === true) headers[headerNames.dedicatedGatewayBypassCache] = 'true';
  if (operation.type !== 'query') return;
  if (queryMetrics) headers[headerNames.populateQueryMetrics] = 'true';
  if (indexMetrics) headers[headerNames.populateIndexMetrics] = 'true';
  if (continuationTokenLimitInKb !== undefined) {
    headers[headerNames.continuationTokenLimitInKb] = String(continuationTokenLimitInKb);
  }
}
