import { evaluateFaults, type FaultScene } from '../faults/evaluate-faults.ts';
import type { FaultEvaluation } from '../faults/fault-evaluation.ts';
import type { CountedFaultRule } from '../faults/fault-injection-rule.ts';
import { faultyErrorResponse, faultyResponse } from '../faults/faulty-response.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { answerTooLate, type TransportRequest, type TransportResponse, transportFailure } from './transport.ts';

/**
 * Sends a request, unless a fault rule is about it: then the fault happens instead, or first. Nothing of it is seen on the wire.
 *
 * A delay counts towards the request's time limit, as that of a slow service would.
 *
 * @param onEvaluated  Told what was made of each rule; not called without rules.
 * @returns Rejects as a transport does.
 */
export async function applyFaults(
  request: TransportRequest,
  scene: FaultScene,
  rules: readonly CountedFaultRule[],
  scope: Pick<ExecutionScope, 'transport' | 'alarms' | 'clock' | 'random'>,
  onEvaluated: (evaluations: readonly FaultEvaluation[]) => void,
): Promise<TransportResponse> {
  const { transport, alarms, clock } = scope;
  const { applied, evaluations } = evaluateFaults(rules, scene, clock.nowMs(), scope.random());
  onEvaluated(evaluations);
  if (applied === undefined) return transport.send(request);
  applied.countHit();

  const { timeoutMs = Number.POSITIVE_INFINITY, signal } = request;
  const { error, response, delayMs = 0 } = applied.result;
  await alarms.pause(Math.min(delayMs, timeoutMs), signal);
  if (signal?.aborted === true) throw signal.reason;
  const told = `The fault rule "${applied.id}"`;
  const tooLate = (): Error => transportFailure(`${told} let no answer come`, 'unknown', answerTooLate(timeoutMs));
  if (delayMs >= timeoutMs) throw tooLate();
  if (response !== undefined) return faultyResponse(response);
  if (error === undefined) return transport.send({ ...request, timeoutMs: remaining(request.timeoutMs, delayMs) });
  const answer = faultyErrorResponse(error, applied.id);
  if (answer !== undefined) return answer;
  throw error === 'connection-error' ? transportFailure(`${told} let no connection come about`, 'not-sent') : tooLate();
}

function remaining(timeoutMs: number | undefined, delayMs: number): number | undefined {
  return timeoutMs === undefined ? undefined : timeoutMs - delayMs;
}
