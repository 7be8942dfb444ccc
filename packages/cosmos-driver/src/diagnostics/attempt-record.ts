import { headerNames } from '@perdura/cosmos-protocol';
import type { FaultEvaluation } from '../faults/fault-evaluation.ts';
import type { AttemptOutcome, RequestSent } from '../response/attempt-outcome.ts';
import { readNumber } from '../response/response-headers.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import type { NetworkTimings } from './network-timings.ts';

/**
 * Why an attempt was made: the first one, a repeat in the same region, one by another connection, a repeat elsewhere, one that
 * finds out whether a region that failed the partition is well again, or one that asks a second region while the first takes long.
 */
export type ExecutionContext =
  | 'initial'
  | 'retry'
  | 'transport-retry'
  | 'region-failover'
  | 'circuit-breaker-probe'
  | 'hedging';

/** A version of HTTP. */
export type HttpVersion = 'http11' | 'http2';

/** What one attempt did. */
export interface AttemptRecord {
  /** What was attempted, such as `read_item`; a step of an operation that takes several, such as `patch_read_item`. */
  readonly operationName: string;
  /** Why it was made. */
  readonly executionContext: ExecutionContext;
  /** Whether it was about items, or about the account, databases and containers. */
  readonly pipelineType: 'data-plane' | 'metadata';
  /** Whether it went over `https`; over `http` go requests to emulators. */
  readonly transportSecurity: 'secure' | 'emulator-insecure';
  /** Which kind of gateway it went to; always the one that speaks HTTP, there is no other way yet. */
  readonly transportKind: 'gateway';
  /**
   * Version of HTTP of the connection. `undefined` where nobody can know: over `fetch`, which does not tell, by transports that do not
   * say, and until a connection is there that may speak either.
   */
  readonly httpVersion: HttpVersion | undefined;
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
  /** What the session has seen, as the answer says; `undefined` when it does not. */
  readonly sessionToken: string | undefined;
  /** How long the service worked, in milliseconds, as the answer says; `undefined` when it does not. */
  readonly serverDurationMs: number | undefined;
  /** When it began, in milliseconds since 1970. */
  readonly startedAtMs: number;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** How long after its beginning, signed, it was handed to the transport, in milliseconds; `undefined` when it was not. */
  readonly sentAfterMs?: number | undefined;
  /** Length of the body sent, in bytes; `0` for none. */
  readonly requestBytes: number;
  /** Length of the body received, in bytes; `0` for none. */
  readonly responseBytes: number;
  /** Whether it ended because its time was up. */
  readonly timedOut: boolean;
  /** Whether the request left. */
  readonly requestSent: RequestSent;
  /** Why there was no answer, one sentence; `undefined` when there was one. */
  readonly error: string | undefined;
  /** What was made of each fault rule of the driver; `undefined` without rules. */
  readonly faultEvaluations?: readonly FaultEvaluation[] | undefined;
  /**
   * What its time on the network went to; `undefined` unless the option `diagnostics.networkTimings` asks for it, and where the
   * transport cannot tell: that of Node can.
   */
  readonly networkTimings?: Readonly<NetworkTimings> | undefined;
}

/** What the loop knows of an attempt besides its outcome. */
export interface AttemptFrame {
  readonly operationName: string;
  readonly executionContext: ExecutionContext;
  readonly isDataPlane: boolean;
  readonly endpoint: Endpoint;
  readonly activityId: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly httpVersion: HttpVersion | undefined;
  readonly sentAfterMs: number | undefined;
  readonly faultEvaluations?: readonly FaultEvaluation[] | undefined;
  readonly networkTimings?: Readonly<NetworkTimings> | undefined;
  readonly requestBytes: number;
}

/** Records an attempt. */
export function recordAttempt(frame: AttemptFrame, outcome: AttemptOutcome): AttemptRecord {
  const response = outcome.kind === 'response' ? outcome : undefined;
  return Object.freeze({
    operationName: frame.operationName,
    executionContext: frame.executionContext,
    pipelineType: frame.isDataPlane ? 'data-plane' : 'metadata',
    transportSecurity: frame.endpoint.url.startsWith('https:') ? 'secure' : 'emulator-insecure',
    transportKind: 'gateway',
    httpVersion: frame.httpVersion,
    region: frame.endpoint.region,
    endpoint: frame.endpoint.url,
    status: response?.status.code,
    subStatus: response?.status.subStatus,
    requestCharge: readNumber(response?.headers[headerNames.requestCharge]) ?? 0,
    activityId: response?.headers[headerNames.activityId] ?? frame.activityId,
    sessionToken: response?.headers[headerNames.sessionToken],
    serverDurationMs: readNumber(response?.headers[headerNames.requestDurationMs]),
    startedAtMs: frame.startedAtMs,
    durationMs: frame.durationMs,
    sentAfterMs: frame.sentAfterMs,
    requestBytes: frame.requestBytes,
    responseBytes: response?.body.byteLength ?? 0,
    timedOut: hasTimedOut(outcome),
    requestSent: requestSentOf(outcome),
    error: describeFailure(outcome),
    faultEvaluations: frame.faultEvaluations,
    networkTimings: frame.networkTimings,
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

function hasTimedOut(outcome: AttemptOutcome): boolean {
  if (outcome.kind === 'transport-failure') return isTimeout(outcome.error);
  return outcome.kind === 'interrupted' && outcome.by === 'deadline';
}

/** Whether an error says that time was up, by the names that `fetch`, ky, undici and Node give it. */
function isTimeout(error: unknown, depth: number = 4): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  const { name, code, cause } = error as Record<string, unknown>;
  return name === 'TimeoutError' || timeoutCodes.has(code) || isTimeout(cause, depth - 1);
}

/** @see https://undici.nodejs.org/#/docs/api/Errors */
const timeoutCodes = new Set<unknown>([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

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

/**
 * A thrown value in one line, with the message of its innermost cause, which usually names host and port. Never throws: what others
 * throw may be anything.
 */
export function describeError(error: unknown): string {
  try {
    if (!(error instanceof Error)) return String(error);
    const { cause } = error;
    const message = String(error.message === '' ? error.name : error.message);
    return cause instanceof Error && cause.message !== '' && cause.message !== message
      ? `${message}: ${cause.message}`
      : message;
  } catch {
    return 'something that cannot be described';
  }
}
