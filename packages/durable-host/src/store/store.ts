import type { DatabaseSync } from 'node:sqlite';
import { type ActivityTable, activityTable } from './activity-table.ts';
import { type EntityMessageTable, entityMessageTable } from './entity-message-table.ts';
import { type EntityTable, entityTable } from './entity-table.ts';
import { type HistoryTable, historyTable } from './history-table.ts';
import { type InboxTable, inboxTable } from './inbox-table.ts';
import { type InstanceTable, instanceTable } from './instance-table.ts';

/** The tables of a hub. Reading needs nothing; writing belongs into a transaction. */
export interface Store {
  readonly instances: InstanceTable;
  readonly history: HistoryTable;
  readonly inbox: InboxTable;
  readonly activities: ActivityTable;
  readonly entities: EntityTable;
  readonly entityMessages: EntityMessageTable;
}

/** Prepares the statements on an open database. */
export function createStore(database: DatabaseSync): Store {
  return {
    instances: instanceTable(database),
    history: historyTable(database),
    inbox: inboxTable(database),
    activities: activityTable(database),
    entities: entityTable(database),
    entityMessages: entityMessageTable(database),
  };
}

/**
 * Deletes an instance with everything that belongs to it.
 *
 * @returns How many events its history had.
 */
export function deleteInstance({ instances, history, inbox, activities }: Store, instanceId: string): number {
  // first, while the instance has its number
  const events = history.delete(instanceId);
  instances.delete(instanceId);
  inbox.delete(instanceId);
  activities.delete(instanceId);
  return events;
}

/** Deletes instances that finished before a time, at most so many. Answers how many. */
export function deleteFinishedBefore(store: Store, beforeMs: number, limit: number): number {
  const ids = store.instances.finishedBefore(beforeMs, limit);
  for (const id of ids) deleteInstance(store, id);
  return ids.length;
}
