import { setTimeout as delay } from 'node:timers/promises';
import type { DurableClient, OrchestrationStatus } from '@perdura/durable-client';

/** How an instance's activities stand. */
export interface ActivityCounts {
  readonly completed: number;
  readonly running: number;
}

const POLL_MS = 20;
/** A demo that is broken ends with an error, not never. */
const WAIT_LIMIT_MS = 60_000;

/** Looks at an instance's status, history included, until `isReached` says so. */
export async function untilStatus(
  client: DurableClient,
  instanceId: string,
  isReached: (status: OrchestrationStatus) => boolean,
): Promise<OrchestrationStatus> {
  const deadlineMs = performance.now() + WAIT_LIMIT_MS;
  for (;;) {
    const status = await client.queryStatus(instanceId, { showHistory: true });
    if (status !== undefined && isReached(status)) return status;
    if (performance.now() > deadlineMs) {
      throw new Error(`${instanceId} did not get there in ${WAIT_LIMIT_MS} ms: ${JSON.stringify(status)}`);
    }
    await delay(POLL_MS);
  }
}

/** Counts activities in a status with history. There, a scheduled activity stands for itself until it completes. */
export function countActivities({ historyEvents = [] }: Pick<OrchestrationStatus, 'historyEvents'>): ActivityCounts {
  const count = (eventType: string) => historyEvents.filter((entry) => entry.eventType === eventType).length;
  return { completed: count('TaskCompleted'), running: count('TaskScheduled') };
}
