import type { RecordedEvent } from '../instances/recorded-event.ts';

/** What an execution has asked for and not yet heard back from. Event waits are not in it: they keep nothing open. */
export interface OpenWork {
  /** Sequence ids of activities. */
  readonly activities: ReadonlySet<number>;
  /** Sequence ids of sub-orchestrations. */
  readonly subOrchestrations: ReadonlySet<number>;
  /** Sequence ids of timers that were neither fired nor cancelled. */
  readonly timers: ReadonlySet<number>;
}

/** Nothing is open. */
export const noOpenWork: OpenWork = { activities: new Set(), subOrchestrations: new Set(), timers: new Set() };

/** Tells whether anything is open. */
export function hasOpenWork({ activities, subOrchestrations, timers }: OpenWork): boolean {
  return activities.size > 0 || subOrchestrations.size > 0 || timers.size > 0;
}

/**
 * Folds events, oldest first, over what was open before them.
 *
 * @param cancelledTimers  Sequence ids of timers the code has cancelled; history keeps no trace of that.
 */
export function foldOpenWork(
  before: OpenWork,
  events: readonly RecordedEvent[],
  cancelledTimers: readonly number[],
): OpenWork {
  const activities = new Set(before.activities);
  const subOrchestrations = new Set(before.subOrchestrations);
  const timers = new Set(before.timers);
  for (const event of events) {
    if (event.kind === 'task-scheduled') activities.add(event.id);
    else if (event.kind === 'task-completed' || event.kind === 'task-failed') activities.delete(event.id);
    else if (event.kind === 'sub-orchestration-created') subOrchestrations.add(event.id);
    else if (event.kind === 'sub-orchestration-completed' || event.kind === 'sub-orchestration-failed')
      subOrchestrations.delete(event.id);
    else if (event.kind === 'timer-created') timers.add(event.id);
    else if (event.kind === 'timer-fired') timers.delete(event.id);
  }
  for (const id of cancelledTimers) timers.delete(id);
  return { activities, subOrchestrations, timers };
}
