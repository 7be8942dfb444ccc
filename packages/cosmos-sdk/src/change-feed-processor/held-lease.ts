/**
 * A lease while this instance has it.
 *
 * 1. It is written by one write at a time, and every write renews it. What a failed write was to say, the next one says.
 * 2. It is lost when another has it, or when no write has succeeded for as long as others wait before they take it. From then on
 *    nothing is written, and the handler's signal is aborted.
 * 3. It ends when it is lost, replaced, asked for by another, or given up: no further changes are handled. What is being handled is
 *    finished, saved, and only then does another get it.
 */
import type { Clock } from '../client/clock.ts';
import type { Lease, LeaseStart } from './lease.ts';
import { actsUntilMs } from './lease-expiry.ts';
import type { LeaseStore } from './lease-store.ts';
import { settleConflict } from './settle-conflict.ts';

/** Why an instance no longer has a lease. */
export type LeaseEnd = 'stopped' | 'handed-over' | 'split' | 'lost';

/** A lease of this instance. */
export interface HeldLease {
  /** The lease as it is now. */
  current(): Lease;
  /** Aborted when the lease is lost. */
  readonly lost: AbortSignal;
  /** Aborted when no further changes are to be handled. */
  readonly ending: AbortSignal;
  /** Gives the lease up, once what is being handled is done. */
  end(): void;
  /** Notes how far changes were handled. Failures are reported; the next write says it again. */
  save(continuation: string): Promise<void>;
  /** Replaces the lease by others. @throws {CosmosError} when it cannot be written. */
  replaceBy(children: readonly LeaseStart[]): Promise<void>;
  /** Leaves the lease to who asked for it, or to nobody. Failures are reported: the lease expires then. */
  close(): Promise<LeaseEnd>;
}

/** What a lease is held with. */
export interface HoldingOptions {
  readonly store: Pick<LeaseStore, 'read' | 'replace'>;
  readonly clock: Clock;
  readonly renewIntervalMs: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Holds a lease that was taken.
 *
 * @param sentAtMs  When that was sent.
 */
export function holdLease(taken: Lease, sentAtMs: number, options: HoldingOptions): HeldLease {
  const { store, clock, renewIntervalMs } = options;
  const lost = new AbortController();
  const ending = new AbortController();
  const untilLost = new Promise<void>((resolve) => {
    lost.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  let lease = taken;
  // Apart from the lease, which is what was written last: a write may be under way when it changes.
  let { continuation } = taken;
  let isClosed = false;
  let lastWrite: Promise<void> = Promise.resolve();
  let cancelExpiry = (): void => undefined;
  let cancelRenewal = (): void => undefined;

  /** What becomes of a write that nobody waits for any more is no news. */
  function onError(error: unknown): void {
    if (!isClosed) options.onError(error);
  }

  function lose(): void {
    isClosed = true;
    cancelExpiry();
    cancelRenewal();
    const reason = new Error('The lease is another instance’s now.');
    lost.abort(reason);
    ending.abort(reason);
  }

  function extend(fromMs: number): void {
    cancelExpiry();
    cancelExpiry = clock.startTimer(Math.max(0, actsUntilMs(fromMs, lease) - clock.elapsedMs()), lose);
  }

  async function write(change: () => Partial<Lease>): Promise<void> {
    if (isClosed) return;
    const writing = lastWrite.then(async () => {
      while (!isClosed) {
        const fromMs = clock.elapsedMs();
        const written = await store.replace({ ...lease, continuation, ...change() });
        if (isClosed) return;
        if (written !== undefined) {
          lease = written;
          extend(fromMs);
          if (lease.wantedBy !== undefined) ending.abort();
          return;
        }
        const settled = settleConflict(lease, await store.read(lease.id));
        if (settled === undefined) return lose();
        lease = settled;
      }
    });
    lastWrite = writing.catch(() => undefined);
    // Of a lease that is lost no answer is waited for.
    return Promise.race([writing, untilLost]);
  }

  function renewLater(): void {
    cancelRenewal = clock.startTimer(renewIntervalMs, () => void renew());
  }

  async function renew(): Promise<void> {
    await write(() => ({})).catch(onError);
    if (!isClosed) renewLater();
  }

  extend(sentAtMs);
  renewLater();
  return {
    current: () => ({ ...lease, continuation }),
    lost: lost.signal,
    ending: ending.signal,
    end: () => ending.abort(),
    async save(reached) {
      continuation = reached;
      await write(() => ({})).catch(onError);
    },
    async replaceBy(children) {
      await write(() => ({ children, owner: undefined, term: undefined, wantedBy: undefined }));
      ending.abort();
    },
    async close() {
      let end: LeaseEnd = lease.children === undefined ? 'stopped' : 'split';
      if (!lost.signal.aborted && end !== 'split') {
        await write(() => {
          end = lease.wantedBy === undefined ? 'stopped' : 'handed-over';
          return { owner: lease.wantedBy, term: undefined, wantedBy: undefined };
        }).catch(onError);
      }
      isClosed = true;
      cancelExpiry();
      cancelRenewal();
      return lost.signal.aborted ? 'lost' : end;
    },
  };
}
