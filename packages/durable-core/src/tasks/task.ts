/**
 * Something an orchestrator has asked for and can wait for: `await task` in an async orchestrator, `yield* task` in a generator.
 *
 * Nothing runs twice: a task keeps its outcome, so it can be waited for again and sit in several `joinAll`, `any` or `select`.
 * A failed task that nobody waits for harms nobody.
 */
export interface Task<T> extends PromiseLike<T> {
  /** Makes `yield* task` a typed expression in generator orchestrators. */
  [Symbol.iterator](): Generator<Task<T>, T, unknown>;
}

/** A timer; resolves to the state it was created with. */
export interface TimerTask<S = undefined> extends Task<S> {
  /**
   * Takes the timer back: the task rejects with code `cancelled` and no longer keeps the instance running. Twice is once.
   *
   * @throws {TypeError} when the timer has already fired.
   */
  cancel(): void;
  /** Whether `cancel` was called. */
  readonly isCancelled: boolean;
}

/** How a task ended. */
export type Outcome<T> =
  | {
      readonly status: 'fulfilled';
      /** What the task resolved to. */
      readonly value: T;
    }
  | {
      readonly status: 'rejected';
      /** What the task failed with: a `TaskFailedError`, or a `DurableError` with another code. */
      readonly error: unknown;
    };

/** The value a task resolves to. */
export type ValueOf<T> = T extends Task<infer V> ? V : never;

/** The values of a list of tasks, in the same order; a tuple stays a tuple. */
export type Values<T extends readonly Task<unknown>[]> = { -readonly [K in keyof T]: ValueOf<T[K]> };

/** How each of a list of tasks ended, in the same order; a tuple stays a tuple. */
export type Outcomes<T extends readonly Task<unknown>[]> = { -readonly [K in keyof T]: Outcome<ValueOf<T[K]>> };

/** What `any` answers: which task settled first, how, and the others in their order. */
export type AnyResult<T extends Task<unknown>> = {
  /** Its place in the list. */
  readonly index: number;
  /** The task itself. */
  readonly task: T;
  /** All others, in their order; may go to the next `any`. */
  readonly remaining: readonly T[];
} & Outcome<ValueOf<T>>;

/** What `select` answers: the key of the task that settled first, and how; test `key` and `value` has that task's type. */
export type SelectResult<T extends Readonly<Record<string, Task<unknown>>>> = {
  [K in keyof T & string]: {
    /** The key it was given under. */
    readonly key: K;
    /** The task itself. */
    readonly task: T[K];
  } & Outcome<ValueOf<T[K]>>;
}[keyof T & string];

/** What `waitForEventWithTimeout` answers. */
export type EventOrTimeout<T> =
  | { readonly timedOut: true }
  | {
      readonly timedOut: false;
      /** The event's data; `undefined` when it was raised without. */
      readonly value: T;
    };
