import type { DatabaseSync } from 'node:sqlite';
import type { JsonText } from '@perdura/durable-core/engine';
import type { TraceContext } from '../tracing/trace-context.ts';

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
  /** What its run follows from; absent when nothing is traced. */
  readonly traceContext?: TraceContext;
  /** How often it was begun, this time included; 0 while it waits and never was. */
  readonly starts: number;
}

/** What a process finds when it opens the file. */
export interface LeftActivities {
  /** Those that were begun so often, and never ended, that they are not begun again. */
  readonly poisoned: readonly StoredActivity[];
  /** Those that have one more chance. */
  readonly suspects: readonly StoredActivity[];
  /** The lanes others wait in. */
  readonly lanes: readonly string[];
}

/** The rows of `activities`. */
export interface ActivityTable {
  /**
   * Adds an activity. With `starts` 1 it is begun as soon as this is committed, with 0 it waits.
   *
   * @returns The activity with the number of its row.
   */
  insert(activity: Omit<StoredActivity, 'sequence'>): StoredActivity;
  /** Takes up to `limit` activities that wait in a lane, oldest first, and counts that they are begun. */
  takeWaiting(lane: string, limit: number): readonly StoredActivity[];
  /** Counts that an activity is begun; `undefined` when it is gone. */
  begin(sequence: number): StoredActivity | undefined;
  /** Puts one back that was taken, as if it had not been begun. */
  wait(sequence: number): void;
  /** The same, but in no lane: nobody takes it who does not know of it. */
  waitApart(sequence: number): void;
  /** Sorts what an earlier process left. The poisoned and the suspects are in no lane; all others wait there again. */
  recover(maxStarts: number): LeftActivities;
  /**
   * Puts back what was taken and not seen to end, as if it had not been begun: the process ends in order.
   *
   * @param leftAlone  Numbers of those this process has not begun. They stay as they are.
   */
  putBack(leftAlone: readonly number[]): void;
  take(sequence: number): void;
  delete(instanceId: string): void;
}

/** The statements on `activities`. */
export function activityTable(database: DatabaseSync): ActivityTable {
  const insert = database.prepare(
    `INSERT INTO activities (instance_id, execution_id, task_id, name, input, trace_context, lane, is_waiting, starts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const beginWhere = 'UPDATE activities SET is_waiting = 0, starts = starts + 1 WHERE sequence';
  const takeWaiting = database.prepare(
    `${beginWhere} IN (SELECT sequence FROM activities WHERE is_waiting = 1 AND lane = ? ORDER BY sequence LIMIT ?) RETURNING *`,
  );
  const begin = database.prepare(`${beginWhere} = ? RETURNING *`);
  const sort = database.prepare(
    'UPDATE activities SET is_waiting = (starts < :lastChance) WHERE is_waiting = 0 OR starts >= :lastChance',
  );
  const left = database.prepare(
    'SELECT * FROM activities WHERE is_waiting = 0 AND starts BETWEEN ? AND ? ORDER BY sequence',
  );
  const lanes = database.prepare('SELECT DISTINCT lane FROM activities WHERE is_waiting = 1');
  const wait = database.prepare('UPDATE activities SET is_waiting = ?, starts = max(0, starts - 1) WHERE sequence = ?');
  const putBack = database.prepare(
    `UPDATE activities SET is_waiting = 1, starts = max(0, starts - 1)
     WHERE is_waiting = 0 AND sequence NOT IN (SELECT value FROM json_each(?))`,
  );
  const take = database.prepare('DELETE FROM activities WHERE sequence = ?');
  const remove = database.prepare('DELETE FROM activities WHERE instance_id = ?');
  return {
    insert: (activity) => {
      const { instanceId, executionId, taskId, name, input, traceContext, starts } = activity;
      const isWaiting = starts === 0 ? 1 : 0;
      const { lastInsertRowid } = insert.run(
        ...[instanceId, executionId, taskId, name, input ?? null],
        traceContext === undefined ? null : JSON.stringify(traceContext),
        ...[laneOf(name), isWaiting, starts],
      );
      return { ...activity, sequence: Number(lastInsertRowid) };
    },
    takeWaiting: (lane, limit) =>
      takeWaiting
        .all(lane, limit)
        .map(toActivity)
        .sort((a, b) => a.sequence - b.sequence),
    begin: (sequence) => begin.all(sequence).map(toActivity)[0],
    wait: (sequence) => {
      wait.run(1, sequence);
    },
    waitApart: (sequence) => {
      wait.run(0, sequence);
    },
    recover: (maxStarts) => {
      // An activity that was never begun is no suspect, whatever the limit.
      const lastChance = Math.max(1, maxStarts - 1);
      sort.run({ lastChance });
      return {
        poisoned: left.all(maxStarts, Number.MAX_SAFE_INTEGER).map(toActivity),
        suspects: left.all(lastChance, maxStarts - 1).map(toActivity),
        lanes: lanes.all().map((row) => String(row.lane)),
      };
    },
    putBack: (leftAlone) => {
      putBack.run(JSON.stringify(leftAlone));
    },
    take: (sequence) => {
      take.run(sequence);
    },
    delete: (instanceId) => {
      remove.run(instanceId);
    },
  };
}

/** Activities of one name wait in one lane; upper and lower case mean the same. */
export function laneOf(name: string): string {
  return name.toLowerCase();
}

function toActivity(row: Readonly<Record<string, unknown>>): StoredActivity {
  return {
    sequence: Number(row.sequence),
    instanceId: String(row.instance_id),
    executionId: String(row.execution_id),
    taskId: Number(row.task_id),
    name: String(row.name),
    ...(row.input !== null && { input: String(row.input) }),
    ...(row.trace_context !== null && { traceContext: JSON.parse(String(row.trace_context)) }),
    starts: Number(row.starts),
  };
}
