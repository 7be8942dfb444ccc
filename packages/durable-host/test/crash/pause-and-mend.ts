import { type DurableClient, isDurableClientError } from '@perdura/durable-client';

/** What is done to an instance that pauses, one after the other. */
const requests = ['suspend', 'raise', 'resume'] as const;

/**
 * Has instances pause and go on, request by request. Remembers which were acknowledged; one whose answer was lost is sent
 * again, and may have been heard the first time.
 */
export class Pauses {
  readonly #acknowledged = new Map<string, number>();
  readonly #resumed = new Set<string>();

  /** Sends the next request for an instance, if there is one left. */
  async next(client: DurableClient, instanceId: string): Promise<void> {
    const count = this.#acknowledged.get(instanceId) ?? 0;
    const request = requests[count];
    if (request === undefined) return;
    try {
      if (request === 'suspend') await client.suspend(instanceId);
      else if (request === 'raise') await client.raiseEvent(instanceId, 'go');
      else {
        this.#resumed.add(instanceId);
        await client.resume(instanceId);
      }
    } catch (error) {
      // Heard the first time: it is suspended already, goes on already, or is over.
      if (!isDurableClientError(error) || (error.status !== 500 && error.code !== 'gone')) throw error;
    }
    this.#acknowledged.set(instanceId, count + 1);
  }

  /** Sends what is left. */
  async finish(client: DurableClient, instanceId: string): Promise<void> {
    for (const _request of requests) await this.next(client, instanceId);
  }

  /** Whether an instance may have been told to go on. */
  wasResumed(instanceId: string): boolean {
    return this.#resumed.has(instanceId);
  }
}

/** Rewinds an instance if it has failed; an earlier request whose answer was lost may have done so. */
export async function mend(client: DurableClient, instanceId: string): Promise<void> {
  try {
    await client.rewind(instanceId, 'it fails once in every process');
  } catch (error) {
    if (!isDurableClientError(error) || error.code !== 'precondition-failed') throw error;
  }
}
