import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../instances/recorded-event.ts';

/** An event and its place in the history. */
export interface PlacedEvent {
  readonly position: number;
  readonly event: RecordedEvent;
}

/** Reads parts of histories, however long they are. */
export interface HistoryWindow {
  /** At most `limit` events from a position on. */
  read(instanceId: string, from: number, limit: number): readonly PlacedEvent[];
  /** How many events there are. */
  count(instanceId: string): number;
}

/** Prepares the statements. */
export function historyWindow(database: DatabaseSync): HistoryWindow {
  const read = database.prepare(
    'SELECT position, event FROM history WHERE instance_id = ? AND position >= ? ORDER BY position LIMIT ?',
  );
  const last = database.prepare('SELECT max(position) AS position FROM history WHERE instance_id = ?');
  return {
    read: (instanceId, from, limit) =>
      read.all(instanceId, from, limit).map(({ position, event }) => ({
        position: Number(position),
        event: JSON.parse(String(event)) as RecordedEvent,
      })),
    count: (instanceId) => Number(last.get(instanceId)?.position ?? -1) + 1,
  };
}
