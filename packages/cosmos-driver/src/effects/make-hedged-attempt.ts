/**
 * An attempt that is made a second time in another region when the first one takes long.
 *
 * 1. Nothing but one moment on the shared timer is spent on an attempt that ends in time.
 * 2. The first outcome that is final wins; the other attempt is given up, and teaches nothing.
 * 3. Where neither is final, both count, in the order in which they ended.
 */
import { hedgedKind } from '../hedging/hedge-threshold.ts';
import { isFinal, isFinalForMetadata } from '../hedging/is-final.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { type AttemptPlan, type MadeAttempt, makeAttempt } from './make-attempt.ts';
import { interruption, type OperationRun } from './operation-run.ts';

/** One attempt of one or two, and where it went. */
export interface AttemptLeg extends MadeAttempt {
  readonly endpoint: Endpoint;
  /** Whether it was given up for the other one: then it has a record only. */
  readonly isGivenUp: boolean;
}

/** Whom else to ask, and when. */
export interface Hedge {
  readonly endpoint: Endpoint;
  readonly thresholdMs: number;
}

/** One attempt, or two in the order in which they ended. */
export interface AttemptLegs {
  /** The one that did not win; `undefined` when there was one only. */
  readonly before: AttemptLeg | undefined;
  /** The one that counts, also for the session. */
  readonly last: AttemptLeg;
}

/** Makes an attempt, and when it takes long a second one elsewhere. Never rejects. */
export async function makeHedgedAttempt(
  run: OperationRun,
  plan: AttemptPlan,
  hedge: Hedge,
  scope: ExecutionScope,
): Promise<AttemptLegs> {
  const { alarms, clock, metadataHedges } = scope;
  const primary = startLeg(run, plan, scope);
  const early = await alarms.untilStopped(primary.ended, {
    deadlineMs: clock.elapsedMs() + hedge.thresholdMs,
    signal: undefined,
  });
  if (early !== undefined) return { before: undefined, last: early };
  const isMetadata = hedgedKind(run.operation) === 'metadata';
  if (interruption(run, scope) !== undefined || (isMetadata && metadataHedges?.take() !== true)) {
    return { before: undefined, last: await primary.ended };
  }
  const secondPlan = { ...plan, endpoint: hedge.endpoint, retry: { ...plan.retry, context: 'hedging' } } as const;
  const secondary = startLeg(run, secondPlan, scope);
  if (isMetadata) void secondary.ended.finally(() => metadataHedges?.free());

  const first = await Promise.race([primary.ended, secondary.ended]);
  const [other, isSecond] = first.endpoint === hedge.endpoint ? [primary, true] : [secondary, false];
  const wins = isSecond && isMetadata ? isFinalForMetadata(first.outcome) : isFinal(first.outcome);
  if (!wins) return { before: first, last: await other.ended };
  other.giveUp();
  return { before: givenUp(await other.ended), last: first };
}

interface Leg {
  readonly ended: Promise<AttemptLeg>;
  readonly giveUp: () => void;
}

/** Makes an attempt that can be given up by itself, and ends when the caller's signal does. */
function startLeg(run: OperationRun, plan: AttemptPlan, scope: ExecutionScope): Leg {
  const controller = new AbortController();
  const { signal } = run;
  const forward = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) forward();
  else signal?.addEventListener('abort', forward);
  const ended = makeAttempt({ ...run, signal: controller.signal }, plan, scope).then((made): AttemptLeg => {
    signal?.removeEventListener('abort', forward);
    return { ...made, endpoint: plan.endpoint, isGivenUp: false };
  });
  return { ended, giveUp: () => controller.abort() };
}

function givenUp({ record, ...leg }: AttemptLeg): AttemptLeg {
  const error = record?.status === undefined ? 'given up, another region answered first' : record.error;
  return { ...leg, record: record && Object.freeze({ ...record, error }), isGivenUp: true };
}
