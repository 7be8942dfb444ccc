import { type CosmosStatus, cosmosStatus } from '../response/cosmos-status.ts';

/** Left undone because another operation of the batch failed. */
const failedDependency = 424;

/**
 * Why a batch was not applied: the status of the operation that failed, not of those left undone with it.
 *
 * @param body  What the service answered with 207.
 * @returns `undefined` when that says nothing of a failed operation.
 */
export function batchRefusal(body: Uint8Array): CosmosStatus | undefined {
  for (const { statusCode, subStatusCode } of rowsOf(body)) {
    if (typeof statusCode !== 'number' || statusCode < 400 || statusCode === failedDependency) continue;
    return cosmosStatus(statusCode, typeof subStatusCode === 'number' ? subStatusCode : 0);
  }
  return undefined;
}

function rowsOf(body: Uint8Array): readonly Record<string, unknown>[] {
  try {
    const rows: unknown = JSON.parse(new TextDecoder().decode(body));
    return Array.isArray(rows) ? rows.filter((row) => typeof row === 'object' && row !== null) : [];
  } catch {
    return [];
  }
}
