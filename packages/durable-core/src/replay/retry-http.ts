import type { HttpCall } from '../tasks/call.ts';
import { decideByPolicy } from './decide-retry.ts';
import type { NextPoll } from './poll-http.ts';

/**
 * When to send a request again that got no answer to keep; `undefined` to leave it at that.
 *
 * @param askedAtMs  Orchestrator time at which the call was first asked for.
 */
export function nextHttpAttempt(call: HttpCall, askedAtMs: number, nowMs: number): NextPoll | undefined {
  const { httpRetry, attempt = { number: 1, firstAtMs: askedAtMs } } = call;
  if (httpRetry === undefined) return undefined;
  const decision = decideByPolicy(httpRetry, attempt.number, nowMs - attempt.firstAtMs, nowMs);
  if (decision.kind === 'give-up') return undefined;
  const next = { number: attempt.number + 1, firstAtMs: attempt.firstAtMs };
  return { fireAtMs: decision.fireAtMs, call: { ...call, attempt: next } };
}
