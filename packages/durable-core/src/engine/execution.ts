import type { HistoryEvent } from '../history/history-event.ts';
import type { Logger } from '../logging/logger.ts';
import type { Decision, Turn } from './turn.ts';

/** What `openExecution` needs to know besides the orchestrator. */
export interface ExecutionOptions {
  /** Id of the instance; what `ctx.instanceId` answers. */
  readonly instanceId: string;
  /** Id of this execution of the instance: a new one after every `continueAsNew`. (default `''`) */
  readonly executionId?: string;
  /** Id of the instance that called this one; the `execution-started` event's wins where it has one. (default: none) */
  readonly parentInstanceId?: string;
  /** The longest timer the host takes, in milliseconds; a longer one is set in parts of that length. (default: no limit) */
  readonly longestTimerMs?: number;
  /** The pause between polls of `ctx.callHttp` where the answer has no `Retry-After`, in milliseconds. (default `30000`, as the extension's) */
  readonly httpPollMs?: number;
  /** Where `ctx.log` goes when the code is not replaying. (default: the global `console`) */
  readonly log?: Logger;
  /** Whether real work in the code, such as a timer or a file, fails the instance with `io-in-orchestrator`. (default `true`) */
  readonly ioGuard?: boolean;
  /** Whether `Date`, `Math.random`, `performance.now` and `crypto` answer the code the same in every replay. (default `true`) */
  readonly stableGlobals?: boolean;
}

/** Options of `openExecution` for a host that runs entities. For others, code that speaks to an entity fails with `not-supported`. */
export interface EntityExecutionOptions extends ExecutionOptions {
  /** The host carries out the decisions that speak to entities. */
  readonly entities: true;
}

/**
 * One execution of an orchestrator: history goes in, decisions come out.
 *
 * Feed it the whole history once, or keep it and feed it only what is new: both give the same decisions.
 */
export interface Execution<D = Decision> {
  /** Id of the instance. */
  readonly instanceId: string;
  /** Id of this execution of the instance. */
  readonly executionId: string;
  /**
   * Hands over the events that follow those of earlier calls, in the order they were recorded, and runs the code as far as it gets.
   *
   * The first call starts with `orchestrator-started`, `execution-started`; every later turn with `orchestrator-started`. The
   * scheduling events of decisions this object has already told may be handed over or left out, save those of `call-entity` and
   * `lock-entities`: only they tell under which name the answer comes.
   *
   * @returns The decisions that are new. A failing orchestrator is an outcome of kind `failed`, never a rejection.
   * @throws {TypeError} when the events are not a list of events, the first ones lack `orchestrator-started` or `execution-started`, or a call is still under way.
   */
  advance(events: readonly HistoryEvent[]): Promise<Turn<D>>;
}
