import type { Partitioner } from '../../src/partitioner/partitioner.ts';
import { isTablePartitionerError } from '../../src/table-partitioner-error.ts';
import type { CallFault, FakeCall, FakeTableService } from './fake-table-service.ts';

/** A request that is held back until it is let go. */
export interface Held {
  /** Resolves when the request has arrived. */
  readonly arrived: Promise<void>;
  /** Carries it out, or lets it fail. */
  release(fault?: CallFault): void;
}

/** Holds back the first request that matches, such as the insert of a mover; every other one passes. */
export function holdFirst(service: FakeTableService, matches: (call: FakeCall) => boolean): Held {
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<CallFault | undefined>();
  const before = service.beforeCall;
  let held = false;
  service.beforeCall = (call) => {
    if (held || !matches(call)) return before(call);
    held = true;
    arrived.resolve();
    return released.promise;
  };
  return { arrived: arrived.promise, release: (fault) => released.resolve(fault) };
}

/** Adds one to `count` on the condition that nobody else did, again and again until it is acknowledged. */
export async function increment(partitioner: Partitioner, guid: string): Promise<void> {
  for (;;) {
    const row = await partitioner.get<{ count: number }>(guid);
    if (row === undefined) throw new Error('the row is lost');
    try {
      await partitioner.update(guid, { count: row.properties.count + 1 }, { etag: row.etag });
      return;
    } catch (error) {
      if (!isTablePartitionerError(error) || error.code !== 'row-changed') throw error;
    }
  }
}
