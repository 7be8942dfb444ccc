/**
 * The loop that carries out every operation.
 *
 * It owns the deadline and the list of attempts. The driver calls it for each operation; nothing else sends requests.
 *
 * 1. Only this folder awaits anything or reads clock, random, network or environment. Everything the loop asks is pure.
 * 2. An attempt sees one routing state from start to finish. What it learns is applied between attempts, in one place.
 * 3. Every attempt is signed afresh, because the signature covers the date.
 * 4. There is one retry brain, `decide`. Transports neither retry nor throw for a status.
 * 5. A definitive answer (400, 401, 404, 409, 412) is never tried again. A write that may have been applied is repeated
 *    only where the operation and its options say that this is safe.
 */
import { type AttemptRecord, recordAttempt } from '../diagnostics/attempt-record.ts';
import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { isRead, operationName } from '../operation/operation-traits.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { requestTarget } from '../request/request-target.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { decide } from '../retry/decide.ts';
import { initialRetryState } from '../retry/retry-state.ts';
import { resolveEndpoint } from '../routing/resolve-endpoint.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { interruption, sendAttempt } from './send-attempt.ts';

/**
 * Carries out one operation: attempts, until `decide` is satisfied or gives up.
 *
 * @throws {CosmosError} when it gives up; with the diagnostics of every attempt.
 */
export async function execute(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  scope: ExecutionScope,
  signal?: AbortSignal,
): Promise<CosmosResponse> {
  const { account, clock } = scope;
  const run = {
    operation,
    options,
    signal,
    target: requestTarget(operation),
    activityId: scope.newId(),
    startedAtMs: clock.elapsedMs(),
    deadlineMs: clock.elapsedMs() + (options.endToEndTimeoutMs ?? Number.POSITIVE_INFINITY),
  };
  const attempts: AttemptRecord[] = [];
  let retry = initialRetryState;

  for (;;) {
    const routing = account.routing();
    const { endpoint, candidates } = resolveEndpoint(routing, {
      isRead: isRead(operation),
      readFromWriteRegion: retry.readFromWriteRegion,
      excludedRegions: options.excludedRegions,
      tried: retry.tried,
      nowMs: clock.nowMs(),
      ttlMs: account.unavailabilityTtlMs,
    });

    const beganAtMs = clock.elapsedMs();
    const stopped = interruption(run, scope);
    const outcome = stopped ?? (await sendAttempt(run, { endpoint, routing, retry }, scope));
    const endedAtMs = clock.elapsedMs();
    if (stopped === undefined) {
      const { activityId } = run;
      const frame = { executionContext: retry.context, endpoint, activityId, durationMs: endedAtMs - beganAtMs };
      attempts.push(recordAttempt(frame, outcome));
    }

    const { decision, effects } = decide({
      operation,
      endpoint,
      candidates,
      outcome,
      retry,
      options,
      multiWrite: routing.topology.multiWrite,
      remainingMs: run.deadlineMs - endedAtMs,
      random: scope.random(),
      diagnostics: new CosmosDiagnostics(
        run.activityId,
        operationName(operation),
        attempts,
        endedAtMs - run.startedAtMs,
      ),
    });

    if (effects.length > 0) await scope.alarms.untilStopped(account.apply(effects), run);
    if (decision.kind === 'complete') return decision.response;
    if (decision.kind === 'fail') throw decision.error;
    await scope.alarms.pause(decision.delayMs, signal);
    retry = decision.next;
  }
}
