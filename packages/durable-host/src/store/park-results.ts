import type { Arrival } from '../instances/message.ts';
import type { Store } from './store.ts';

/**
 * Puts results of activities that nobody may take yet into the inbox: so they survive the process, and their activities do
 * not run again. Runs inside a transaction.
 */
export function parkResults(
  { inbox, activities }: Store,
  instanceId: string,
  results: readonly Arrival[],
  nowMs: number,
): void {
  for (const { message, executionId, source } of results) {
    if (source.kind === 'activity') activities.take(source.sequence);
    inbox.put({ instanceId, ...(executionId !== undefined && { executionId }), dueMs: nowMs, message });
  }
}
