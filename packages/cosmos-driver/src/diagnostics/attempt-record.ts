import { headerNames } from '@perdura/cosmos-protocol';
import type { FaultEvaluation } from '../faults/fault-evaluation.ts';
import type { AttemptOutcome, RequestSent } from '../response/attempt-outcome.ts';
import { readNumber } from '../response/response-headers.ts';
import type { Endpoint } from '../routing/endpoint.ts';

/** Why an attempt was made: the first one, a repeat in the same region, one by another connection, or a repeat elsewhere. */
export type ExecutionContext = 'initial' | 'retry' | 'transport-retry' | 'region-failover';

/** What one attempt did. */
export interface AttemptRecord {
  /** What was attempted, such as `read_item`; a step of an operation that takes several, such as `patch_read_item`. */
  readonly operationName: string;
  /** Why it was made. */
  readonly executionContext: ExecutionContext;
  /** The region asked, as the service spells it; `undefined` for the account's global endpoint. */
  readonly region: string | undefined;
  /** Scheme, host and port asked. */
  readonly endpoint: string;
  /** HTTP status of the answer; `undefined` when none came. */
  readonly status: number | undefined;
  /** Sub-status of the answer, `0` for none; `undefined` when no answer came. */
  readonly subStatus: number | undefined;
  /** What it cost, in request units; `0` when the answer does not say. */
  readonly requestCharge: number;
  /** Id under which the service knows the request. */
  readonly activityId: string;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** Whether the request left. */
  readonly requestSent: RequestSent;
  /** Why there was no answer, one sentence; `undefined` when there was one. */
  readonly error: string | undefined;
  /** What was made of each fault rule of the driver; `undefined` without rules. */
  readonly faultEvaluations?: readonly FaultEvaluation[] | undefined;
}

/** What the loop knows of an attempt besides its outcome. */
export interface AttemptFrame {
  readonly operationName: string;
  readonly executionContext: ExecutionContext;
  readonly endpoint: Endpoint;
  readonly activityId: string;
  readonly durationMs: number;
  readonly faultEvaluations?: readonly FaultEvaluation[] | undefined;
}

/** Records an attempt. */
export function recordAttempt(frame: AttemptFrame, outcome: AttemptOutcome): AttemptRecord {
  const response = outcome.kind === 'response' ? outcome : undefined;
  return Object.freeze({
    operationName: frame.operationName,
    executionContext: frame.executionContext,
    region: frame.endpoint.region,
    endpoint: frame.endpoint.url,
    status: response?.status.code,
    subStatus: response?.status.subStatus,
    requestCharge: readNumber(response?.headers[headerNames.requestCharge]) ?? 0,
    activityId: response?.headers[headerNames.activityId] ?? frame.activityId,
    durationMs: frame.durationMs,
    requestSent: requestSentOf(outcome),
    error: describeFailure(outcome),
    faultEvaluations: frame.faultEvaluations,
  });
}

function requestSentOf(outcome: AttemptOutcome): RequestSent {
  switch (outcome.kind) {
    case 'response':
      return 'sent';
    case 'transport-failure':
      return outcome.requestSent;
    case 'interrupted':
      return outcome.inFlight ? 'unknown' : 'not-sent';
    case 'not-signed':
      return 'not-sent';
  }
}

function describeFailure(outcome: AttemptOutcome): string | undefined {
  switch (outcome.kind) {
    case 'response':
      return undefined;
    case 'transport-failure':
    case 'not-signed':
      return describeError(outcome.error);
    case 'interrupted':
      return { abort: 'aborted by the caller', deadline: 'the deadline passed', close: 'the driver was closed' }[
        outcome.by
      ];
  }
}

/** A thrown value in one line, with the message of its innermost cause, which usually names host and port. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const message = error.message === '' ? error.name : error.message;
  return cause instanceof Error && cause.message !== '' && cause.message !== message
    ? `${message}: ${cause.message}`
    : message;
}
