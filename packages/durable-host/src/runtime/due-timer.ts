import type { Clock } from '../effects/clock.ts';
import type { InboxTable } from '../store/inbox-table.ts';

/**
 * One timer for the whole hub, always set to the message that becomes due next.
 *
 * What became due up to `#sweptUntilMs` has been announced; a message that is due earlier than that is announced again
 * with the next sweep. Announcing an instance twice is harmless.
 */
export class DueTimer {
  readonly #clock: Clock;
  readonly #inbox: Pick<InboxTable, 'dueInstances' | 'nextDue'>;
  readonly #announce: (instanceId: string) => void;
  #sweptUntilMs: number = Number.MIN_SAFE_INTEGER;
  #armed: { readonly dueMs: number; readonly cancel: () => void } | undefined;

  /** @param announce  Told every instance for which something has become due. */
  constructor(
    clock: Clock,
    inbox: Pick<InboxTable, 'dueInstances' | 'nextDue'>,
    announce: (instanceId: string) => void,
  ) {
    this.#clock = clock;
    this.#inbox = inbox;
    this.#announce = announce;
  }

  /** Announces everything that is due, and sets the timer to what comes next. */
  sweep(): void {
    this.stop();
    const nowMs = this.#clock.now();
    const due = this.#inbox.dueInstances(this.#sweptUntilMs, nowMs);
    this.#sweptUntilMs = nowMs;
    const nextMs = this.#inbox.nextDue(nowMs);
    if (nextMs !== undefined) this.#set(nextMs, nowMs);
    for (const instanceId of due) this.#announce(instanceId);
  }

  /** Takes note of a new message that is due at `dueMs`. */
  expect(dueMs: number): void {
    this.#sweptUntilMs = Math.min(this.#sweptUntilMs, dueMs - 1);
    if (this.#armed !== undefined && this.#armed.dueMs <= dueMs) return;
    this.stop();
    this.#set(dueMs, this.#clock.now());
  }

  /** Withdraws the timer. */
  stop(): void {
    this.#armed?.cancel();
    this.#armed = undefined;
  }

  #set(dueMs: number, nowMs: number): void {
    const cancel = this.#clock.schedule(
      () => {
        this.#armed = undefined;
        this.sweep();
      },
      Math.max(0, dueMs - nowMs),
    );
    this.#armed = { dueMs, cancel };
  }
}
