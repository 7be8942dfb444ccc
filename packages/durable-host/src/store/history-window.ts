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
  const ofInstance = 'FROM history WHERE instance = (SELECT number FROM instances WHERE id = :instanceId)';
  // from the row on that holds the first event; every row holds one at least
  const read = database.prepare(
    `SELECT position, events ${ofInstance}
       AND position >= (SELECT max(position) ${ofInstance} AND position <= :from)
     ORDER BY position LIMIT :limit`,
  );
  const total = database.prepare(`SELECT total(count) AS count ${ofInstance}`);
  return {
    read: (instanceId, from, limit) =>
      read
        .all({ instanceId, from, limit })
        .flatMap(({ position, events }) =>
          (JSON.parse(String(events)) as readonly RecordedEvent[]).map((event, index) => ({
            position: Number(position) + index,
            event,
          })),
        )
        .filter(({ position }) => position >= from)
        .slice(0, limit),
    count: (instanceId) => Number(total.get({ instanceId })?.count),
  };
}
