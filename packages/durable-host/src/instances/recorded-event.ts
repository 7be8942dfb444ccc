import type { HistoryEvent, JsonText } from '@perdura/durable-core/engine';
import type { InstanceStatus } from './instance.ts';

/** The instance came to its end by itself. */
interface ExecutionCompleted {
  readonly kind: 'execution-completed';
  /** When, in milliseconds since 1970. */
  readonly timestampMs: number;
  /** How it ended. */
  readonly status: InstanceStatus;
  /** What it returned, or the text of its failure. */
  readonly result?: JsonText;
}

/** The instance was stopped by a client. */
export interface ExecutionTerminated {
  readonly kind: 'execution-terminated';
  /** When, in milliseconds since 1970. */
  readonly timestampMs: number;
  /** Why, in the client's words; a JSON string. */
  readonly reason: JsonText;
  /** Also stop the sub-orchestrations it has started, and theirs. (default `false`) */
  readonly recursive?: boolean;
}

/** A client had the instance pause: nothing that arrives reaches its code. */
export interface ExecutionSuspended {
  readonly kind: 'execution-suspended';
  /** When, in milliseconds since 1970. */
  readonly timestampMs: number;
  /** Why, in the client's words. */
  readonly reason: string;
}

/** A client had the instance go on. */
export interface ExecutionResumed {
  readonly kind: 'execution-resumed';
  /** When, in milliseconds since 1970. */
  readonly timestampMs: number;
  /** Why, in the client's words. */
  readonly reason: string;
}

/** The code began to wait for an event. Tells which raised events were waited for; no concern of the engine's. */
interface EventAwaited {
  readonly kind: 'event-awaited';
  /** When, in milliseconds since 1970. */
  readonly timestampMs: number;
  /** Name of the event. */
  readonly name: string;
}

/** A client had the failed instance go back to before its failure; what came after that is no longer in the history. */
interface ExecutionRewound {
  readonly kind: 'execution-rewound';
  /** When, in milliseconds since 1970. */
  readonly timestampMs: number;
  /** Why, in the client's words. */
  readonly reason: string;
}

/** The code took a timer back. Tells which timers to set again when the instance is rewound; no concern of the engine's. */
interface TimerCancelled {
  readonly kind: 'timer-cancelled';
  /** When, in milliseconds since 1970. */
  readonly timestampMs: number;
  /** Sequence id of the timer. */
  readonly id: number;
}

/** What only the hub wants to know of. */
type HubEvent =
  | EventAwaited
  | TimerCancelled
  | ExecutionCompleted
  | ExecutionTerminated
  | ExecutionSuspended
  | ExecutionResumed
  | ExecutionRewound;

/** One line of the history as the hub stores it: what the engine reads, and what only the hub wants to know. */
export type RecordedEvent = HistoryEvent | HubEvent;

const kindsOfHubEvents: Readonly<Record<HubEvent['kind'], true>> = {
  'event-awaited': true,
  'timer-cancelled': true,
  'execution-completed': true,
  'execution-terminated': true,
  'execution-suspended': true,
  'execution-resumed': true,
  'execution-rewound': true,
};

/** Tells whether the engine reads an event when it replays the code. */
export function isReplayed(event: RecordedEvent): event is HistoryEvent {
  return !Object.hasOwn(kindsOfHubEvents, event.kind);
}
