import { type ActivityOutcome, activityFailure } from '@perdura/durable-core/engine';
import type { Clock } from '../effects/clock.ts';

/** How long a run may take. */
export interface TimeLimit {
  /** Name of the activity. */
  readonly name: string;
  /** In milliseconds; `undefined` for as long as it likes. */
  readonly timeoutMs: number | undefined;
  readonly clock: Clock;
  /** Aborted when the host closes; then the time is not watched any more. */
  readonly signal: AbortSignal;
}

/** Runs an activity and fails it when it takes too long; its signal is aborted then, and what it does later not looked at. */
export async function limitTime(
  run: (signal: AbortSignal) => Promise<ActivityOutcome>,
  { name, timeoutMs, clock, signal }: TimeLimit,
): Promise<ActivityOutcome> {
  if (timeoutMs === undefined) return run(signal);
  const timeout = new AbortController();
  const late = Promise.withResolvers<ActivityOutcome>();
  const withdraw = clock.schedule(() => {
    const errorMessage = `It ran longer than the ${timeoutMs} ms it is allowed.`;
    const failureDetails = { errorType: 'activity-timeout', errorMessage, isNonRetriable: false };
    // Before the abort: a run that rejects because of it is late, not failed by itself.
    late.resolve({ kind: 'failed', failure: activityFailure(name, failureDetails) });
    timeout.abort(new DOMException(errorMessage, 'TimeoutError'));
  }, timeoutMs);
  signal.addEventListener('abort', withdraw, { once: true });
  try {
    return await Promise.race([run(AbortSignal.any([signal, timeout.signal])), late.promise]);
  } finally {
    withdraw();
    signal.removeEventListener('abort', withdraw);
  }
}
