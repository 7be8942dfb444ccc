import { DurableClientError } from './durable-client-error.ts';
import type { Clock } from './effects/clock.ts';
import { pause } from './effects/pause.ts';
import type { OrchestrationStatus } from './operations/orchestration-status.ts';
import { isFinal } from './operations/runtime-status.ts';

/** The first pause between two looks; each later one is twice as long, up to the polling interval. */
const firstPauseMs = 50;

/** What a wait needs. */
export interface CompletionWait<Status extends OrchestrationStatus> {
  /** The instance to wait for. */
  readonly instanceId: string;
  /** How long to wait at most, in milliseconds. */
  readonly timeoutMs: number;
  /** The longest pause between two looks, in milliseconds. */
  readonly pollingIntervalMs: number;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Ends the wait. */
  readonly signal: AbortSignal | undefined;
  /** Takes one look. */
  readonly queryStatus: () => Promise<Status | undefined>;
}

/**
 * Looks at an instance until it has finished, with growing pauses.
 *
 * @throws {DurableClientError} `timeout` when the time is up, `not-found` when there is no such instance.
 */
export async function waitForCompletion<Status extends OrchestrationStatus>(
  wait: CompletionWait<Status>,
): Promise<Status> {
  const { instanceId, timeoutMs } = wait;
  const status = await watchInstance(wait);
  if (isFinal(status.runtimeStatus)) return status;
  throw new DurableClientError(
    `Instance '${instanceId}' is still ${status.runtimeStatus} after ${timeoutMs} ms; a longer wait is the option timeoutMs.`,
    { code: 'timeout', instanceId },
  );
}

/**
 * Looks at an instance until it has finished or the time is up, and answers what was seen last.
 *
 * The last look falls on the deadline, so an instance that finishes within the time is never reported as late.
 *
 * @throws {DurableClientError} `not-found` when there is no such instance.
 */
export async function watchInstance<Status extends OrchestrationStatus>(wait: CompletionWait<Status>): Promise<Status> {
  const { instanceId, clock } = wait;
  const deadlineMs = clock.now() + wait.timeoutMs;
  for (let look = 0; ; look += 1) {
    const status = await wait.queryStatus();
    if (status === undefined) {
      throw new DurableClientError(`Could not wait for instance '${instanceId}': there is no such instance.`, {
        code: 'not-found',
        status: 404,
        instanceId,
      });
    }
    const remainingMs = deadlineMs - clock.now();
    if (isFinal(status.runtimeStatus) || remainingMs <= 0) return status;
    await pause(Math.min(pauseAfter(look, wait.pollingIntervalMs), remainingMs), clock, wait.signal);
  }
}

/** Milliseconds to pause after the n-th look, counting from 0: 50, 100, 200, … up to the limit. */
export function pauseAfter(look: number, limitMs: number): number {
  return Math.min(firstPauseMs * 2 ** look, limitMs);
}
