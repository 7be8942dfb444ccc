/**
 * The loop that carries out every operation.
 *
 * It owns the deadline and the list of attempts. The driver calls it for each operation; nothing else sends requests.
 *
 * 1. Only this folder awaits anything or reads clock, random, network or environment. Everything the loop asks is pure.
 * 2. An attempt sees one routing state from start to finish. What it learns is applied between attempts, in one place.
 * 3. Every attempt is signed afresh, because the signature covers the date.
 * 4. There is one retry brain, `decide`. Transports neither retry nor throw for a status.
 * 5. A definitive answer (400, 404, 409, 412; 401 unless the credential may have changed) is never tried again, unless it may be about another container of the same
 *    name; then that is looked up first. A write that may have been applied is repeated
 *    only where the operation and its options say that this is safe.
 */
import type { AttemptRecord } from '../diagnostics/attempt-record.ts';
import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { HedgeDiagnostics } from '../diagnostics/hedge-diagnostics.ts';
import { consistencyTooStrong } from '../errors/consistency-too-strong.ts';
import { CosmosError } from '../errors/cosmos-error.ts';
import { hedgeTarget } from '../hedging/hedge-target.ts';
import { hedgeThresholdMs } from '../hedging/hedge-threshold.ts';
import { mayRaceNext } from '../hedging/may-race-next.ts';
import type { RaceLeg } from '../hedging/race.ts';
import { reportRace } from '../hedging/report-race.ts';
import { settleRace } from '../hedging/settle-race.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { isRead } from '../operation/operation-traits.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { beginProbe } from '../partition-routing/sweep-detours.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { decide } from '../retry/decide.ts';
import type { Attempt, Decision, Verdict } from '../retry/decision.ts';
import { followContainer } from '../retry/follow-container.ts';
import { initialRetryState, type RetryState } from '../retry/retry-state.ts';
import { type ResolvedEndpoint, resolveEndpoint } from '../routing/resolve-endpoint.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';
import type { RoutingState } from '../routing/routing-state.ts';
import { asksTooMuch } from '../session/read-consistency.ts';
import { type AttemptPartition, attemptPartition, partitionOfEffects } from './attempt-partition.ts';
import { captureSession } from './capture-session.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { makeAttempt } from './make-attempt.ts';
import { makeHedgedAttempt } from './make-hedged-attempt.ts';
import { beginRun, continueWith, interruption, type OperationRun } from './operation-run.ts';
import { createSharedWaits } from './shared-work.ts';

/**
 * Carries out one operation: attempts, until `decide` is satisfied or gives up.
 *
 * @param name  What the operation is called in the diagnostics. (default: its own name)
 * @throws {CosmosError} when it gives up; with the diagnostics of every attempt.
 */
export async function execute(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  scope: ExecutionScope,
  signal?: AbortSignal,
  name?: string,
): Promise<CosmosResponse> {
  const { account, alarms, clock } = scope;
  let run = beginRun(operation, options, signal, scope, name);
  const attempts: AttemptRecord[] = [];
  let retry = initialRetryState;
  const thresholdMs = hedgeThresholdMs(operation, options);
  let mayRace = thresholdMs !== undefined;
  let hasRaced = false;
  let hedged: HedgeDiagnostics | undefined;
  if (asksTooMuch(operation, options, account.routing().topology)) {
    throw consistencyTooStrong(operation, diagnosticsOf(run, attempts, scope, hedged));
  }

  for (;;) {
    const routing = account.routing();
    const whose = attemptPartition(run, routing, scope);
    const resolved = chooseEndpoint(routing, run, retry, whose, scope);
    const plan = { endpoint: resolved.endpoint, routing, retry, isProbe: resolved.isProbe };
    const attemptOf = (made: Pick<RaceLeg, 'endpoint' | 'outcome' | 'retry'>): Attempt => ({
      ...made,
      operation: run.operation,
      options,
      candidates: resolved.candidates,
      credentialRenewable: scope.authorizer.renewable,
      multiWrite: routing.topology.multiWrite,
      guard: whose.guard,
      isPartitionNoted: whose.partition !== undefined,
      partitionFailover: routing.topology.partitionFailover,
      remainingMs: run.deadlineMs - clock.elapsedMs(),
      random: scope.random(),
      diagnostics: diagnosticsOf(run, attempts, scope, hedged),
    });
    const learn = (effects: readonly RoutingEffect[], from: AttemptOutcome): Promise<void> | undefined =>
      effects.length === 0 ? undefined : account.apply(effects, partitionOfEffects(run, whose, from, scope));
    const target = mayRace ? hedgeTarget(routing, resolved, retry, whose.partition) : undefined;

    let outcome: AttemptOutcome;
    let verdict: Verdict;
    if (target === undefined || thresholdMs === undefined) {
      const made = await makeAttempt(run, plan, scope);
      if (made.record !== undefined) attempts.push(made.record);
      outcome = made.outcome;
      captureSession(run, outcome, scope);
      verdict = decide(attemptOf({ endpoint: resolved.endpoint, outcome, retry }));
    } else {
      const end = await makeHedgedAttempt(run, plan, { endpoint: target, thresholdMs, attemptOf, learn }, scope);
      attempts.push(...(end.before?.records ?? []), ...end.last.records);
      outcome = end.last.outcome;
      captureSession(run, outcome, scope);
      hedged = reportRace(end);
      verdict = settleRace(end, attemptOf);
      // That nobody won is told only when it ends the operation.
      if (!end.isWon) hedged = undefined;
      hasRaced = end.before !== undefined;
    }

    const { decision, effects } = verdict;
    const learning = learn(effects, outcome);
    // An answer does not wait for news about regions.
    if (learning !== undefined && decision.kind !== 'complete') await alarms.untilStopped(learning, run);
    if (decision.kind === 'complete') return decision.response;
    if (decision.kind === 'fail') throw decision.error;
    retry = decision.next;
    if (decision.kind === 'retry') await alarms.pause(decision.delayMs, signal);
    else run = await lookUpContainer(run, decision, attempts, scope);
    mayRace = !hasRaced && thresholdMs !== undefined && mayRaceNext(decision, options);
  }
}

/** Continues on the container as it is now. @throws {CosmosError} when that cannot help. */
async function lookUpContainer(
  run: OperationRun,
  { container, error }: Extract<Decision, { kind: 'look-up-container' }>,
  attempts: AttemptRecord[],
  scope: ExecutionScope,
): Promise<OperationRun> {
  const endToEndTimeoutMs = run.deadlineMs - scope.clock.elapsedMs();
  const waits = createSharedWaits();
  const found = await scope.renewContainer?.(container, { ...run.options, endToEndTimeoutMs }, run.signal, waits);
  const stopped = found === undefined ? interruption(run, scope) : undefined;
  if (stopped !== undefined) {
    // What stopped the look-up stops the operation: its next attempt says so.
    for (const { requests } of waits.tell(stopped)) attempts.push(...requests);
    return run;
  }
  const next = followContainer(run.operation, found, error);
  if (next instanceof CosmosError) throw next;
  return continueWith(run, next);
}

function chooseEndpoint(
  routing: RoutingState,
  { operation, options }: OperationRun,
  { readFromWriteRegion, hubRegionOnly, tried }: RetryState,
  { guard, partition }: AttemptPartition,
  { account, clock }: ExecutionScope,
): ResolvedEndpoint {
  const resolved = resolveEndpoint(routing, {
    isRead: isRead(operation),
    excludedRegions: options.excludedRegions,
    readFromWriteRegion,
    hubRegionOnly,
    tried,
    guard,
    partition,
  });
  if (resolved.isProbe && partition !== undefined) {
    account.changeRouting((state) => beginProbe(state, partition, clock.nowMs()));
  }
  return resolved;
}

function diagnosticsOf(
  { activityId, name, startedAtMs }: OperationRun,
  attempts: readonly AttemptRecord[],
  { clock, diagnostics }: ExecutionScope,
  hedge: HedgeDiagnostics | undefined,
): CosmosDiagnostics {
  return new CosmosDiagnostics(activityId, name, attempts, clock.elapsedMs() - startedAtMs, diagnostics, hedge);
}
