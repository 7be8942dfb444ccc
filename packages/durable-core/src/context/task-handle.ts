import type { Ledger } from '../replay/ledger.ts';
import type { Entry } from '../replay/records.ts';
import type { Outcome, Task, TimerTask } from '../tasks/task.ts';

/** The task user code holds: knows where the ledger keeps its state and nothing else. */
export class TaskHandle<T> implements Task<T> {
  readonly #ledger: Ledger;
  readonly #entry: Entry;

  constructor(ledger: Ledger, entry: Entry) {
    this.#ledger = ledger;
    this.#entry = entry;
  }

  // biome-ignore lint/suspicious/noThenProperty: tasks are awaited; the promise behind one is made only when somebody does
  then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return (this.#ledger.subscriptions.promiseOf(this.#entry) as Promise<T>).then(onfulfilled, onrejected);
  }

  *[Symbol.iterator](): Generator<Task<T>, T, unknown> {
    return (yield this) as T;
  }

  /** How the task behind a handle ended; `undefined` while it is open. */
  static outcomeOf(handle: Task<unknown>): Outcome<unknown> | undefined {
    return #entry in handle ? (handle as TaskHandle<unknown>).#entry.outcome : undefined;
  }

  /** The entry behind a handle of this ledger; `undefined` for anything else, tasks of another execution included. */
  static entryOf(value: unknown, ledger: Ledger): Entry | undefined {
    return typeof value === 'object' && value !== null && #entry in value && value.#ledger === ledger
      ? value.#entry
      : undefined;
  }
}

/** The handle of a timer. */
export class TimerHandle<S> extends TaskHandle<S> implements TimerTask<S> {
  readonly #cancel: () => void;
  readonly #isCancelled: () => boolean;

  constructor(ledger: Ledger, entry: Entry, cancel: () => void, isCancelled: () => boolean) {
    super(ledger, entry);
    this.#cancel = cancel;
    this.#isCancelled = isCancelled;
  }

  cancel(): void {
    this.#cancel();
  }

  get isCancelled(): boolean {
    return this.#isCancelled();
  }
}
