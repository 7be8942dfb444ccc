import type {
  EventSent,
  SubOrchestrationCompleted,
  SubOrchestrationCreated,
  SubOrchestrationFailed,
  TaskCompleted,
  TaskFailed,
  TaskScheduled,
  TimerCreated,
  TimerFired,
} from './history-event.ts';

/** An event that says how something scheduled ended. */
export type Completion = TaskCompleted | TaskFailed | SubOrchestrationCompleted | SubOrchestrationFailed | TimerFired;

/** An event that says that something was scheduled. */
export type Scheduling = TaskScheduled | SubOrchestrationCreated | TimerCreated | EventSent;

/** The kind of call that an event speaks of. */
export type ScheduledKind = 'activity' | 'sub-orchestration' | 'timer' | 'message';

const kinds: Readonly<Record<(Completion | Scheduling)['kind'], ScheduledKind>> = {
  'task-scheduled': 'activity',
  'task-completed': 'activity',
  'task-failed': 'activity',
  'sub-orchestration-created': 'sub-orchestration',
  'sub-orchestration-completed': 'sub-orchestration',
  'sub-orchestration-failed': 'sub-orchestration',
  'timer-created': 'timer',
  'timer-fired': 'timer',
  'event-sent': 'message',
};

/** The kind of call that a completion or scheduling event speaks of. */
export function scheduledKindOf(event: Completion | Scheduling): ScheduledKind {
  return kinds[event.kind];
}
