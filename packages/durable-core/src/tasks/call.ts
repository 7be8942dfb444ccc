import { describeEntityRequest, type EntityRequest } from './entity-request.ts';
import type { HttpRequest } from './http-request.ts';
import type { HttpRetryPolicy } from './http-retry.ts';
import type { Payload } from './payload.ts';
import type { RetryHandler, RetryOptions } from './retry-options.ts';
import type { RetryPolicy } from './retry-policy.ts';

export type { Payload };

/** When and by whom a failed call is tried again. */
export interface RetriedCall {
  readonly retry: RetryPolicy | RetryHandler | undefined;
  /** Where the host retries: the options as the code gave them, for its action. */
  readonly hostRetry?: RetryOptions | undefined;
}

/** Run an activity. */
export interface ActivityCall extends RetriedCall {
  readonly kind: 'activity';
  readonly name: string;
  readonly input: Payload | undefined;
}

/** Start a sub-orchestration. */
export interface SubOrchestrationCall extends RetriedCall {
  readonly kind: 'sub-orchestration';
  readonly name: string;
  readonly input: Payload | undefined;
  readonly instanceId: string | undefined;
  readonly version: string | undefined;
}

/** Set a timer; `state` is what its task resolves to. */
export interface TimerCall {
  readonly kind: 'timer';
  readonly fireAtMs: number;
  readonly state: unknown;
  /** Of a part of a timer that is too long for the host: when the whole of it is due. */
  readonly untilMs?: number;
}

/** Wait for an event; takes no sequence id. */
export interface EventWait {
  readonly kind: 'event';
  readonly name: string;
}

/** Send an HTTP request, and again while the answer says to look later. */
export interface HttpCall {
  readonly kind: 'http';
  /** The name history records. */
  readonly name: string;
  readonly request: HttpRequest;
  /** Who asks again: the host within this one call, the code by further steps, or nobody. */
  readonly polling: 'host' | 'code' | 'nobody';
  /** When the request is sent again after an answer that is none to keep; `undefined` for never. */
  readonly httpRetry: HttpRetryPolicy | undefined;
  /** Of a request that is sent again, and of a poll: the attempt at it, from 1, and when the first was asked for. */
  readonly attempt?: { readonly number: number; readonly firstAtMs: number };
}

/** What one task asks of the host: immutable data that knows nothing of ids, history or other tasks. */
export type Call = ActivityCall | SubOrchestrationCall | TimerCall | EventWait | HttpCall | EntityRequest;

/** The call in words, for messages: `activity 'Charge'`. */
export function describeCall(call: Call): string {
  switch (call.kind) {
    case 'activity':
      return `activity '${call.name}'`;
    case 'sub-orchestration':
      return `sub-orchestration '${call.name}'`;
    case 'timer':
      return 'a timer';
    case 'event':
      return `the event '${call.name}'`;
    case 'http':
      // without its query, which may hold keys
      return `the HTTP call ${call.request.method} ${call.request.uri.replace(/[?#].*$/s, '')}`;
    default:
      return describeEntityRequest(call);
  }
}
