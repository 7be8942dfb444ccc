import type { FeedRange } from '@perdura/cosmos-driver';
import { type Congestion, initialCongestion } from './congestion.ts';
import type { QueuedOperation } from './queued-operation.ts';

/** Operations of a request, and its bytes: what .NET's and JavaScript's bulk send at most. Large requests are slow to be throttled. */
const maxOperations = 100;
const maxBytes = 220_201;

/** Operations that may go in one request, in order. */
export interface Queue {
  readonly operations: QueuedOperation[];
  bytes: number;
}

/**
 * The way to one physical partition. Operations that may be applied twice have a queue of their own: a request of only such ones is
 * repeated after an unclear failure, and none of the others has to suffer for it.
 */
export interface PartitionLane {
  readonly range: FeedRange;
  readonly repeatable: Queue;
  readonly once: Queue;
  congestion: Congestion;
  /** Requests under way. */
  underWay: number;
}

/** A way nobody has gone yet. */
export function openLane(range: FeedRange): PartitionLane {
  return {
    range,
    repeatable: { operations: [], bytes: 0 },
    once: { operations: [], bytes: 0 },
    congestion: initialCongestion,
    underWay: 0,
  };
}

/** Adds an operation at the end of its queue. @returns The queue. */
export function append(lane: PartitionLane, queued: QueuedOperation): Queue {
  const queue = queueOf(lane, queued);
  queue.operations.push(queued);
  queue.bytes += sizeOf(queued);
  return queue;
}

/** Puts operations that are to be repeated in front of those that were not sent yet. */
export function putBack(lane: PartitionLane, operations: readonly QueuedOperation[]): void {
  for (const queue of [lane.repeatable, lane.once]) {
    const back = operations.filter((queued) => queueOf(lane, queued) === queue);
    queue.operations.unshift(...back);
    queue.bytes += back.reduce((sum, queued) => sum + sizeOf(queued), 0);
  }
}

/** Whether there is enough for a request that is worth while. */
export function isFull({ operations, bytes }: Queue): boolean {
  return operations.length >= maxOperations || bytes >= maxBytes;
}

/** Takes the operations of one request out of a queue: as many as fit, at least one if there is any. */
export function takeRequest(queue: Queue): readonly QueuedOperation[] {
  let bytes = 0;
  let count = 0;
  for (const queued of queue.operations) {
    const size = sizeOf(queued);
    if (count === maxOperations || (count > 0 && bytes + size > maxBytes)) break;
    bytes += size;
    count++;
  }
  queue.bytes -= bytes;
  return queue.operations.splice(0, count);
}

/** The queues of a lane; that with the operation read first goes first. */
export function oldestFirst({ repeatable, once }: PartitionLane): readonly Queue[] {
  const firstOf = ({ operations }: Queue): number => operations[0]?.index ?? Number.POSITIVE_INFINITY;
  return firstOf(once) < firstOf(repeatable) ? [once, repeatable] : [repeatable, once];
}

/** Takes out everything. */
export function emptyLane({ repeatable, once }: PartitionLane): readonly QueuedOperation[] {
  repeatable.bytes = 0;
  once.bytes = 0;
  return [...repeatable.operations.splice(0), ...once.operations.splice(0)];
}

function queueOf(lane: PartitionLane, { row }: QueuedOperation): Queue {
  return row.isRepeatable ? lane.repeatable : lane.once;
}

/** With the comma behind it. */
function sizeOf({ row }: QueuedOperation): number {
  return row.bytes.byteLength + 1;
}
