import { headerNames } from '@perdura/cosmos-protocol';
import { type AttemptRecord, recordAttempt } from '../diagnostics/attempt-record.ts';
import type { NetworkTimings } from '../diagnostics/network-timings.ts';
import type { FaultEvaluation } from '../faults/fault-evaluation.ts';
import { faultScene } from '../faults/fault-scene.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { isDataPlane } from '../operation/operation-traits.ts';
import { buildRequest } from '../request/build-request.ts';
import { httpDate } from '../request/http-date.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import { classifyFailure } from '../response/classify-failure.ts';
import { readStatus } from '../response/read-status.ts';
import type { RetryState } from '../retry/retry-state.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import type { RoutingState } from '../routing/routing-state.ts';
import { type SessionContainer, seenRanges, sessionTokenFor } from '../session/session-map.ts';
import { sessionContainer } from '../session/session-policy.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { interruption, type OperationRun, stoppedInFlight } from './operation-run.ts';
import { sendThroughFaults } from './send-through-faults.ts';
import { answerTooLarge, isAnswerTooLarge, type TransportRequest, type TransportResponse } from './transport.ts';

/** What is this attempt's own. */
export interface AttemptPlan {
  readonly endpoint: Endpoint;
  readonly routing: RoutingState;
  readonly retry: RetryState;
  /** Whether it finds out whether the partition can go back to the endpoint. */
  readonly isProbe: boolean;
}

/** One attempt, made or not. */
export interface MadeAttempt {
  readonly outcome: AttemptOutcome;
  /** What it did; `undefined` when the operation had to stop before it. */
  readonly record: AttemptRecord | undefined;
}

/** Makes one attempt, unless the operation must stop. Never rejects: whatever happens is an outcome. */
export async function makeAttempt(run: OperationRun, plan: AttemptPlan, scope: ExecutionScope): Promise<MadeAttempt> {
  const stopped = interruption(run, scope);
  if (stopped !== undefined) return { outcome: stopped, record: undefined };
  const startedAtMs = scope.clock.nowMs();
  const beganAtMs = scope.clock.elapsedMs();
  const timings: NetworkTimings | undefined = scope.diagnostics.networkTimings ? {} : undefined;
  const progress: Progress = { inFlight: false, sentAtMs: undefined, faultEvaluations: undefined, timings };
  const recordOf = (outcome: AttemptOutcome): AttemptRecord => {
    const frame = {
      operationName: run.name,
      executionContext: plan.isProbe ? ('circuit-breaker-probe' as const) : plan.retry.context,
      isDataPlane: isDataPlane(run.operation),
      endpoint: plan.endpoint,
      activityId: run.activityId,
      startedAtMs,
      durationMs: scope.clock.elapsedMs() - beganAtMs,
      httpVersion: scope.transport.httpVersion?.(plan.endpoint.url),
      sentAfterMs: progress.sentAtMs === undefined ? undefined : progress.sentAtMs - beganAtMs,
      faultEvaluations: progress.faultEvaluations,
      networkTimings: timings && Object.freeze({ ...timings }),
      requestBytes: run.operation.body?.byteLength ?? 0,
    };
    return recordAttempt(frame, outcome);
  };
  const watchEnd = scope.watchAttempt?.((stop) => recordOf({ ...stop, inFlight: progress.inFlight }));
  const answered = await scope.alarms.untilStopped(signAndSend(run, plan, scope, progress), run);
  const outcome = answered ?? { ...stoppedInFlight(run), inFlight: progress.inFlight };
  const record = recordOf(outcome);
  watchEnd?.(record);
  return { outcome, record };
}

/** How far an attempt has got; a wait for a credential that is cut short has sent nothing. */
interface Progress {
  inFlight: boolean;
  /** When it was handed to the transport, on the clock's `elapsedMs`. */
  sentAtMs: number | undefined;
  /** What was made of fault rules. */
  faultEvaluations: readonly FaultEvaluation[] | undefined;
  /** What its time on the network goes to; `undefined` when nobody asks. */
  readonly timings: NetworkTimings | undefined;
}

/** Build, sign, send. */
async function signAndSend(
  run: OperationRun,
  plan: AttemptPlan,
  scope: ExecutionScope,
  progress: Progress,
): Promise<AttemptOutcome> {
  const { operation, options, target } = run;
  const { topology } = plan.routing;
  const container = sessionContainer(operation, options, topology.sessionConsistency);
  const date = httpDate(scope.clock.nowMs());
  const request = buildRequest({
    operation,
    target,
    options,
    endpointUrl: plan.endpoint.url,
    identity: scope.identity,
    activityId: run.activityId,
    date,
    sessionToken: container && sessionTokenOf(operation, container, scope),
    multiWrite: topology.multiWrite,
    hubRegionOnly: plan.retry.hubRegionOnly,
  });
  const { resourceType, resourceLink } = target;
  let authorization: string;
  try {
    const answer = scope.authorizer.authorize({ verb: request.method, resourceType, resourceLink, date });
    authorization = typeof answer === 'string' ? answer : await answer;
  } catch (error) {
    return interruption(run, scope) ?? { kind: 'not-signed', error };
  }
  // While the credential was waited for, the operation may have had to stop.
  const stopped = interruption(run, scope);
  if (stopped !== undefined) return stopped;
  request.headers[headerNames.authorization] = authorization;

  progress.inFlight = true;
  const outcome = await send(run, request, plan.endpoint, scope, progress);
  if (outcome.kind === 'response' && outcome.status.code === 401) scope.authorizer.refuse(authorization);
  return outcome;
}

/** The token of the partition that the operation goes to, if that is known, else the whole. */
function sessionTokenOf(
  operation: CosmosOperation,
  container: SessionContainer,
  { account, finder }: ExecutionScope,
): string | undefined {
  const sessions = account.sessions();
  const isWhole = seenRanges(sessions, container).size <= 1;
  return sessionTokenFor(sessions, container, isWhole ? undefined : finder?.knownToSession(operation));
}

async function send(
  run: OperationRun,
  unlimited: TransportRequest,
  endpoint: Endpoint,
  scope: ExecutionScope,
  progress: Progress,
): Promise<AttemptOutcome> {
  const { operation, options, deadlineMs, signal } = run;
  const limitMs = scope.requestTimeoutMs[isDataPlane(operation) ? 'data' : 'metadata'];
  progress.sentAtMs = scope.clock.elapsedMs();
  const timeoutMs = Math.max(1, Math.ceil(Math.min(limitMs, deadlineMs - progress.sentAtMs)));
  try {
    const { maxPageBytes } = options;
    const request: TransportRequest = {
      ...unlimited,
      timeoutMs,
      maxResponseBytes: maxPageBytes,
      signal,
      timings: progress.timings,
    };
    const { faultRules, transport } = scope;
    const response = await (faultRules === undefined
      ? transport.send(request)
      : sendThroughFaults(request, faultScene(operation, endpoint), faultRules, scope, (evaluations) => {
          progress.faultEvaluations = evaluations;
        }));
    // Not every transport looks.
    if (response.body.byteLength > maxPageBytes) throw answerTooLarge(maxPageBytes);
    return readOutcome(response);
  } catch (error) {
    const failure = classifyFailure(error);
    if (isAnswerTooLarge(error)) return { ...failure, tooLarge: true };
    const stopped = interruption(run, scope);
    return stopped === undefined ? failure : { ...stopped, inFlight: failure.requestSent !== 'not-sent' };
  }
}

function readOutcome({ status, headers, body }: TransportResponse): AttemptOutcome {
  return { kind: 'response', status: readStatus(status, headers, body), headers, body };
}
