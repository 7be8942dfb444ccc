import type { DatabaseSync } from 'node:sqlite';
import type { Arrival, Message } from '../instances/message.ts';

/** A message to be put into an inbox. */
interface NewMessage {
  readonly instanceId: string;
  /** The execution it is for; absent for any. */
  readonly executionId?: string;
  /**
   * When a turn may take it, in milliseconds since 1970: of a timer the time it is set to, of anything else when it came.
   * Messages are taken in this order, then in the order they came.
   */
  readonly dueMs: number;
  /** Sequence id of the timer, when it is one. */
  readonly timerId?: number;
  readonly message: Message;
}

/** The rows of `inbox`. */
export interface InboxTable {
  put(message: NewMessage): void;
  /** What has arrived for an instance up to a time, in the order it is to be taken. */
  due(instanceId: string, nowMs: number): readonly Arrival[];
  /** Ids of instances for which something became due after one time and up to another. */
  dueInstances(afterMs: number, untilMs: number): readonly string[];
  /** When the next message becomes due after a time; `undefined` when none will. */
  nextDue(afterMs: number): number | undefined;
  /** Makes due at a time what has come and is due later, for the clock was set back since; timers and starts are to wait. */
  bringForward(nowMs: number): void;
  /** Sequence ids of the timers of an execution that are still set. */
  timers(instanceId: string, executionId: string): readonly number[];
  /** The last that a client has asked for of pausing and going on and no turn has taken; `undefined` for neither. */
  lastSuspension(instanceId: string): 'execution-suspended' | 'execution-resumed' | undefined;
  take(sequence: number): void;
  deleteTimer(instanceId: string, executionId: string, timerId: number): void;
  /** Deletes what only a given execution could have taken, its timers among it. */
  deleteOfExecution(instanceId: string, executionId: string): void;
  delete(instanceId: string): void;
}

/** The statements on `inbox`. */
export function inboxTable(database: DatabaseSync): InboxTable {
  const put = database.prepare(
    'INSERT INTO inbox (instance_id, execution_id, due_ms, timer_id, message) VALUES (?, ?, ?, ?, ?)',
  );
  const due = database.prepare(
    `SELECT sequence, execution_id, message FROM inbox WHERE instance_id = ? AND due_ms <= ? ORDER BY due_ms, sequence`,
  );
  const dueInstances = database.prepare('SELECT DISTINCT instance_id FROM inbox WHERE due_ms > ? AND due_ms <= ?');
  const nextDue = database.prepare('SELECT min(due_ms) AS due_ms FROM inbox WHERE due_ms > ?');
  const bringForward = database.prepare(
    `UPDATE inbox SET due_ms = :nowMs
     WHERE timer_id IS NULL AND due_ms > :nowMs AND message ->> '$.kind' <> 'execution-started'`,
  );
  const ofExecution = 'FROM inbox WHERE instance_id = ? AND execution_id = ?';
  const timers = database.prepare(`SELECT timer_id ${ofExecution} AND timer_id IS NOT NULL`);
  const lastSuspension = database.prepare(
    `SELECT message ->> '$.kind' AS kind FROM inbox WHERE instance_id = ?
       AND message ->> '$.kind' IN ('execution-suspended', 'execution-resumed')
     ORDER BY due_ms DESC, sequence DESC LIMIT 1`,
  );
  const take = database.prepare('DELETE FROM inbox WHERE sequence = ?');
  const deleteTimer = database.prepare(`DELETE ${ofExecution} AND timer_id = ?`);
  const deleteOfExecution = database.prepare(`DELETE ${ofExecution}`);
  const remove = database.prepare('DELETE FROM inbox WHERE instance_id = ?');
  return {
    put: ({ instanceId, executionId, dueMs, timerId, message }) => {
      put.run(instanceId, executionId ?? null, dueMs, timerId ?? null, JSON.stringify(message));
    },
    due: (instanceId, nowMs) =>
      due.all(instanceId, nowMs).map(
        (row): Arrival => ({
          message: JSON.parse(String(row.message)),
          ...(row.execution_id !== null && { executionId: String(row.execution_id) }),
          source: { kind: 'inbox', sequence: Number(row.sequence) },
        }),
      ),
    dueInstances: (afterMs, untilMs) => dueInstances.all(afterMs, untilMs).map((row) => String(row.instance_id)),
    nextDue: (afterMs) => {
      const dueMs = nextDue.get(afterMs)?.due_ms;
      return typeof dueMs === 'number' ? dueMs : undefined;
    },
    bringForward: (nowMs) => {
      bringForward.run({ nowMs });
    },
    timers: (instanceId, executionId) => timers.all(instanceId, executionId).map((row) => Number(row.timer_id)),
    lastSuspension: (instanceId) => {
      const kind = lastSuspension.get(instanceId)?.kind;
      return kind === 'execution-suspended' || kind === 'execution-resumed' ? kind : undefined;
    },
    take: (sequence) => {
      take.run(sequence);
    },
    deleteTimer: (instanceId, executionId, timerId) => {
      deleteTimer.run(instanceId, executionId, timerId);
    },
    deleteOfExecution: (instanceId, executionId) => {
      deleteOfExecution.run(instanceId, executionId);
    },
    delete: (instanceId) => {
      remove.run(instanceId);
    },
  };
}
