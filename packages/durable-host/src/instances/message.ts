import type {
  EventRaised,
  ExecutionStarted,
  SubOrchestrationCompleted,
  SubOrchestrationFailed,
  TaskCompleted,
  TaskFailed,
  TimerFired,
} from '@perdura/durable-core/engine';
import type { ExecutionTerminated } from './recorded-event.ts';

/** Something that arrived for an instance and makes it take a turn. */
export type Message =
  | ExecutionStarted
  | EventRaised
  | TimerFired
  | TaskCompleted
  | TaskFailed
  | SubOrchestrationCompleted
  | SubOrchestrationFailed
  | ExecutionTerminated;

/** Where a message lies until the turn that takes it is committed. */
export type MessageSource =
  /** A row of the inbox. */
  | { readonly kind: 'inbox'; readonly sequence: number }
  /** The row of the activity it is the result of. The result itself is in memory only: lost, the activity runs again. */
  | { readonly kind: 'activity'; readonly sequence: number };

/** A message on its way into a turn. */
export interface Arrival {
  /** What arrived. */
  readonly message: Message;
  /** The execution it is meant for; absent when any execution of the instance may have it, as events from outside. */
  readonly executionId?: string;
  /** What is deleted when the turn is committed. */
  readonly source: MessageSource;
}

/** Tells whether a message is still wanted by the present execution of its instance. */
export function isMeantFor(arrival: Arrival, executionId: string): boolean {
  return arrival.executionId === undefined || arrival.executionId === executionId;
}
