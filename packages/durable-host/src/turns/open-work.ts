import type { RecordedEvent } from '../instances/recorded-event.ts';
import { readSentRequest } from './sent-request.ts';

/**
 * What an execution has asked for and not yet heard back from. Event waits and requests for locks are not in it: they keep
 * nothing open.
 */
export interface OpenWork {
  /** How many activities. */
  readonly activities: number;
  /** How many sub-orchestrations. */
  readonly subOrchestrations: number;
  /** Sequence ids of timers that were neither fired nor cancelled; a replay tells of old cancellations again. */
  readonly timers: ReadonlySet<number>;
  /** Names of the events that answer calls of entities. */
  readonly entityCalls: ReadonlySet<string>;
}

/** Nothing is open. */
export const noOpenWork: OpenWork = { activities: 0, subOrchestrations: 0, timers: new Set(), entityCalls: new Set() };

/** Tells whether anything is open. */
export function hasOpenWork({ activities, subOrchestrations, timers, entityCalls }: OpenWork): boolean {
  return activities > 0 || subOrchestrations > 0 || timers.size > 0 || entityCalls.size > 0;
}

/**
 * Folds events, oldest first, over what was open before them. Each thing that was asked for is answered at most once.
 *
 * @param cancelledTimers  Sequence ids of timers the code has cancelled; history keeps no trace of that.
 */
export function foldOpenWork(
  before: OpenWork,
  events: readonly RecordedEvent[],
  cancelledTimers: readonly number[],
): OpenWork {
  let { activities, subOrchestrations } = before;
  const timers = new Set(before.timers);
  const entityCalls = new Set(before.entityCalls);
  for (const event of events) {
    switch (event.kind) {
      case 'task-scheduled':
        activities += 1;
        break;
      case 'task-completed':
      case 'task-failed':
        activities -= 1;
        break;
      case 'sub-orchestration-created':
        subOrchestrations += 1;
        break;
      case 'sub-orchestration-completed':
      case 'sub-orchestration-failed':
        subOrchestrations -= 1;
        break;
      case 'timer-created':
        timers.add(event.id);
        break;
      case 'timer-fired':
        timers.delete(event.id);
        break;
      case 'event-sent': {
        const request = readSentRequest(event);
        if (request?.isCall) entityCalls.add(request.requestId);
        break;
      }
      case 'event-raised':
        entityCalls.delete(event.name);
        break;
    }
  }
  for (const id of cancelledTimers) timers.delete(id);
  return { activities, subOrchestrations, timers, entityCalls };
}
