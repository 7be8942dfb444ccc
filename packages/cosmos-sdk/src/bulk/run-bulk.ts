/**
 * Carries out a bulk: reads operations, hands them to the dispatch, and gives out what became of them.
 *
 * It owns the input, and counts what it holds: operations that were read and whose outcome nobody has taken yet.
 *
 * 1. No more is read while it holds as many operations, or bytes, as it may: whoever takes outcomes slowly slows down the input.
 * 2. Every operation that was read has one outcome, and all come before the iteration ends, also when it ends with an error: that of the
 *    input, a `TypeError` for what is no operation, or the signal's.
 * 3. Whoever leaves the iteration ends the requests under way, and the input.
 */
import { CosmosError, isCosmosError } from '@perdura/cosmos-driver';
import { type Clock, systemClock } from '../client/clock.ts';
import type { ContainerScope } from '../container/container-scope.ts';
import { type BulkDispatch, createBulkDispatch } from './bulk-dispatch.ts';
import type { ResolvedBulkOptions } from './bulk-options.ts';
import { openSource } from './operation-source.ts';
import type { PreparedOperation } from './prepare-row.ts';
import { type AnyBulkOutcome, refusedOutcome } from './read-outcome.ts';
import { createTimers } from './timers.ts';

/** Operations held for each request that may be under way: two full ones, so that the next is there when one is answered. */
const heldPerRequest = 200;
/** Bytes held, beyond which nothing is read. Our choice: some requests of the largest items. */
const maxHeldBytes = 32 * 1024 * 1024;
/** Reading goes on when there is room for this many, or nothing else to do. */
const worthReading = 100;

/**
 * @param prepare  Checks and encodes an operation of the input, whose outcome has its index.
 * @throws {TypeError} of `prepare`, after the outcomes of those before. @throws {CosmosError} `aborted`, `closed`.
 */
export async function* runBulk<Operation>(
  scope: ContainerScope,
  operations: Iterable<Operation> | AsyncIterable<Operation>,
  options: ResolvedBulkOptions,
  prepare: (index: number, operation: Operation) => PreparedOperation | Promise<PreparedOperation>,
  { clock = systemClock, random = Math.random }: { readonly clock?: Clock; readonly random?: () => number } = {},
): AsyncGenerator<AnyBulkOutcome, void, undefined> {
  const { onProgress, maxConcurrency, signal, others } = options;
  const ranges = await scope.connection.readFeedRanges(scope.reference, { ...others, signal });
  const source = openSource(operations);
  const timers = createTimers(clock);
  const maxHeld = heldPerRequest * maxConcurrency;
  let outcomes: AnyBulkOutcome[] = [];
  let read = 0;
  let held = 0;
  let heldBytes = 0;
  let done = 0;
  let failed = 0;
  let isReading = false;
  let isInputOver = false;
  /** Whether the input takes its time. */
  let isStarved = false;
  let isWatching = false;
  let failure: { readonly error: unknown } | undefined;
  let ending: Promise<void> | undefined;
  let wake = (): void => undefined;

  const hasRoom = (): boolean => held < maxHeld && heldBytes < maxHeldBytes;
  const tell = (outcome: AnyBulkOutcome): undefined => {
    outcomes.push(outcome);
    done++;
    if (!outcome.ok) failed++;
    wake();
  };
  /** The iteration ends with this, once every outcome is out. */
  const endWith = (error: unknown): void => {
    failure ??= { error };
    isInputOver = true;
    wake();
  };
  const stop = (error: unknown): void => {
    endWith(error);
    ending ??= dispatch.end(isCosmosError(error) ? error : leftBecauseOf(error)).finally(() => wake());
  };
  const dispatch: BulkDispatch = createBulkDispatch({
    scope,
    options,
    ranges,
    clock,
    random,
    mayGetMore: () => (isInputOver ? 'never' : isStarved || !hasRoom() ? 'later' : 'soon'),
    onOutcome(outcome, { row }) {
      heldBytes -= row.bytes.byteLength;
      tell(outcome);
    },
    onEnd: stop,
  });

  /** Notices an input from which nothing has come for a turn of the event loop. */
  function watchInput(): void {
    if (isWatching) return;
    isWatching = true;
    const seen = read;
    timers.after(0, () => {
      isWatching = false;
      if (!isReading || isInputOver) return;
      if (seen === read) {
        isStarved = true;
        dispatch.send();
      } else watchInput();
    });
  }

  async function readInput(): Promise<void> {
    if (isReading || isInputOver || !hasRoom()) return;
    isReading = true;
    try {
      while (!isInputOver && hasRoom()) {
        // Most inputs and operations are there at once: nobody waits for those.
        let next = source.next();
        if (next instanceof Promise) {
          watchInput();
          next = await next;
        }
        isStarved = false;
        if (next.done === true) isInputOver = true;
        else if (!isInputOver) {
          const admitting = admit(next.value);
          if (admitting !== undefined) await admitting;
        }
      }
    } catch (error) {
      endWith(error);
    }
    isReading = false;
    dispatch.send();
    wake();
  }

  function admit(operation: Operation): Promise<void> | undefined {
    const prepared = prepare(read++, operation);
    held++;
    if (!(prepared instanceof Promise)) return dispatchOrRefuse(prepared);
    watchInput();
    return prepared.then(dispatchOrRefuse, (error: unknown) => {
      held--;
      throw error;
    });
  }

  function dispatchOrRefuse(prepared: PreparedOperation): undefined {
    if (prepared.kind === 'refused') return tell(refusedOutcome(prepared));
    heldBytes += prepared.queued.row.bytes.byteLength;
    dispatch.add(prepared.queued);
  }

  /** What the caller throws ends the input; what is at hand still has its outcomes. */
  function tellProgress(): void {
    if (onProgress === undefined || failure !== undefined) return;
    const throttled = dispatch.throttled();
    try {
      onProgress({ done, failed, throttled, requestCharge: dispatch.requestCharge(), underWay: dispatch.underWay() });
    } catch (error) {
      endWith(error);
      dispatch.send();
    }
  }

  const onAbort = (): void => stop(abortedBy(scope, signal));
  signal?.addEventListener('abort', onAbort);
  try {
    if (signal?.aborted === true) onAbort();
    for (;;) {
      void readInput();
      if (outcomes.length === 0) {
        if (isInputOver && held === 0) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const ready = outcomes;
      outcomes = [];
      tellProgress();
      for (const outcome of ready) {
        yield outcome;
        held--;
        if (maxHeld - held >= worthReading) void readInput();
      }
    }
    if (failure !== undefined) throw failure.error;
  } finally {
    isInputOver = true;
    signal?.removeEventListener('abort', onAbort);
    timers.clear();
    await Promise.all([dispatch.close(), ending]);
    await source.close();
  }
}

function abortedBy({ reference }: ContainerScope, signal: AbortSignal | undefined): CosmosError {
  return new CosmosError(`The bulk on container "${reference.id}" was aborted by the caller.`, {
    code: 'aborted',
    cause: signal?.reason,
  });
}

function leftBecauseOf(cause: unknown): CosmosError {
  return new CosmosError('The bulk was left because of another failure.', { code: 'aborted', cause });
}
