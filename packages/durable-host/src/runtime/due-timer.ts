import type { Clock } from '../effects/clock.ts';
import type { DuePlace, InboxTable } from '../store/inbox-table.ts';

/** Most messages read from the inbox at once. */
const pageSize = 1_000;

/** Before every message there is. */
const beginning: DuePlace = { dueMs: Number.MIN_SAFE_INTEGER, sequence: 0 };

/** Messages in the order of their due times. */
export type DueMessages = Pick<InboxTable, 'dueAfter' | 'nextDue'>;

/** Who is told what has become due. */
export interface DueListener {
  /** Told every instance for which something has become due. */
  readonly announce: (instanceId: string) => void;
  /** Answers whether it can take more; when it could not, `catchUp` is called once it can. (default: always) */
  readonly hasRoom?: () => boolean;
}

/**
 * One timer for the whole hub, always set to the message that becomes due next.
 *
 * What became due up to `#swept` has been announced; a message that is due earlier than that is announced again with the
 * next sweep. Announcing an instance twice is harmless. What is due is read in pages, and no further than it is taken.
 */
export class DueTimer {
  readonly #clock: Clock;
  readonly #inbox: DueMessages;
  readonly #listener: DueListener;
  #swept: DuePlace = beginning;
  #isBehind = false;
  #armed: { readonly dueMs: number; readonly cancel: () => void } | undefined;
  #isClosed = false;

  constructor(clock: Clock, inbox: DueMessages, listener: DueListener) {
    this.#clock = clock;
    this.#inbox = inbox;
    this.#listener = listener;
  }

  /** Announces what is due, as far as it is taken, and sets the timer to what comes next. */
  sweep(): void {
    if (this.#isClosed) return;
    this.#stop();
    const { announce, hasRoom = () => true } = this.#listener;
    const nowMs = this.#clock.now();
    for (this.#isBehind = true; this.#isBehind && hasRoom(); ) {
      const page = this.#inbox.dueAfter(this.#swept, nowMs, pageSize);
      this.#isBehind = page.length === pageSize;
      this.#swept = page.at(-1) ?? this.#swept;
      for (const instanceId of new Set(page.map((message) => message.instanceId))) announce(instanceId);
    }
    if (this.#isBehind) return;
    this.#swept = { dueMs: nowMs, sequence: Number.MAX_SAFE_INTEGER };
    const nextMs = this.#inbox.nextDue(nowMs);
    if (nextMs !== undefined) this.#set(nextMs, nowMs);
  }

  /**
   * Goes on where the last sweep had to stop, if it had to.
   *
   * @param hasForgotten  Something that was announced has been forgotten, so everything is announced again.
   */
  catchUp(hasForgotten: boolean): void {
    if (hasForgotten) this.#swept = beginning;
    if (hasForgotten || this.#isBehind) this.sweep();
  }

  /** Takes note of a new message that is due at `dueMs`. */
  expect(dueMs: number): void {
    if (this.#isClosed) return;
    if (dueMs <= this.#swept.dueMs) this.#swept = { dueMs: dueMs - 1, sequence: Number.MAX_SAFE_INTEGER };
    if (this.#armed !== undefined && this.#armed.dueMs <= dueMs) return;
    this.#stop();
    this.#set(dueMs, this.#clock.now());
  }

  /** Withdraws the timer, and sets no other: what a client has just asked for may still be on its way here. */
  close(): void {
    this.#isClosed = true;
    this.#stop();
  }

  #stop(): void {
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
