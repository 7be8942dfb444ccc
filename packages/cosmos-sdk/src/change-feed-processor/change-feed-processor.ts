/**
 * One instance of a change feed processor.
 *
 * 1. It looks at the leases again and again, takes those that are its share, and handles the changes of each by itself.
 * 2. A lease that it has is not taken once more before its handler is done, whatever became of the lease meanwhile.
 * 3. It ends when its handlers have, and its leases are free for others.
 */
import type { ChangeFeedMode } from '../change-feed/change-feed-options.ts';
import { type Clock, systemClock, waitOn } from '../client/clock.ts';
import { beginLeases, completeLeases, startOfPlan } from './begin-leases.ts';
import { chooseLeases } from './choose-leases.ts';
import { estimateLag, type ProcessorLag } from './estimate-lag.ts';
import { type HeldLease, holdLease } from './held-lease.ts';
import { type Lease, leaseToken } from './lease.ts';
import type { LeaseContainer } from './lease-container.ts';
import type { LeasePlan } from './lease-document.ts';
import { isExpired, type LeaseSightings, noteSightings } from './lease-expiry.ts';
import { openLeaseStore } from './lease-store.ts';
import type { MonitoredContainer } from './monitored-container.ts';
import { processChanges } from './process-changes.ts';
import {
  type ChangeFeedProcessorOptions,
  type ProcessorErrorContext,
  resolveProcessorOptions,
} from './processor-options.ts';

/** Handles the changes of a container, together with other instances. `container.changeFeedProcessor(options)` makes them. */
export interface ChangeFeedProcessor {
  /** Name of this instance. */
  readonly instanceName: string;
  /**
   * Begins to handle changes; resolves when the leases are there, and goes on in the background until `stop`.
   *
   * @throws {TypeError} when it was started already, or the processor's changes were begun in another mode.
   * @throws {CosmosError} when the leases cannot be read or made. It may be started again then.
   */
  start(): Promise<void>;
  /** Waits for the handlers that run, notes how far they came, and leaves the leases to others. May be started again afterwards. */
  stop(): Promise<void>;
  /**
   * How many changes wait, by the leases as they are: of all instances, whether or not this one was started.
   *
   * The unit is writes by log sequence number: from the first change that was not handled to the partition's newest write. It counts
   * what the feed does not tell, such as versions that newer ones replaced, so take it as an upper bound that is `0` when nothing waits.
   *
   * @throws {CosmosError} when leases or changes cannot be read.
   */
  estimateLag(): Promise<ProcessorLag>;
  /** The same as `stop`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** How soon an instance looks again when it asked for a lease, or another was faster, in milliseconds. */
const followUpMs = 1000;

/** Makes an instance. @throws {TypeError} for options that make no sense. */
export function createChangeFeedProcessor<T, Mode extends ChangeFeedMode>(
  container: MonitoredContainer,
  given: ChangeFeedProcessorOptions<T, Mode>,
  { clock = systemClock, newId = () => crypto.randomUUID() }: { clock?: Clock; newId?: () => string } = {},
): ChangeFeedProcessor {
  const options = resolveProcessorOptions(given as unknown as ChangeFeedProcessorOptions, newId);
  const { leaseContainer, instanceName, processorName, leaseExpirationMs: durationMs } = options;
  requireOther(container, leaseContainer);
  const store = openLeaseStore(leaseContainer, { processorName, containerRid: container.reference.rid });
  const running = new Map<string, { readonly held: HeldLease; readonly done: Promise<void> }>();
  let sightings: LeaseSightings = new Map();
  let pausing = new AbortController();
  let run: { readonly stopping: AbortController; readonly ended: Promise<void> } | undefined;

  function tell(error: unknown, context: ProcessorErrorContext): void {
    // Of an error of `onError` nobody is left to be told.
    inform(
      () => options.onError(error, context),
      () => undefined,
    );
  }

  /** Takes a lease. @returns Whether nobody was faster. */
  async function take(lease: Lease, plan: LeasePlan, stopping: AbortSignal): Promise<boolean> {
    const sentAtMs = clock.elapsedMs();
    const mine = { owner: instanceName, term: newId(), wantedBy: undefined, durationMs };
    const taken = await store.replace({ ...lease, ...mine });
    if (taken === undefined) return false;
    const label = { leaseToken: leaseToken(lease.range), range: lease.range };
    const onError = (error: unknown): void => tell(error, { ...label, source: 'leases' });
    const onCallbackError = (error: unknown): void => tell(error, { ...label, source: 'callback' });
    const held = holdLease(taken, sentAtMs, { store, clock, renewIntervalMs: options.leaseRenewIntervalMs, onError });
    // Somebody stopped while the lease was on its way: nothing is handled, and it is left at once.
    if (stopping.aborted) held.end();
    const startFrom = startOfPlan(plan);
    inform(() => options.onLeaseAcquired(label), onCallbackError);
    const done = processChanges(held, { container, clock, options, startFrom, onError: tell }).then(async () => {
      const end = await held.close();
      running.delete(lease.id);
      if (end === 'split') pausing.abort();
      inform(() => options.onLeaseReleased(label, end), onCallbackError);
    });
    running.set(lease.id, { held, done });
    return true;
  }

  /** @returns When to look again. */
  async function balance(plan: LeasePlan, stopping: AbortSignal): Promise<number> {
    const leases = await completeLeases(store, plan, durationMs);
    const elapsedMs = clock.elapsedMs();
    sightings = noteSightings(sightings, leases, elapsedMs);
    const choice = chooseLeases(leases, {
      self: instanceName,
      isHeld: ({ id }) => running.has(id),
      isExpired: (lease) => isExpired(lease, sightings, { elapsedMs, nowMs: clock.nowMs() }),
    });
    let isSettled = choice.ask === undefined && !leases.some(({ wantedBy }) => wantedBy === instanceName);
    for (const lease of choice.take) {
      if (stopping.aborted) return 0;
      isSettled = (await take(lease, plan, stopping)) && isSettled;
    }
    // Whoever else asks, or its owner, may be faster: the next look tells.
    if (choice.ask !== undefined && !stopping.aborted) await store.replace({ ...choice.ask, wantedBy: instanceName });
    return isSettled ? options.leaseAcquireIntervalMs : Math.min(followUpMs, options.leaseAcquireIntervalMs);
  }

  async function keepBalance(plan: LeasePlan, stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      pausing = new AbortController();
      let delayMs = options.leaseAcquireIntervalMs;
      try {
        delayMs = await balance(plan, stopping);
      } catch (error) {
        tell(error, { source: 'leases' });
      }
      if (!stopping.aborted) await waitOn(clock, delayMs, pausing.signal);
    }
  }

  async function end(): Promise<void> {
    for (const { held } of running.values()) held.end();
    await Promise.all([...running.values()].map(({ done }) => done));
  }

  async function stop(): Promise<void> {
    const stopped = run;
    if (stopped === undefined) return;
    stopped.stopping.abort();
    pausing.abort();
    const ended = end();
    await stopped.ended;
    await ended;
    // What was taken while the last look was under way.
    await end();
    if (run === stopped) run = undefined;
  }

  return {
    instanceName,
    async start() {
      if (run !== undefined)
        throw new TypeError(`Instance "${instanceName}" of "${processorName}" was started already.`);
      const stopping = new AbortController();
      const begun = beginLeases(container, store, options).then(async (plan) => {
        await completeLeases(store, plan, durationMs);
        return plan;
      });
      const started = {
        stopping,
        ended: begun.then(
          (plan) => keepBalance(plan, stopping.signal),
          () => undefined,
        ),
      };
      run = started;
      try {
        await begun;
      } catch (error) {
        if (run === started) run = undefined;
        throw error;
      }
    },
    stop,
    estimateLag: () => estimateLag(container, store),
    [Symbol.asyncDispose]: stop,
  };
}

/** @throws {TypeError} when the leases are to be kept among what is watched: every note of a change would be a change. */
function requireOther({ reference, id }: MonitoredContainer, { reference: other }: LeaseContainer): void {
  if (reference.rid !== other.rid || reference.database.id !== other.database.id || id !== other.id) return;
  throw new TypeError(`The leases of a processor of container "${id}" must be kept in another container.`);
}

/** Calls somebody who wants to know; what is thrown there, or rejected, does not stand in the way. */
function inform(call: () => unknown, onFailure: (error: unknown) => void): void {
  try {
    const calling = call();
    if (calling instanceof Promise) calling.catch(onFailure);
  } catch (error) {
    onFailure(error);
  }
}
