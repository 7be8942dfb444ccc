import type { DatabaseSync } from 'node:sqlite';
import type { JsonText } from '@perdura/durable-core/engine';

/** An activity that has been asked for and not been seen to end. */
export interface StoredActivity {
  /** Number of its row. */
  readonly sequence: number;
  /** The instance that called it. */
  readonly instanceId: string;
  /** The execution of it that called. */
  readonly executionId: string;
  /** Sequence id of the call. */
  readonly taskId: number;
  /** Name of the activity. */
  readonly name: string;
  /** Its input; absent for none. */
  readonly input?: JsonText;
}

/** The rows of `activities`. */
export interface ActivityTable {
  /** @returns The activity with the number of its row. */
  insert(activity: Omit<StoredActivity, 'sequence'>): StoredActivity;
  /** Everything that has not been seen to end, oldest first. */
  all(): readonly StoredActivity[];
  take(sequence: number): void;
  delete(instanceId: string): void;
}

/** The statements on `activities`. */
export function activityTable(database: DatabaseSync): ActivityTable {
  const insert = database.prepare(
    'INSERT INTO activities (instance_id, execution_id, task_id, name, input) VALUES (?, ?, ?, ?, ?)',
  );
  const all = database.prepare('SELECT * FROM activities ORDER BY sequence');
  const take = database.prepare('DELETE FROM activities WHERE sequence = ?');
  const remove = database.prepare('DELETE FROM activities WHERE instance_id = ?');
  return {
    insert: (activity) => {
      const { instanceId, executionId, taskId, name, input } = activity;
      const { lastInsertRowid } = insert.run(instanceId, executionId, taskId, name, input ?? null);
      return { ...activity, sequence: Number(lastInsertRowid) };
    },
    all: () =>
      all.all().map((row) => ({
        sequence: Number(row.sequence),
        instanceId: String(row.instance_id),
        executionId: String(row.execution_id),
        taskId: Number(row.task_id),
        name: String(row.name),
        ...(row.input !== null && { input: String(row.input) }),
      })),
    take: (sequence) => {
      take.run(sequence);
    },
    delete: (instanceId) => {
      remove.run(instanceId);
    },
  };
}
