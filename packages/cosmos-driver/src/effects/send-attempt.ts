import { headerNames } from '@perdura/cosmos-protocol';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { isDataPlane } from '../operation/operation-traits.ts';
import { defaults } from '../options/defaults.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { buildRequest } from '../request/build-request.ts';
import type { RequestTarget } from '../request/request-target.ts';
import type { AttemptOutcome, InterruptedOutcome } from '../response/attempt-outcome.ts';
import { classifyFailure } from '../response/classify-failure.ts';
import { cosmosStatus } from '../response/cosmos-status.ts';
import { readNumber } from '../response/response-headers.ts';
import type { RetryState } from '../retry/retry-state.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import type { RoutingState } from '../routing/routing-state.ts';
import { sessionTokenFor } from '../session/session-map.ts';
import { carriesSessionToken, sessionContainer } from '../session/session-policy.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { TransportRequest, TransportResponse } from './transport.ts';

/** What is the same on all attempts of one operation. */
export interface OperationRun {
  readonly operation: CosmosOperation;
  readonly options: ResolvedOperationOptions;
  readonly signal: AbortSignal | undefined;
  readonly target: RequestTarget;
  readonly activityId: string;
  /** When it began, on the clock's `elapsedMs`. */
  readonly startedAtMs: number;
  /** When it must have ended, on the same clock; `Infinity` for no limit. */
  readonly deadlineMs: number;
}

/** What is this attempt's own. */
export interface AttemptPlan {
  readonly endpoint: Endpoint;
  readonly routing: RoutingState;
  readonly retry: RetryState;
}

/** Whether the operation must not make another attempt: aborted, closed, or out of time. */
export function interruption(
  { signal, deadlineMs }: OperationRun,
  { clock, isClosed }: ExecutionScope,
): InterruptedOutcome | undefined {
  if (signal?.aborted === true) return { kind: 'interrupted', by: 'abort', inFlight: false, error: signal.reason };
  if (isClosed()) return { kind: 'interrupted', by: 'close', inFlight: false };
  if (clock.elapsedMs() >= deadlineMs) return { kind: 'interrupted', by: 'deadline', inFlight: false };
  return undefined;
}

/** One attempt: build, sign, send, and note what the session has seen. Never rejects: whatever happens is an outcome. */
export async function sendAttempt(
  run: OperationRun,
  plan: AttemptPlan,
  scope: ExecutionScope,
): Promise<AttemptOutcome> {
  const outcome = await scope.alarms.untilStopped(signAndSend(run, plan, scope), run);
  return outcome ?? stoppedInFlight(run);
}

async function signAndSend(run: OperationRun, plan: AttemptPlan, scope: ExecutionScope): Promise<AttemptOutcome> {
  const { operation, options, target } = run;
  const { topology } = plan.routing;
  const container = sessionContainer(operation, options, topology.sessionConsistency);
  const date = new Date(scope.clock.nowMs()).toUTCString();
  const request = buildRequest({
    operation,
    target,
    options,
    endpointUrl: plan.endpoint.url,
    identity: scope.identity,
    activityId: run.activityId,
    date,
    sessionToken: container && sessionTokenFor(scope.account.sessions(), container),
    multiWrite: topology.multiWrite,
    hubRegionOnly: plan.retry.hubRegionOnly,
  });
  const { resourceType, resourceLink } = target;
  try {
    const authorization = scope.authorize({ verb: request.method, resourceType, resourceLink, date });
    request.headers[headerNames.authorization] =
      typeof authorization === 'string' ? authorization : await authorization;
  } catch (error) {
    return { kind: 'not-signed', error };
  }

  const outcome = await send(run, request, scope);
  if (container !== undefined && outcome.kind === 'response' && carriesSessionToken(outcome.status)) {
    const token = outcome.headers[headerNames.sessionToken];
    if (token !== undefined) scope.account.captureSession(container, token);
  }
  return outcome;
}

async function send(run: OperationRun, request: TransportRequest, scope: ExecutionScope): Promise<AttemptOutcome> {
  const { operation, deadlineMs, signal } = run;
  const limitMs = defaults.requestTimeoutMs[isDataPlane(operation) ? 'data' : 'metadata'];
  const timeoutMs = Math.max(1, Math.ceil(Math.min(limitMs, deadlineMs - scope.clock.elapsedMs())));
  try {
    return readOutcome(await scope.transport.send({ ...request, timeoutMs, signal }));
  } catch (error) {
    const isStopped = signal?.aborted === true || scope.clock.elapsedMs() >= deadlineMs;
    return isStopped ? stoppedInFlight(run) : classifyFailure(error);
  }
}

function stoppedInFlight({ signal }: OperationRun): InterruptedOutcome {
  return signal?.aborted === true
    ? { kind: 'interrupted', by: 'abort', inFlight: true, error: signal.reason }
    : { kind: 'interrupted', by: 'deadline', inFlight: true };
}

function readOutcome({ status, headers, body }: TransportResponse): AttemptOutcome {
  const subStatus = readNumber(headers[headerNames.subStatus]) ?? 0;
  return { kind: 'response', status: cosmosStatus(status, subStatus), headers, body };
}
