import type { TaskFailure } from './failure.ts';
import type { JsonText } from './json-text.ts';

/** What every event carries. */
export interface Recorded {
  /** When it was recorded, in milliseconds since 1970-01-01T00:00:00Z. Order in the list counts, never this number. */
  readonly timestampMs: number;
  /** True when the host marks the event as handled in an earlier turn; code it resumes sees `isReplaying`. (default `false`) */
  readonly isPlayed?: boolean;
}

/** A turn begins. `timestampMs` becomes the orchestrator's `currentTime`, which never goes back. */
export interface OrchestratorStarted extends Recorded {
  readonly kind: 'orchestrator-started';
}

/** A turn is over. */
export interface OrchestratorCompleted extends Recorded {
  readonly kind: 'orchestrator-completed';
}

/** The execution begins: the orchestrator function is called when this event is met. */
export interface ExecutionStarted extends Recorded {
  readonly kind: 'execution-started';
  /** Name of the orchestrator function. */
  readonly name: string;
  /** Version the instance was started with; absent or empty for none. */
  readonly version?: string;
  /** The orchestrator's input; absent for none. */
  readonly input?: JsonText;
  /** Instance id of the orchestration that called this one; absent for one started by a client. */
  readonly parentInstanceId?: string;
}

/** An activity was scheduled. */
export interface TaskScheduled extends Recorded {
  readonly kind: 'task-scheduled';
  /** Sequence id: 0-based, one counter for everything an execution schedules. */
  readonly id: number;
  /** Name of the activity. */
  readonly name: string;
  /** The activity's input (the value itself, not wrapped in an array); absent for none. */
  readonly input?: JsonText;
}

/** An activity finished. */
export interface TaskCompleted extends Recorded {
  readonly kind: 'task-completed';
  /** Sequence id of the {@link TaskScheduled} it answers. */
  readonly id: number;
  /** What it returned; absent when it returned nothing, which the orchestrator sees as `null`. */
  readonly result?: JsonText;
}

/** An activity threw. */
export interface TaskFailed extends Recorded {
  readonly kind: 'task-failed';
  /** Sequence id of the {@link TaskScheduled} it answers. */
  readonly id: number;
  /** What was thrown. */
  readonly failure: TaskFailure;
}

/** A sub-orchestration was started. */
export interface SubOrchestrationCreated extends Recorded {
  readonly kind: 'sub-orchestration-created';
  /** Sequence id. */
  readonly id: number;
  /** Name of the orchestrator function. */
  readonly name: string;
  /** Instance id of the child. */
  readonly instanceId: string;
  /** The child's input; absent for none. */
  readonly input?: JsonText;
  /** Version the child was started with; absent or empty for none. */
  readonly version?: string;
}

/** A sub-orchestration returned. */
export interface SubOrchestrationCompleted extends Recorded {
  readonly kind: 'sub-orchestration-completed';
  /** Sequence id of the {@link SubOrchestrationCreated} it answers. */
  readonly id: number;
  /** What it returned; absent when it returned nothing, which the orchestrator sees as `null`. */
  readonly result?: JsonText;
}

/** A sub-orchestration failed. */
export interface SubOrchestrationFailed extends Recorded {
  readonly kind: 'sub-orchestration-failed';
  /** Sequence id of the {@link SubOrchestrationCreated} it answers. */
  readonly id: number;
  /** What it failed with. */
  readonly failure: TaskFailure;
}

/** A timer was set. */
export interface TimerCreated extends Recorded {
  readonly kind: 'timer-created';
  /** Sequence id. */
  readonly id: number;
  /** When it is due, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly fireAtMs: number;
}

/** A timer fired. */
export interface TimerFired extends Recorded {
  readonly kind: 'timer-fired';
  /** Sequence id of the {@link TimerCreated} it answers. */
  readonly id: number;
}

/** A message was sent to another instance or an entity. */
export interface EventSent extends Recorded {
  readonly kind: 'event-sent';
  /** Sequence id. */
  readonly id: number;
  /** Instance id of the receiver. */
  readonly instanceId: string;
  /** Name of the event. */
  readonly name: string;
  /** The message; absent for none. */
  readonly input?: JsonText;
}

/** An event arrived from outside. */
export interface EventRaised extends Recorded {
  readonly kind: 'event-raised';
  /** Name of the event; upper and lower case mean the same. */
  readonly name: string;
  /** Its data; absent for none, which the orchestrator sees as `undefined`. */
  readonly input?: JsonText;
}

/** Something the engine does not act on: suspended, resumed, terminated, rewound, completed, and kinds yet unknown. */
export interface OtherEvent extends Recorded {
  readonly kind: 'other';
  /** What it is called where it was recorded, such as `ExecutionSuspended`. */
  readonly name: string;
}

/**
 * One entry of an instance's history, as hosts hand it to `execution.advance`.
 *
 * Order of one turn: `orchestrator-started`, then what woke the instance (completions, raised events), then what the
 * code scheduled in answer, then `orchestrator-completed`. In the first turn `execution-started` comes second.
 */
export type HistoryEvent =
  | OrchestratorStarted
  | OrchestratorCompleted
  | ExecutionStarted
  | TaskScheduled
  | TaskCompleted
  | TaskFailed
  | SubOrchestrationCreated
  | SubOrchestrationCompleted
  | SubOrchestrationFailed
  | TimerCreated
  | TimerFired
  | EventSent
  | EventRaised
  | OtherEvent;
