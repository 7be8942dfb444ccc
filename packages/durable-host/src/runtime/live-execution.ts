import type { Decision, EntityDecision, Execution, HistoryEvent } from '@perdura/durable-core/engine';
import type { Instance } from '../instances/instance.ts';
import { isReplayed } from '../instances/recorded-event.ts';
import type { Store } from '../store/store.ts';
import { growHistory, type HistorySize, noHistory } from '../turns/history-size.ts';
import { foldOpenWork, noOpenWork, type OpenWork } from '../turns/open-work.ts';

/** What is kept in memory of an instance between its turns. Replaced after each commit, dropped after a failed one. */
export interface LiveExecution {
  /** The instance as it is in the database. */
  readonly instance: Instance;
  /** What it waits for, as the database says. */
  readonly open: OpenWork;
  /** Its code, standing where the last turn left it; absent before its first turn in this process. */
  readonly execution?: Execution<Decision | EntityDecision>;
  /** How much history it has. */
  readonly size: HistorySize;
  /** What the code has to be led through again; once `execution` is there, only what it has just sent to entities. */
  readonly past: readonly HistoryEvent[];
  /** How many waits for events that past has recorded. */
  readonly recordedWaits: number;
}

/** Reads an instance that is not in memory; `undefined` when there is none. */
export function loadExecution({ instances, history, inbox }: Store, instanceId: string): LiveExecution | undefined {
  const instance = instances.find(instanceId);
  if (instance === undefined) return undefined;
  const events = history.read(instanceId);
  const past = events.filter(isReplayed);
  const recordedWaits = events.filter(({ kind }) => kind === 'event-awaited').length;
  // History does not say which timers were cancelled; those that are still set are in the inbox.
  const timers = new Set(inbox.timers(instanceId, instance.executionId));
  const size = growHistory(noHistory, events);
  return { instance, open: { ...foldOpenWork(noOpenWork, past, []), timers }, size, past, recordedWaits };
}
