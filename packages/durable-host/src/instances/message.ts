import type {
  EventRaised,
  ExecutionStarted,
  SubOrchestrationCompleted,
  SubOrchestrationFailed,
  TaskCompleted,
  TaskFailed,
  TimerFired,
} from '@perdura/durable-core/engine';
import type { ExecutionResumed, ExecutionSuspended, ExecutionTerminated } from './recorded-event.ts';

/** What a client has done with an instance; none of the code's business. */
export type ControlMessage = ExecutionTerminated | ExecutionSuspended | ExecutionResumed;

/** Something that arrived for an instance and makes it take a turn. */
export type Message =
  | ExecutionStarted
  | EventRaised
  | TimerFired
  | TaskCompleted
  | TaskFailed
  | SubOrchestrationCompleted
  | SubOrchestrationFailed
  | ControlMessage;

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

/** Tells whether a message is for the hub rather than for the code. */
export function isControl(message: Message): message is ControlMessage {
  return message.kind === 'execution-terminated' || isSuspension(message);
}

/** Tells whether a message has an instance pause or go on. */
export function isSuspension(message: Message): message is ExecutionSuspended | ExecutionResumed {
  return message.kind === 'execution-suspended' || message.kind === 'execution-resumed';
}
