import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../instances/recorded-event.ts';

/** The rows of `history`; those of an instance are numbered from 0 without gaps. */
export interface HistoryTable {
  /** The events of an instance's present execution, oldest first. */
  read(instanceId: string): readonly RecordedEvent[];
  /** Takes the last events out, and leaves so many. */
  truncate(instanceId: string, keptCount: number): void;
  append(instanceId: string, events: readonly RecordedEvent[]): void;
  /** @returns How many events there were. */
  delete(instanceId: string): number;
}

/** The statements on `history`. Events are read back as they were written: by this package, of a known layout. */
export function historyTable(database: DatabaseSync): HistoryTable {
  const read = database.prepare('SELECT event FROM history WHERE instance_id = ? ORDER BY position');
  const last = database.prepare('SELECT max(position) AS position FROM history WHERE instance_id = ?');
  const insert = database.prepare('INSERT INTO history (instance_id, position, event) VALUES (?, ?, ?)');
  const truncate = database.prepare('DELETE FROM history WHERE instance_id = ? AND position >= ?');
  const remove = database.prepare('DELETE FROM history WHERE instance_id = ?');
  return {
    read: (instanceId) => read.all(instanceId).map((row): RecordedEvent => JSON.parse(String(row.event))),
    truncate: (instanceId, keptCount) => {
      truncate.run(instanceId, keptCount);
    },
    append: (instanceId, events) => {
      let position = Number(last.get(instanceId)?.position ?? -1);
      for (const event of events) {
        position += 1;
        insert.run(instanceId, position, JSON.stringify(event));
      }
    },
    delete: (instanceId) => Number(remove.run(instanceId).changes),
  };
}
