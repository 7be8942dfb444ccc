/**
 * An attempt that is made a second time in another region when the first one takes long, or fails in a way that another region
 * may not.
 *
 * 1. Nothing but one moment on the shared timer, and a signal of its own, is spent on an attempt that ends in time.
 * 2. Each region repeats by itself what is repeated in the same region, throttled requests for example, on a budget of its own.
 * 3. The first outcome that is final wins; the other attempt is given up, and teaches nothing.
 * 4. The deadline ends both, and both tell at once what they did: nobody waits for what is still under way.
 */
import type { AttemptRecord } from '../diagnostics/attempt-record.ts';
import { hedgedKind } from '../hedging/hedge-threshold.ts';
import { endsAlone, isWinner, type RaceEnd, type RaceLeg } from '../hedging/race.ts';
import { repeatInRegion } from '../hedging/repeat-in-region.ts';
import { type AttemptOfLeg, learnedOnTheWay } from '../hedging/settle-race.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import { leaveEndpoint } from '../retry/retry-state.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { type AttemptPlan, makeAttempt } from './make-attempt.ts';
import { interruption, type OperationRun } from './operation-run.ts';

/** Whom else to ask, and when. */
export interface Hedge {
  readonly endpoint: Endpoint;
  readonly thresholdMs: number;
  /** What the rules ask about a leg. */
  readonly attemptOf: AttemptOfLeg;
  /** Told what is learned before the race has ended. */
  readonly learn: (effects: readonly RoutingEffect[], outcome: AttemptOutcome) => unknown;
}

/** Makes an attempt, and a second one elsewhere when it takes long or fails. Never rejects. */
export async function makeHedgedAttempt(
  run: OperationRun,
  plan: AttemptPlan,
  hedge: Hedge,
  scope: ExecutionScope,
): Promise<RaceEnd> {
  const { alarms, clock, metadataHedges } = scope;
  const { thresholdMs } = hedge;
  const isMetadata = hedgedKind(run.operation) === 'metadata';
  const alone = (last: RaceLeg): RaceEnd => {
    return { thresholdMs, before: undefined, isGivenUp: false, last, isWon: isWinner(last, isMetadata) };
  };
  const primary = startLeg(run, plan, hedge, scope);
  const limits = { deadlineMs: clock.elapsedMs() + thresholdMs, signal: undefined };
  const early = await alarms.untilStopped(primary.ended, limits);
  if (early !== undefined && endsAlone(early, isMetadata)) return { ...alone(early), isWon: true };
  if (interruption(run, scope) !== undefined || (isMetadata && metadataHedges?.take() !== true)) {
    return alone(await primary.ended);
  }
  const secondary = startLeg(run, alternatePlan(plan, hedge), hedge, scope);
  if (isMetadata) void secondary.ended.finally(() => metadataHedges?.free());

  const first = await Promise.race([primary.ended, secondary.ended]);
  const other = first.isAlternate ? primary : secondary;
  if (!isWinner(first, isMetadata)) {
    hedge.learn(learnedOnTheWay(first, hedge.attemptOf), first.outcome);
    const last = await other.ended;
    return { thresholdMs, before: first, isGivenUp: false, last, isWon: isWinner(last, isMetadata) };
  }
  other.giveUp();
  return { thresholdMs, before: givenUp(await other.ended), isGivenUp: true, last: first, isWon: true };
}

function alternatePlan({ routing, endpoint, retry }: AttemptPlan, hedge: Hedge): AttemptPlan {
  const fresh = { ...retry, ...leaveEndpoint(retry, endpoint.url), context: 'hedging' } as const;
  return { endpoint: hedge.endpoint, routing, retry: fresh, isProbe: false };
}

interface Leg {
  readonly ended: Promise<RaceLeg>;
  readonly giveUp: () => void;
}

/** Starts what can be given up by itself, and ends when the caller's signal does. */
function startLeg(run: OperationRun, plan: AttemptPlan, hedge: Hedge, scope: ExecutionScope): Leg {
  const controller = new AbortController();
  const giveUp = (): void => controller.abort();
  const own = { ...run, signal: controller.signal };
  const { signal } = run;
  if (signal === undefined) return { ended: runLeg(own, plan, hedge, scope), giveUp };
  const forward = (): void => controller.abort(signal.reason);
  if (signal.aborted) forward();
  else signal.addEventListener('abort', forward);
  const ended = runLeg(own, plan, hedge, scope).finally(() => signal.removeEventListener('abort', forward));
  return { ended, giveUp };
}

/** Attempts in one region, as long as it is its own business to repeat them. */
async function runLeg(run: OperationRun, plan: AttemptPlan, hedge: Hedge, scope: ExecutionScope): Promise<RaceLeg> {
  const { endpoint } = plan;
  const isAlternate = endpoint === hedge.endpoint;
  const records: AttemptRecord[] = [];
  for (let { retry } = plan; ; ) {
    const { outcome, record } = await makeAttempt(run, retry === plan.retry ? plan : { ...plan, retry }, scope);
    if (record !== undefined) records.push(record);
    const again = repeatInRegion({ endpoint, outcome, retry }, hedge.attemptOf);
    if (again === undefined) return { endpoint, isAlternate, outcome, retry, records };
    hedge.learn(again.effects, outcome);
    await scope.alarms.pause(again.delayMs, run.signal);
    retry = again.next;
  }
}

/** Says of an attempt that was stopped under way why it was. */
function givenUp(leg: RaceLeg): RaceLeg {
  const stopped = leg.outcome.kind === 'interrupted' ? leg.records.at(-1) : undefined;
  if (stopped === undefined || stopped.status !== undefined) return leg;
  const record = Object.freeze({ ...stopped, error: 'given up, another region answered first' });
  return { ...leg, records: [...leg.records.slice(0, -1), record] };
}
