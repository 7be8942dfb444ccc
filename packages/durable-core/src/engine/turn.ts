import type { FailureDetails } from '../history/failure.ts';
import type { JsonText } from '../history/json-text.ts';

/** Run an activity; answer with `task-completed` or `task-failed` under the same id. */
export interface CallActivityDecision {
  readonly kind: 'call-activity';
  /** Sequence id: 0-based, one counter for everything an execution schedules. */
  readonly id: number;
  /** Name of the activity. */
  readonly name: string;
  /** Its input; absent for none. */
  readonly input?: JsonText;
}

/** Start a sub-orchestration; answer with `sub-orchestration-completed` or `-failed` under the same id. */
export interface CallSubOrchestratorDecision {
  readonly kind: 'call-sub-orchestrator';
  /** Sequence id. */
  readonly id: number;
  /** Name of the orchestrator function. */
  readonly name: string;
  /** Its input; absent for none. */
  readonly input?: JsonText;
  /** Instance id the code asked for; absent: the host makes one, from execution id and sequence id. */
  readonly instanceId?: string;
  /** Version the code asked for; absent for none. */
  readonly version?: string;
}

/** Set a timer; answer with `timer-fired` under the same id, unless it is cancelled first. */
export interface CreateTimerDecision {
  readonly kind: 'create-timer';
  /** Sequence id. */
  readonly id: number;
  /** When it is due, in milliseconds since 1970-01-01T00:00:00Z; a time in the past is due at once. */
  readonly fireAtMs: number;
}

/**
 * The code waits for an event from outside. Nothing to do: raised events are handed over whether or not one waits.
 *
 * A wait takes no sequence id and leaves no trace in history, so it is told in the turn that makes it.
 */
export interface WaitForEventDecision {
  readonly kind: 'wait-for-event';
  /** Number of the wait: 0-based, a counter of its own. Not a sequence id. */
  readonly waitId: number;
  /** Name of the event as the code wrote it; upper and lower case mean the same. */
  readonly name: string;
  /** There when an event that has come already answers it: the code has gone on. */
  readonly isAnswered?: true;
}

/**
 * Send one HTTP request, as `runHttpCall` does; record it as the activity of that name and answer under the same id with
 * `task-completed`, whose result is `{ statusCode, headers, content }`, or with `task-failed`. Polling is up to the code: every
 * pause and every further request is a decision of its own.
 */
export interface CallHttpDecision {
  readonly kind: 'call-http';
  /** Sequence id. */
  readonly id: number;
  /** The name to record: `BuiltIn::HttpActivity`. */
  readonly name: string;
  /** The request, an `HttpRequest`. */
  readonly input: JsonText;
}

/** One thing the orchestrator asks of its host. */
export type Decision =
  | CallActivityDecision
  | CallSubOrchestratorDecision
  | CreateTimerDecision
  | WaitForEventDecision
  | CallHttpDecision;

/** The orchestrator returned. */
export interface Completed {
  readonly kind: 'completed';
  /** What it returned; absent for `undefined`. */
  readonly output?: JsonText;
}

/** The orchestrator threw, or cannot go on. */
export interface Failed {
  readonly kind: 'failed';
  /** What was thrown, as data to store. `errorMessage` is never empty. */
  readonly failure: FailureDetails;
  /** What was thrown, as it was thrown. */
  readonly error: unknown;
}

/** The orchestrator asked to begin again with a new input and an empty history. */
export interface ContinuedAsNew {
  readonly kind: 'continued-as-new';
  /** Input of the next execution; absent for none. */
  readonly input?: JsonText;
  /** Whether events that arrived but were not waited for go to the next execution. */
  readonly preserveUnprocessedEvents: boolean;
}

/** What one `execution.advance` led to. */
export interface Turn<D = Decision> {
  /** What the code asked for and history does not show yet, in the order it asked. Record and perform them all. */
  readonly decisions: readonly D[];
  /** Sequence ids of timers the code cancelled in this turn; may name a timer of this very turn's decisions. */
  readonly cancelledTimers: readonly number[];
  /** The latest custom status the code set; absent: leave what is stored. */
  readonly customStatus?: JsonText;
  /** How the execution ended; absent while it waits. Every later turn repeats it. */
  readonly outcome?: Completed | Failed | ContinuedAsNew;
}
