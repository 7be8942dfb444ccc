import { type OrchestrationContext, TaskFailedError } from '@perdura/durable-core';
import type { WireRetryOptions } from '@perdura/durable-core/protocol';

/** The longest pause where the code names none: 6 days, as in Durable Functions. */
const longestPauseMs = 6 * 86_400_000;

/**
 * Makes a call again after a failure, in the loop of the Durable Task Framework, which workers of the JSON protocol count along.
 *
 * After the last attempt it sets one more timer, due at once, before it gives up. Where it gives up earlier, on a failure that says
 * trying again cannot help or when the time for retries is over, it does not.
 *
 * @returns When the loop has ended, however it did. The first attempt is made before it returns.
 * @see https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/RetryInterceptor.cs
 */
export async function retryCall(
  ctx: OrchestrationContext,
  options: WireRetryOptions,
  call: () => PromiseLike<unknown>,
): Promise<void> {
  const {
    firstRetryIntervalInMilliseconds: firstPauseMs,
    maxNumberOfAttempts,
    backoffCoefficient = 1,
    maxRetryIntervalInMilliseconds = longestPauseMs,
    retryTimeoutInMilliseconds = Number.POSITIVE_INFINITY,
  } = options;
  const firstAtMs = ctx.currentTime.getTime();
  for (let attempt = 1; ; attempt += 1) {
    const failure = await failureOf(call());
    if (failure === undefined) return;
    const nowMs = ctx.currentTime.getTime();
    if (failure.isFinal || nowMs >= firstAtMs + retryTimeoutInMilliseconds) return;
    const isLast = attempt >= maxNumberOfAttempts;
    const pauseMs = Math.min(firstPauseMs * backoffCoefficient ** (attempt - 1), maxRetryIntervalInMilliseconds);
    await ctx.createTimer(new Date(isLast ? nowMs : nowMs + pauseMs));
    if (isLast) return;
  }
}

/** How a call failed; `undefined` when it did not. A function that is not there may be there later. */
async function failureOf(task: PromiseLike<unknown>): Promise<{ readonly isFinal: boolean } | undefined> {
  try {
    await task;
    return undefined;
  } catch (error) {
    return { isFinal: error instanceof TaskFailedError && error.failureDetails?.isNonRetriable === true };
  }
}
