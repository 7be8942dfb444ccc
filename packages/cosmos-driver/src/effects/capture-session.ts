import { headerNames } from '@perdura/cosmos-protocol';
import { isDataPlane } from '../operation/operation-traits.ts';
import { defaults } from '../options/defaults.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import { followContainerSession } from '../session/follow-container-session.ts';
import { seenRanges } from '../session/session-map.ts';
import { carriesSessionToken, isCapturingSession, sessionContainer } from '../session/session-policy.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { OperationRun } from './operation-run.ts';

/**
 * Notes what the session has seen by an attempt, be it an answer or a failure; only of the attempt that counts, where several were
 * made at once.
 *
 * A range that nobody has heard of means that partitions have changed. Where many are, it is worth knowing them, because each then
 * gets its own part of the token only.
 */
export function captureSession(
  { operation, options }: OperationRun,
  outcome: AttemptOutcome,
  { account, finder }: ExecutionScope,
): void {
  const { sessionConsistency } = account.routing().topology;
  if (!isDataPlane(operation)) {
    const isCapturing = isCapturingSession(operation, options, sessionConsistency);
    account.changeSessions((sessions) => followContainerSession(sessions, operation, outcome, isCapturing));
    return;
  }
  if (outcome.kind !== 'response' || !carriesSessionToken(outcome.status)) return;
  const token = outcome.headers[headerNames.sessionToken];
  const container = sessionContainer(operation, options, sessionConsistency);
  if (token === undefined || container === undefined) return;

  const before = seenRanges(account.sessions(), container);
  account.captureSession(container, token);
  const seen = seenRanges(account.sessions(), container);
  if (seen === before || finder === undefined) return;
  const partition = finder.knownToSession(operation);
  if (partition !== undefined && !partition.knowsAll(seen)) void finder.refresh(operation, options);
  else if (seen.size % defaults.sessionPartitionsPerLookup === 0) void finder.find(operation, options);
}
