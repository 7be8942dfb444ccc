import { type Instance, isFinished } from '../instances/instance.ts';
import { type Arrival, isMeantFor, isSuspension } from '../instances/message.ts';

/**
 * What the next turn of an instance takes of what has arrived, in the order it arrived.
 *
 * Having an instance pause or go on is a turn by itself. What came before a pause is taken before it; of what comes during
 * one, nothing is taken but what ends it. The same goes for an instance that is to begin later, whose start is not due yet; a
 * start that is comes first. A termination goes before everything, and takes all there is.
 */
export function nextArrivals(arrivals: readonly Arrival[], { status, executionId }: Instance): readonly Arrival[] {
  const isTermination = (arrival: Arrival) =>
    arrival.message.kind === 'execution-terminated' && isMeantFor(arrival, executionId);
  if (isFinished(status) || arrivals.some(isTermination)) return arrivals;
  const turning = arrivals.findIndex(({ message }) => isSuspension(message));
  const start = arrivals.find((arrival) => isStart(arrival) && isMeantFor(arrival, executionId));
  const waits = status === 'Suspended' || (status === 'Pending' && start === undefined);
  if (waits || turning === 0) return turning < 0 ? [] : arrivals.slice(turning, turning + 1);
  const taken = turning < 0 ? arrivals : arrivals.slice(0, turning);
  return start === undefined ? taken : [start, ...taken.filter((arrival) => arrival !== start)];
}

function isStart({ message }: Arrival): boolean {
  return message.kind === 'execution-started';
}
