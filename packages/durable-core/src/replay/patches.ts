import { createHash } from 'node:crypto';
import type { HistoryEvent } from '../history/history-event.ts';

/** What history says of the turn in which an execution began. */
export interface Beginning {
  /** Whether that turn is over: its code has run before, whichever it was. */
  readonly isRecorded: boolean;
  /** When the timers set in it are due, by their sequence ids. */
  readonly timers: ReadonlyMap<number, number>;
}

const earliestMs = Date.UTC(1800, 0, 1);
const latestMs = Date.UTC(1969, 0, 1);

/**
 * When the timer is due that records a patch: a time no code asks for, long past, told by the id alone. Of two ids the times are the
 * same once in five trillion.
 */
export function patchTimeMs(id: string): number {
  const number = createHash('sha256').update(id).digest().readUIntBE(0, 6);
  return earliestMs + (number % (latestMs - earliestMs));
}

/**
 * Reads the turn in which an execution began. It is over when history shows its end, the next turn, or anything it scheduled.
 *
 * @param events  The events that begin with that turn.
 */
export function readBeginning(events: readonly HistoryEvent[]): Beginning {
  const timers = new Map<number, number>();
  let isRecorded = false;
  const startedAt = events.findIndex(({ kind }) => kind === 'execution-started');
  for (let index = startedAt + 1; index < events.length; index++) {
    const event = events[index] as HistoryEvent;
    switch (event.kind) {
      case 'orchestrator-completed':
      case 'orchestrator-started':
        return { isRecorded: true, timers };
      case 'timer-created':
        timers.set(event.id, event.fireAtMs);
        isRecorded = true;
        break;
      case 'task-scheduled':
      case 'sub-orchestration-created':
      case 'event-sent':
        isRecorded = true;
    }
  }
  return { isRecorded, timers };
}
