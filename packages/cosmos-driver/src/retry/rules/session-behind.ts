import { isDataPlane } from '../../operation/operation-traits.ts';
import { defaults } from '../../options/defaults.ts';
import { isSessionNotAvailable } from '../../response/cosmos-status.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { leaveEndpoint } from '../retry-state.ts';
import { fail, retryAfter } from '../verdicts.ts';

/**
 * 404/1002: the region has not yet seen what the session token promises. With one write region, ask there, at most twice;
 * with several, ask each preferred region once. The token is never dropped to get an older answer.
 */
export function sessionBehind(attempt: Attempt): Verdict | undefined {
  const { operation, outcome, endpoint, candidates, retry, options, multiWrite } = attempt;
  if (outcome.kind !== 'response' || !isSessionNotAvailable(outcome.status)) return undefined;

  const limit = multiWrite
    ? (options.maxSessionRetryCount ?? candidates.length)
    : Math.min(options.maxSessionRetryCount ?? defaults.maxSessionRetryCount, defaults.maxSessionRetryCount);
  if (retry.sessionRetries >= limit) return fail(attempt);

  const atWriteRegion = multiWrite
    ? {}
    : { readFromWriteRegion: true, hubRegionOnly: retry.hubRegionOnly || isDataPlane(operation) };
  return retryAfter(attempt, 0, {
    context: 'retry',
    sessionRetries: retry.sessionRetries + 1,
    sessionBehind: outcome,
    ...atWriteRegion,
    ...leaveEndpoint(retry, endpoint.url),
  });
}
