/**
 * Sends the operations of a bulk, partition by partition, until each has its outcome.
 *
 * It owns the lanes, the requests under way, and the waits for repeats. `runBulk` gives it operations and takes the outcomes.
 *
 * 1. An operation that was added is in exactly one place: behind another one on its item, in a lane, in a request under way, or waiting to
 *    be repeated. It leaves that by its one outcome.
 * 2. Of the operations on one item at most one is in a lane, a request, or waiting to be repeated, so they take place in their order.
 * 3. A partition gets as many requests at once as its congestion allows, and none while it asks to wait. A request that is not full waits
 *    for more operations, unless none can come now.
 * 4. Only the driver repeats requests. What is repeated here are operations whose own answer says that it helps and is safe.
 */
import {
  type BulkResult,
  CosmosError,
  CosmosOperation,
  type CosmosResponse,
  type FeedRange,
  isCosmosError,
  readBulkResults,
} from '@perdura/cosmos-driver';
import type { Clock } from '../client/clock.ts';
import type { ContainerScope } from '../container/container-scope.ts';
import type { ResolvedBulkOptions } from './bulk-options.ts';
import { afterCalm, afterProgress, afterThrottling, mayAsk } from './congestion.ts';
import { createItemOrder } from './item-order.ts';
import { append, isFull, oldestFirst, type PartitionLane, putBack, type Queue, takeRequest } from './partition-lane.ts';
import { laneTo, moveLanes } from './partition-lanes.ts';
import { noteWait, type PlannedOperation, planFailure, planResult } from './plan-operation.ts';
import type { QueuedOperation } from './queued-operation.ts';
import { type AnyBulkOutcome, failedWith, readOutcome } from './read-outcome.ts';
import { createTimers } from './timers.ts';

/** What a dispatch is made with. */
export interface DispatchParts {
  readonly scope: ContainerScope;
  readonly options: ResolvedBulkOptions;
  /** The partitions, as far as known. */
  readonly ranges: readonly FeedRange[];
  /** Whether operations may still be added before one of those at hand has its outcome. */
  readonly mayGetMore: () => 'soon' | 'later' | 'never';
  /** Told of every outcome, with the operation. */
  readonly onOutcome: (outcome: AnyBulkOutcome, queued: QueuedOperation) => void;
  readonly clock: Clock;
  /** From 0 to just below 1. */
  readonly random: () => number;
  /** Told what ends the bulk: the client is closed, or something that is no failure of an operation. */
  readonly onEnd: (error: unknown) => void;
}

/** Sends operations. */
export interface BulkDispatch {
  /** Takes an operation. */
  add(prepared: Omit<QueuedOperation, 'addedMs'>): void;
  /** Sends what is worth sending. */
  send(): void;
  /** Ends all: what is under way is aborted, what is queued fails. Outcomes of all are told before it resolves. */
  end(error: CosmosError): Promise<void>;
  /** Ends all, and tells nobody. */
  close(): Promise<void>;
  readonly underWay: () => number;
  readonly throttled: () => number;
  readonly requestCharge: () => number;
}

/** Begins to send; nothing is queued yet. */
export function createBulkDispatch(parts: DispatchParts): BulkDispatch {
  const { scope, options, mayGetMore, onOutcome, onEnd, clock, random } = parts;
  const { connection, reference } = scope;
  const { throttling, maxConcurrency } = options;
  const requestOptions = {
    ...options.others,
    contentResponseOnWrite: options.others.contentResponseOnWrite ?? connection.contentResponseOnWrite,
    // Waiting is done here, where it holds up no other operation and is known to the next request.
    throttlingRetry: { maxRetryCount: 0 },
  };
  const order = createItemOrder();
  const timers = createTimers(clock);
  const ending = new AbortController();
  const requests = new Set<Promise<void>>();
  /** Operations that wait to be repeated. */
  const waiting = new Set<QueuedOperation>();
  let lanes = moveLanes([], parts.ranges).lanes;
  let regrouping: Promise<void> | undefined;
  let firstLane = 0;
  let ended: CosmosError | undefined;
  let isClosed = false;
  let throttled = 0;
  let requestCharge = 0;

  function settle(queued: QueuedOperation, outcome: AnyBulkOutcome): void {
    const next = order.leave(queued);
    if (next !== undefined) enqueue(next);
    if (!isClosed) onOutcome(outcome, queued);
  }

  function fail(queued: QueuedOperation, error: CosmosError): void {
    settle(queued, failedWith(scope, queued, error));
  }

  function enqueue(queued: QueuedOperation): void {
    if (ended !== undefined) {
      fail(queued, ended);
      return;
    }
    const lane = laneTo(lanes, queued.row.effectivePartitionKey);
    if (isFull(append(lane, queued))) sendFrom(lane);
  }

  function later(queued: QueuedOperation, delayMs: number, before: Promise<void> | undefined): void {
    waiting.add(queued);
    const repeat = (): void => {
      if (!waiting.delete(queued)) return;
      enqueue(queued);
      send();
    };
    timers.after(delayMs, () => {
      if (before === undefined) repeat();
      else void before.then(repeat);
    });
  }

  function sendFrom(lane: PartitionLane): void {
    const more = mayGetMore();
    for (const queue of oldestFirst(lane)) {
      while (requests.size < maxConcurrency && mayAsk(lane.congestion, lane.underWay, clock.elapsedMs())) {
        const isWorthWhile = isFull(queue) || more === 'never' || (more === 'later' && lane.underWay === 0);
        if (queue.operations.length === 0 || !isWorthWhile) break;
        request(lane, queue);
      }
    }
  }

  /** Lanes take turns at being the first. */
  function send(): void {
    firstLane = (firstLane + 1) % lanes.length;
    for (let at = 0; at < lanes.length && requests.size < maxConcurrency; at++) {
      const lane = lanes[(firstLane + at) % lanes.length];
      if (lane !== undefined) sendFrom(lane);
    }
  }

  function request(lane: PartitionLane, queue: Queue): void {
    const sent = takeRequest(queue);
    lane.underWay++;
    const working = carryOut(lane, sent).finally(() => {
      lane.underWay--;
      requests.delete(working);
      if (!isClosed) send();
    });
    requests.add(working);
  }

  async function carryOut(lane: PartitionLane, sent: readonly QueuedOperation[]): Promise<void> {
    let response: CosmosResponse;
    let results: readonly BulkResult[];
    try {
      const rows = sent.map(({ row }) => row);
      const bulk = CosmosOperation.bulk(reference, lane.range, rows);
      const operation = options.sessionToken === undefined ? bulk : bulk.withSessionToken(options.sessionToken);
      response = await connection.execute(operation, { ...requestOptions, signal: ending.signal });
      results = readBulkResults(response);
    } catch (error) {
      absorbFailure(lane, sent, isCosmosError(error) ? error : giveUp(error));
      return;
    }
    await absorb(lane, sent, results, response);
  }

  /** Ends the bulk for what is no failure of an operation. */
  function giveUp(cause: unknown): CosmosError {
    onEnd(cause);
    return ended ?? new CosmosError('The bulk was left because of another failure.', { code: 'aborted', cause });
  }

  async function absorb(
    lane: PartitionLane,
    sent: readonly QueuedOperation[],
    results: readonly BulkResult[],
    response: CosmosResponse,
  ): Promise<void> {
    requestCharge += response.diagnostics.totalRequestCharge;
    const waited = afterWait(lane, sent);
    const plans: PlannedOperation[] = [];
    for (const [index, result] of results.entries()) {
      const plan = planResult(waited[index] as QueuedOperation, result, throttling, random());
      plans.push(plan);
      if (plan.next !== 'settle') continue;
      const { queued } = plan;
      const outcome = readOutcome(scope, queued, result, response);
      if (!(outcome instanceof Promise)) settle(queued, outcome);
      else settle(queued, await outcome.catch((error) => failedWith(scope, queued, giveUp(error))));
    }
    if (!plans.every(({ isThrottled }) => isThrottled)) lane.congestion = afterProgress(lane.congestion);
    goOn(lane, plans);
    if (!plans.some(({ isThrottled }) => isThrottled)) lane.congestion = afterCalm(lane.congestion);
  }

  function absorbFailure(lane: PartitionLane, sent: readonly QueuedOperation[], error: CosmosError): void {
    requestCharge += error.diagnostics.totalRequestCharge;
    if (error.code === 'closed') onEnd(error);
    const plans = afterWait(lane, sent).map((queued) => planFailure(queued, error, throttling, random()));
    for (const { next, queued } of plans) if (next === 'settle') fail(queued, error);
    goOn(lane, plans);
  }

  function afterWait({ congestion }: PartitionLane, sent: readonly QueuedOperation[]): readonly QueuedOperation[] {
    const nowMs = clock.elapsedMs();
    return sent.map((queued) => noteWait(queued, congestion.throttledSinceMs, nowMs));
  }

  /** Repeats what is to be repeated, unless the bulk has ended meanwhile. */
  function goOn(lane: PartitionLane, plans: readonly PlannedOperation[]): void {
    const held: QueuedOperation[] = [];
    let pauseMs = 0;
    for (const { queued, next, delayMs, isThrottled, hasMoved } of plans) {
      if (isThrottled) throttled++;
      if (next === 'settle') continue;
      if (ended !== undefined) fail(queued, ended);
      else if (next === 'repeat') later(queued, delayMs, hasMoved ? regroup() : undefined);
      else {
        pauseMs = Math.max(pauseMs, delayMs);
        held.push(queued);
      }
    }
    if (held.length > 0) hold(lane, held, pauseMs);
  }

  /** What the partition had no throughput for goes back to its lane, which pauses. */
  function hold(lane: PartitionLane, operations: readonly QueuedOperation[], pauseMs: number): void {
    lane.congestion = afterThrottling(lane.congestion, clock.elapsedMs(), pauseMs);
    if (lanes.includes(lane)) putBack(lane, operations);
    else for (const queued of operations) enqueue(queued);
    resume(lane);
  }

  /** Timers may be early by a little. */
  function resume(lane: PartitionLane): void {
    const pauseMs = lane.congestion.pausedUntilMs - clock.elapsedMs();
    if (pauseMs > 0) timers.after(Math.ceil(pauseMs), () => resume(lane));
    else send();
  }

  /** The driver has found out which partitions there are now; the lanes follow. Without an answer they stay as they are. */
  function regroup(): Promise<void> {
    regrouping ??= connection
      .readFeedRanges(reference, { signal: ending.signal })
      .then(
        (ranges) => {
          const moved = moveLanes(lanes, ranges);
          lanes = moved.lanes;
          for (const queued of moved.stranded) enqueue(queued);
        },
        () => undefined,
      )
      .finally(() => {
        regrouping = undefined;
      });
    return regrouping;
  }

  async function end(error: CosmosError): Promise<void> {
    ended ??= error;
    timers.clear();
    ending.abort(error);
    const queued = [...moveLanes(lanes, []).stranded, ...waiting];
    waiting.clear();
    for (const each of [...order.drain(), ...queued]) fail(each, error);
    await Promise.all(requests);
  }

  return {
    add(prepared) {
      const queued = { ...prepared, addedMs: clock.elapsedMs() };
      if (order.enter(queued)) enqueue(queued);
    },
    send,
    end,
    async close() {
      isClosed = true;
      await end(new CosmosError('The bulk was left.', { code: 'aborted' }));
    },
    underWay: () => requests.size,
    throttled: () => throttled,
    requestCharge: () => requestCharge,
  };
}
