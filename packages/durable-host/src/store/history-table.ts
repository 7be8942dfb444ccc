import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../instances/recorded-event.ts';

/** The rows of `history`, one for the events of a turn; the events of an instance are numbered from 0 without gaps. */
export interface HistoryTable {
  /** The events of an instance's present execution, oldest first. */
  read(instanceId: string): readonly RecordedEvent[];
  /** Takes the last events out, and leaves so many. */
  truncate(instanceId: string, keptCount: number): void;
  /** Adds events behind all that there are, which are `length`. */
  append(instanceId: string, length: number, events: readonly RecordedEvent[]): void;
  /** @returns How many events there were. */
  delete(instanceId: string): number;
}

/** The statements on `history`. Events are read back as they were written: by this package, of a known layout. */
export function historyTable(database: DatabaseSync): HistoryTable {
  const instance = '(SELECT number FROM instances WHERE id = ?)';
  const ofInstance = `FROM history WHERE instance = ${instance}`;
  const read = database.prepare(`SELECT events ${ofInstance} ORDER BY position`);
  const insert = database.prepare(
    `INSERT INTO history (instance, position, count, events) VALUES (${instance}, ?, ?, ?)`,
  );
  const across = database.prepare(`SELECT position, events ${ofInstance} AND position < ? AND position + count > ?`);
  const truncate = database.prepare(`DELETE ${ofInstance} AND position >= ?`);
  const remove = database.prepare(`DELETE ${ofInstance} RETURNING count`);
  const parse = (events: unknown): readonly RecordedEvent[] => JSON.parse(String(events));
  const write = (instanceId: string, position: number, events: readonly RecordedEvent[]) => {
    insert.run(instanceId, position, events.length, JSON.stringify(events));
  };
  return {
    read: (instanceId) => read.all(instanceId).flatMap(({ events }) => parse(events)),
    truncate: (instanceId, keptCount) => {
      const cut = across.get(instanceId, keptCount, keptCount);
      truncate.run(instanceId, cut === undefined ? keptCount : Number(cut.position));
      if (cut !== undefined) {
        const position = Number(cut.position);
        write(instanceId, position, parse(cut.events).slice(0, keptCount - position));
      }
    },
    append: (instanceId, length, events) => {
      if (events.length > 0) write(instanceId, length, events);
    },
    delete: (instanceId) => remove.all(instanceId).reduce((sum, { count }) => sum + Number(count), 0),
  };
}
