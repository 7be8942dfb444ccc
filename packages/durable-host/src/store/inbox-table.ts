import type { DatabaseSync } from 'node:sqlite';
import { type Arrival, isControl, type Message } from '../instances/message.ts';

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

/** A place in the order in which messages become due. */
export interface DuePlace {
  /** In milliseconds since 1970. */
  readonly dueMs: number;
  /** Number of the row. */
  readonly sequence: number;
}

/** A message that has become due. */
export interface DueMessage extends DuePlace {
  /** The instance, or entity, it is for. */
  readonly instanceId: string;
}

/** The rows of `inbox`. */
export interface InboxTable {
  put(message: NewMessage): void;
  /**
   * What has arrived for an instance up to a time, in the order it is to be taken: at most so much, and behind it what leads
   * of the rest.
   */
  due(instanceId: string, nowMs: number, limit: number): readonly Arrival[];
  /** Messages that became due behind a place in the order of due times and up to a time; at most so many. */
  dueAfter(after: DuePlace, untilMs: number, limit: number): readonly DueMessage[];
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
    'INSERT INTO inbox (instance_id, execution_id, due_ms, timer_id, leads, message) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const due = database.prepare(
    `SELECT sequence, execution_id, message FROM inbox WHERE instance_id = ? AND due_ms <= ? ORDER BY due_ms, sequence LIMIT ?`,
  );
  const dueLeading = database.prepare(
    `SELECT sequence, execution_id, message FROM inbox
     WHERE instance_id = ? AND due_ms <= ? AND leads = 1 ORDER BY due_ms, sequence`,
  );
  const dueAfter = database.prepare(
    `SELECT instance_id, due_ms, sequence FROM inbox
     WHERE (due_ms, sequence) > (?, ?) AND due_ms <= ? ORDER BY due_ms, sequence LIMIT ?`,
  );
  const nextDue = database.prepare('SELECT min(due_ms) AS due_ms FROM inbox WHERE due_ms > ?');
  const bringForward = database.prepare(
    `UPDATE inbox SET due_ms = :nowMs
     WHERE timer_id IS NULL AND due_ms > :nowMs AND message ->> '$.kind' <> 'execution-started'`,
  );
  const ofExecution = 'FROM inbox WHERE instance_id = ? AND execution_id = ?';
  const timers = database.prepare(`SELECT timer_id ${ofExecution} AND timer_id IS NOT NULL`);
  const lastSuspension = database.prepare(
    `SELECT message ->> '$.kind' AS kind FROM inbox WHERE instance_id = ? AND leads = 1
       AND message ->> '$.kind' IN ('execution-suspended', 'execution-resumed')
     ORDER BY due_ms DESC, sequence DESC LIMIT 1`,
  );
  const take = database.prepare('DELETE FROM inbox WHERE sequence = ?');
  const deleteTimer = database.prepare(`DELETE ${ofExecution} AND timer_id = ?`);
  const deleteOfExecution = database.prepare(`DELETE ${ofExecution}`);
  const remove = database.prepare('DELETE FROM inbox WHERE instance_id = ?');
  return {
    put: ({ instanceId, executionId, dueMs, timerId, message }) => {
      const leads = message.kind === 'execution-started' || isControl(message) ? 1 : 0;
      put.run(instanceId, executionId ?? null, dueMs, timerId ?? null, leads, JSON.stringify(message));
    },
    due: (instanceId, nowMs, limit) => {
      const page = due.all(instanceId, nowMs, limit);
      if (page.length < limit) return page.map(toArrival);
      const read = new Set(page.map(({ sequence }) => sequence));
      const leading = dueLeading.all(instanceId, nowMs).filter(({ sequence }) => !read.has(sequence));
      return [...page, ...leading].map(toArrival);
    },
    dueAfter: (after, untilMs, limit) =>
      dueAfter.all(after.dueMs, after.sequence, untilMs, limit).map((row) => ({
        instanceId: String(row.instance_id),
        dueMs: Number(row.due_ms),
        sequence: Number(row.sequence),
      })),
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

function toArrival(row: Readonly<Record<string, unknown>>): Arrival {
  return {
    message: JSON.parse(String(row.message)),
    ...(row.execution_id !== null && { executionId: String(row.execution_id) }),
    source: { kind: 'inbox', sequence: Number(row.sequence) },
  };
}
