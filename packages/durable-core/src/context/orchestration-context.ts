import type { Activity } from '../definitions/activity.ts';
import type { Entity, OperationArgs, OutputOf } from '../definitions/entity-reference.ts';
import type { Orchestration } from '../definitions/orchestration-reference.ts';
import type { EntityReference } from '../entities/entity-id.ts';
import type { Logger } from '../logging/logger.ts';
import type { HttpCallOptions, HttpResponse } from '../tasks/http-request.ts';
import type { RetryHandler, RetryOptions } from '../tasks/retry-options.ts';
import type { AnyResult, EventOrTimeout, Outcomes, SelectResult, Task, TimerTask, Values } from '../tasks/task.ts';
import type { Args, CallOptions, SubOrchestratorOptions } from './call-options.ts';
import type { EntityLock, LockState, SignalOptions } from './entity-lock.ts';

/**
 * What an orchestrator function works with.
 *
 * Its methods need no `this`, may be taken apart, and may be used only while the orchestrator runs: afterwards each of
 * them throws a `DurableError` with code `turn-ended`. Wrong arguments are a `TypeError` at the call.
 */
export interface OrchestrationContext<I = unknown> {
  /** What the instance was started with; for nothing `undefined`, or `null` under the JSON protocol, which knows no other nothing. */
  readonly input: I;
  /** Id of this instance. */
  readonly instanceId: string;
  /** Id of the instance that called this one; `undefined` for one started by a client. */
  readonly parentInstanceId: string | undefined;
  /** The time the current turn began: the same in every replay, never going back. Use it instead of the clock. */
  readonly currentTime: Date;
  /** True while the code runs again over what it has already been through. */
  readonly isReplaying: boolean;
  /** Version the instance was started with; `undefined` for none. */
  readonly version: string | undefined;
  /** Logs each line once: silent while replaying. */
  readonly log: Logger;
  /**
   * Aborted when somebody cancels the instance, with a `DurableError` of code `cancelled` as its reason.
   *
   * Looking at it for the first time makes the instance cancellable: from then on the event `perdura.cancel`, whose data is
   * `{ reason }` or nothing, takes back its timers and rejects every task that is open with that reason, whether or not the code
   * waits for it. Activities and sub-orchestrations that are running go on. New calls work, so `compensate` and `finally` can clean
   * up; code that catches the rejection and goes on simply goes on. Cancelled is once per execution: `continueAsNew` begins
   * another one. The signal is no task: code that waits for it and nothing else fails with `waiting-on-nothing`. What a listener of it
   * throws fails the instance.
   */
  readonly signal: AbortSignal;

  /** Runs an activity and resolves to what it returns; rejects with a `TaskFailedError` when it throws. */
  callActivity<AI, AO>(activity: Activity<AI, AO>, ...args: Args<AI>): Task<AO>;
  /** Runs the activity of that name. */
  callActivity<AO = unknown>(name: string, input?: unknown, options?: CallOptions): Task<AO>;

  /** Runs an activity, and again after a failure as `retryOptions` say; rejects with the last attempt's error. */
  callActivityWithRetry<AI, AO>(
    activity: Activity<AI, AO>,
    retryOptions: RetryOptions | RetryHandler,
    ...input: [undefined] extends [AI] ? [input?: AI] : [input: AI]
  ): Task<AO>;
  /** Runs the activity of that name, with retries. */
  callActivityWithRetry<AO = unknown>(
    name: string,
    retryOptions: RetryOptions | RetryHandler,
    input?: unknown,
  ): Task<AO>;

  /** Starts another orchestration and resolves to its output; rejects with a `TaskFailedError` when it fails. */
  callSubOrchestrator<SI, SO>(
    orchestration: Orchestration<SI, SO>,
    ...args: Args<SI, SubOrchestratorOptions>
  ): Task<SO>;
  /** Starts the orchestration of that name. */
  callSubOrchestrator<SO = unknown>(name: string, input?: unknown, options?: SubOrchestratorOptions): Task<SO>;

  /** Starts another orchestration, and again after a failure as `retryOptions` say. */
  callSubOrchestratorWithRetry<SI, SO>(
    orchestration: Orchestration<SI, SO>,
    retryOptions: RetryOptions | RetryHandler,
    ...args: Args<SI, Omit<SubOrchestratorOptions, 'retry'>>
  ): Task<SO>;
  /** Starts the orchestration of that name, with retries. */
  callSubOrchestratorWithRetry<SO = unknown>(
    name: string,
    retryOptions: RetryOptions | RetryHandler,
    input?: unknown,
    options?: Omit<SubOrchestratorOptions, 'retry'>,
  ): Task<SO>;

  /**
   * Sends an HTTP request and resolves to its answer, whatever its status; rejects with a `TaskFailedError` when there was none.
   *
   * An answer 202 with a `Location` is polled: after the pause that `Retry-After` names, else the host's (30 seconds), that place is
   * asked by GET, until another answer comes. The request may be sent more than once.
   *
   * @param options  `method`, `url`, `body`, `headers`, `enablePolling`, `tokenSource`, `timeoutMs`.
   */
  callHttp(options: HttpCallOptions): Task<HttpResponse>;

  /**
   * Sets a timer for a point in time; resolves to `state`. Past times fire at once; one that is too long for the host is set in parts.
   *
   * A timer that is neither awaited to its end nor cancelled keeps the instance running until it fires.
   */
  createTimer<S = undefined>(fireAt: Date, options?: { readonly state?: S }): TimerTask<S>;

  /** Sets a timer for `delayMs` milliseconds from `currentTime`. */
  sleep(delayMs: number): TimerTask;

  /**
   * Waits for an event raised from outside; resolves to its data, `undefined` for none.
   *
   * Events that came early are kept in order. Of several waits for one name the newest gets the next event. A wait that
   * is no longer looked at stays in force and takes an event: keep its task and wait for it again.
   */
  waitForEvent<T = unknown>(name: string): Task<T>;

  /**
   * Waits for an event, at most `timeoutMs` milliseconds from `currentTime`.
   *
   * Its timer is cancelled when the event comes. After a timeout the wait stays in force and the next wait for that name
   * takes it over, so an event in between is not lost.
   */
  waitForEventWithTimeout<T = unknown>(name: string, timeoutMs: number): Task<EventOrTimeout<T>>;

  /** Resolves to all values in the order of `tasks`; rejects with the first failure that arrives. An empty list resolves to `[]`. */
  joinAll<const T extends readonly Task<unknown>[]>(tasks: T): Task<Values<T>>;

  /** Resolves, when all tasks have settled, to how each of them did, in the order of `tasks`; never rejects. An empty list resolves to `[]`. */
  joinAllSettled<const T extends readonly Task<unknown>[]>(tasks: T): Task<Outcomes<T>>;
  /** Resolves when the first task settles, telling which and how: a failed task wins without throwing. An empty list is refused. */
  any<T extends Task<unknown>>(tasks: readonly T[]): Task<AnyResult<T>>;

  /** Another name of `any`. */
  selectAll<T extends Task<unknown>>(tasks: readonly T[]): Task<AnyResult<T>>;

  /** Like `any` over named tasks: `const first = await ctx.select({ approval, deadline })`, then ask `first.key`. */
  select<const T extends Readonly<Record<string, Task<unknown>>>>(tasks: T): Task<SelectResult<T>>;

  /**
   * Has an entity carry out an operation and resolves to its answer; rejects with a `TaskFailedError` when the operation throws.
   *
   * @param entity  Its definition, and the key.
   */
  callEntity<Operations, Name extends keyof Operations & string>(
    entity: Entity<Operations>,
    key: string,
    operation: Name,
    ...input: OperationArgs<Operations[Name]>
  ): Task<OutputOf<Operations[Name]>>;
  /** Has the entity of that name and key, or `@name@key`, carry out an operation. */
  callEntity<O = unknown>(entity: EntityReference, operation: string, input?: unknown): Task<O>;

  /** Has an entity carry out an operation, without waiting for it or hearing of its outcome. */
  signalEntity<Operations, Name extends keyof Operations & string>(
    entity: Entity<Operations>,
    key: string,
    operation: Name,
    ...input: OperationArgs<Operations[Name], [options?: SignalOptions]>
  ): void;
  /** Signals the entity of that name and key, or `@name@key`. */
  signalEntity(entity: EntityReference, operation: string, input?: unknown, options?: SignalOptions): void;

  /**
   * Locks entities until the lock is released or the instance ends: nobody else's operations reach them in between.
   *
   * While it holds locks, or waits for them, an orchestration may call only what it has locked, one call to an entity at a time; it must
   * not signal those, lock more, or call another orchestration: `locking-rules`.
   *
   * ```ts
   * const lock = await ctx.lockEntities(entityId(account, 'mia'), entityId(account, 'tom'));
   * try { … } finally { lock.release(); }
   * ```
   */
  lockEntities(...entities: readonly EntityReference[]): Task<EntityLock>;

  /** Whether this orchestration has locked entities, or asked for that, and which. */
  isLocked(): LockState;

  /**
   * Registers what undoes a step. When the code throws, all that was registered runs, latest first, and the instance then fails with
   * what was thrown; with `compensation-failed` when something could not be undone.
   *
   * ```ts
   * await ctx.callActivity(reserve, order);
   * ctx.compensate(() => ctx.callActivity(release, order));
   * ```
   *
   * @param compensation  An async function, in generator orchestrations a generator function, or one that answers a task.
   */
  compensate(compensation: () => unknown): void;
  /**
   * Ends this execution and begins a new one of the same instance with `input` and an empty history.
   *
   * Call it last: what is asked for afterwards is not scheduled, and the task it returns never settles.
   *
   * @param options.preserveUnprocessedEvents  Hand events that nobody waited for to the next execution. (default `true`)
   */
  continueAsNew(input?: unknown, options?: { readonly preserveUnprocessedEvents?: boolean }): Task<never>;

  /**
   * Whether this execution began on code that has the change of that id: `false` for one that was running when the change was
   * deployed, `true` for every later one, in every replay. So both ways stay in the code while old instances run.
   *
   * ```ts
   * const chargesFirst = ctx.patched('charge-first');
   * ```
   *
   * Ask at the top, before anything is waited for, and keep the answer: what an instance began on shows only in its first turn. A
   * `true` leaves a record of its own, a timer that never runs, so the line may be deleted only when no instance that has it runs.
   *
   * @param id  Names the change; not blank.
   * @throws {TypeError} when it is first asked in a later turn.
   */
  patched(id: string): boolean;

  /** Publishes a value with the instance's status; the last one of a turn counts. `undefined` and `null` leave the stored one. */
  setCustomStatus(status: unknown): void;

  /**
   * Makes a GUID that is the same in every replay and different at every call.
   *
   * @param name  What it is derived from, besides time and a counter. (default: the instance id)
   */
  newGuid(name?: string): string;
}
