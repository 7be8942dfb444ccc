import { type Instance, isFinished } from '../instances/instance.ts';
import { type Arrival, isMeantFor, isSuspension } from '../instances/message.ts';

/**
 * What the next turn of an instance takes of what has arrived, in the order it arrived.
 *
 * Having an instance pause or go on is a turn by itself. What came before a pause is taken before it; of what comes during
 * one, nothing is taken but what ends it. A termination goes before everything, and takes all there is.
 */
export function nextArrivals(arrivals: readonly Arrival[], { status, executionId }: Instance): readonly Arrival[] {
  const isTermination = (arrival: Arrival) =>
    arrival.message.kind === 'execution-terminated' && isMeantFor(arrival, executionId);
  if (isFinished(status) || arrivals.some(isTermination)) return arrivals;
  const turning = arrivals.findIndex(({ message }) => isSuspension(message));
  if (status === 'Suspended' || turning === 0) return turning < 0 ? [] : arrivals.slice(turning, turning + 1);
  return turning < 0 ? arrivals : arrivals.slice(0, turning);
}
