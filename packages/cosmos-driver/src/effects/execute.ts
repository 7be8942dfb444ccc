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
import type { AttemptRecord } from '../diagnostics/attempt-record.ts';
import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { isRead, operationName } from '../operation/operation-traits.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { decide } from '../retry/decide.ts';
import { initialRetryState, type RetryState } from '../retry/retry-state.ts';
import { type ResolvedEndpoint, resolveEndpoint } from '../routing/resolve-endpoint.ts';
import type { RoutingState } from '../routing/routing-state.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { makeAttempt } from './make-attempt.ts';
import { beginRun, type OperationRun } from './operation-run.ts';

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
  const { account, alarms, clock } = scope;
  const run = beginRun(operation, options, signal, scope);
  const attempts: AttemptRecord[] = [];
  let retry = initialRetryState;

  for (;;) {
    const routing = account.routing();
    const { endpoint, candidates } = chooseEndpoint(routing, run, retry, scope);
    const { outcome, record } = await makeAttempt(run, { endpoint, routing, retry }, scope);
    if (record !== undefined) attempts.push(record);

    const { decision, effects } = decide({
      operation,
      options,
      endpoint,
      candidates,
      outcome,
      retry,
      multiWrite: routing.topology.multiWrite,
      remainingMs: run.deadlineMs - clock.elapsedMs(),
      random: scope.random(),
      diagnostics: diagnosticsOf(run, attempts, scope),
    });

    if (effects.length > 0) await alarms.untilStopped(account.apply(effects), run);
    if (decision.kind === 'complete') return decision.response;
    if (decision.kind === 'fail') throw decision.error;
    await alarms.pause(decision.delayMs, signal);
    retry = decision.next;
  }
}

function chooseEndpoint(
  routing: RoutingState,
  { operation, options }: OperationRun,
  { readFromWriteRegion, tried }: RetryState,
  { account, clock }: ExecutionScope,
): ResolvedEndpoint {
  return resolveEndpoint(routing, {
    isRead: isRead(operation),
    excludedRegions: options.excludedRegions,
    readFromWriteRegion,
    tried,
    nowMs: clock.nowMs(),
    ttlMs: account.unavailabilityTtlMs,
  });
}

function diagnosticsOf(
  { activityId, operation, startedAtMs }: OperationRun,
  attempts: readonly AttemptRecord[],
  { clock }: ExecutionScope,
): CosmosDiagnostics {
  return new CosmosDiagnostics(activityId, operationName(operation), attempts, clock.elapsedMs() - startedAtMs);
}
