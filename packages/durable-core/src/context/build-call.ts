import { checkFunctionName } from '../definitions/check-function-name.ts';
import { encodeJson } from '../history/encode-json.ts';
import { readOptions } from '../options/read-options.ts';
import type { ActivityCall, EventWait, Payload, SubOrchestrationCall, TimerCall } from '../tasks/call.ts';
import type { RetryHandler, RetryOptions } from '../tasks/retry-options.ts';
import { resolveRetryPolicy } from '../tasks/retry-policy.ts';
import type { CallOptions, SubOrchestratorOptions } from './call-options.ts';

/** A function by its definition or by its name. */
export type FunctionReference<Kind extends string> = string | { readonly kind: Kind; readonly name: string };

/** @throws {TypeError} for wrong arguments. */
export function buildActivityCall(
  activity: FunctionReference<'activity'>,
  input: unknown,
  options: CallOptions | undefined,
  hostRetries = false,
): ActivityCall {
  const name = nameOf('activity', activity);
  // most calls have none, and looking at them would take longer than making the call
  const { retry }: CallOptions = options === undefined ? {} : readOptions('callActivity', options, ['retry']);
  return {
    kind: 'activity',
    name,
    input: buildPayload(`The input of activity '${name}'`, input),
    retry: retry === undefined || typeof retry === 'function' ? retry : resolveRetryPolicy(retry),
    hostRetry: hostRetries && retry !== undefined ? checkHostRetry(retry) : undefined,
  };
}

/**
 * @param callers  Ids of this instance and the one that called it: a child may have neither.
 * @throws {TypeError} for wrong arguments.
 */
export function buildSubOrchestrationCall(
  orchestration: FunctionReference<'orchestration'>,
  input: unknown,
  options: SubOrchestratorOptions = {},
  callers: readonly (string | undefined)[] = [],
  hostRetries = false,
): SubOrchestrationCall {
  const name = nameOf('orchestration', orchestration);
  const { retry, instanceId, version } = readOptions('callSubOrchestrator', options, [
    'retry',
    'instanceId',
    'version',
  ]);
  if (instanceId !== undefined) {
    // the extension refuses these: '@' marks entities, and an instance cannot be its own child
    if (typeof instanceId !== 'string' || instanceId.trim() === '' || instanceId.startsWith('@')) {
      throw new TypeError(`The instanceId of '${name}' is a string that is not blank and does not begin with '@'.`);
    }
    if (callers.includes(instanceId)) {
      throw new TypeError(`The instanceId of '${name}' must not be '${instanceId}', that of its own caller.`);
    }
  }
  if (version !== undefined && typeof version !== 'string') {
    throw new TypeError(`The version of '${name}' is a string, got ${typeof version}.`);
  }
  return {
    kind: 'sub-orchestration',
    name,
    input: buildPayload(`The input of sub-orchestration '${name}'`, input),
    retry: retry === undefined || typeof retry === 'function' ? retry : resolveRetryPolicy(retry),
    hostRetry: hostRetries && retry !== undefined ? checkHostRetry(retry) : undefined,
    instanceId,
    version,
  };
}

/** @throws {TypeError} when `fireAt` is no valid `Date`. */
export function buildTimerCall(fireAt: Date, state: unknown): TimerCall {
  if (Object.prototype.toString.call(fireAt) !== '[object Date]') {
    throw new TypeError(`createTimer takes a Date, got ${String(fireAt)}; for a delay use sleep(delayMs).`);
  }
  const fireAtMs = fireAt.getTime();
  if (Number.isNaN(fireAtMs)) throw new TypeError('createTimer takes a valid Date, got an invalid one.');
  return { kind: 'timer', fireAtMs, state };
}

/** @throws {TypeError} when the name is blank or no string. */
export function buildEventWait(name: string): EventWait {
  if (typeof name !== 'string' || name.trim() === '') {
    throw new TypeError(`The name of an event is a string that is not blank, got ${JSON.stringify(name)}.`);
  }
  return { kind: 'event', name };
}

/** The point in time `delayMs` after `nowMs`. @throws {TypeError} for what is no number of milliseconds from 0. */
export function timeAfter(nowMs: number, delayMs: number, what: string): Date {
  const time = new Date(nowMs + (typeof delayMs === 'number' && delayMs >= 0 ? Math.ceil(delayMs) : Number.NaN));
  if (Number.isNaN(time.getTime())) {
    throw new TypeError(`${what} takes a number of milliseconds from 0, got ${String(delayMs)}.`);
  }
  return time;
}

/** @throws {DurableError} `not-serializable` for what JSON cannot say. */
export function buildPayload(what: string, value: unknown): Payload | undefined {
  const json = encodeJson(what, value);
  return json === undefined ? undefined : { json, isText: typeof value === 'string' };
}

/** The options for a host that retries itself. @throws {TypeError} for code, which the host knows nothing of. */
function checkHostRetry(retry: RetryOptions | RetryHandler): RetryOptions {
  if (typeof retry === 'function' || retry.shouldRetry !== undefined) {
    throw new TypeError(
      "Under retryMode 'host' the host decides about retries: it takes no shouldRetry and no handler.",
    );
  }
  return Object.freeze({ ...retry });
}

function nameOf<Kind extends string>(kind: Kind, reference: FunctionReference<Kind>): string {
  if (typeof reference === 'string') {
    checkFunctionName(kind, reference);
    return reference;
  }
  if (typeof reference !== 'object' || reference === null || reference.kind !== kind) {
    const got = (reference as { kind?: unknown } | null | undefined)?.kind ?? typeof reference;
    throw new TypeError(`Expected an ${kind} or its name, got ${String(got)}.`);
  }
  checkFunctionName(kind, reference.name);
  return reference.name;
}
